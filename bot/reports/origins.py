"""From which addresses people did their steps, as far as an audit log says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Origins:
    """Steps that people did themselves, from addresses of many: parallel arrays. Personal data of its own.

    Only addresses that several people came from are in it.
    """

    first_at: datetime | None  # of everything known of addresses; None where nothing is
    users: npt.NDArray[np.integer[Any]]  # people's numbers in the snapshot
    at: npt.NDArray[np.int64]  # microseconds; some step of an attempt, not always its first
    addresses: npt.NDArray[np.integer[Any]]  # places in `labels`
    labels: tuple[str, ...]


_NONE: Final = np.empty(0, dtype=np.int64)
NO_ORIGINS: Final = Origins(None, _NONE, _NONE, _NONE, ())
