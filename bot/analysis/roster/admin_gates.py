"""The two gates of an administrator: an email address, the authenticator app, a phone; two phones are one."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis.roster.usable_methods import APP, said_methods
from bot.knowledge.vocabulary import Method
from bot.reports.snapshot import Snapshot

GATES: Final = 2  # that an administrator must pass, whatever the policy asks of users
_APP: Final = "authenticator app"
# What counts for an administrator; security questions never do.
_GATE_OF: Final = {
    str(Method.ALTERNATE_EMAIL): "email",
    str(Method.MOBILE_PHONE): "phone",
    str(Method.OFFICE_PHONE): "phone",
    str(Method.APP_NOTIFICATION): _APP,
    str(Method.APP_CODE): _APP,
    str(Method.HARDWARE_CODE): _APP,
    APP: _APP,
}


def gates_of(methods: Iterable[str]) -> int:
    """How many gates some methods, by their usual names, are good for."""
    return len({_GATE_OF[method] for method in methods if method in _GATE_OF})


def gates(snapshot: Snapshot) -> npt.NDArray[np.int64]:
    """For each combination of methods in the directory's list, how many gates it is good for."""
    return np.array([gates_of(methods) for methods in said_methods(snapshot)], dtype=np.int64)
