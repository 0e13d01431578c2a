"""Many people from one address: a burst against what is usual of this very address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.analysis.frames import arrays
from bot.analysis.frames.selection import Selection
from bot.analysis.incidents import HISTORY, bursts
from bot.analysis.signs.scope import Scope
from bot.reports.instants import to_micros

BUDGET: Final = 0.5  # false bursts a month, of all addresses together
HISTORY_NEEDED: Final = timedelta(days=14)  # before the window; an office shares one address, and that is usual
_SESSION: Final = timedelta(hours=1) // timedelta(microseconds=1)  # from the first step of an attempt to its last
_SKEW: Final = 1_000_000  # microseconds; of one second there may be several steps


@dataclass(frozen=True, slots=True)
class AddressRows:
    """The attempts of a burst from one address."""

    address: str
    rows: Selection


def address_rows(scope: Scope) -> Iterator[AddressRows]:
    """The attempts of the window that lie in a burst of people from one address, address by address."""
    origins = scope.origins
    if not is_looked_for(scope) or origins.first_at is None:
        return
    looked = scope.attempts(HISTORY)
    came = _attempt_addresses(scope, looked)
    in_window = looked.times() >= to_micros(scope.window.start)
    for code in np.unique(came[in_window & (came >= 0)]).tolist():
        rows = looked.where(came == code)
        at = rows.times()
        found = np.zeros(len(rows), dtype=np.bool_)
        share = BUDGET / len(origins.labels)
        for start, end in bursts(rows, scope.window, zone=scope.zone, budget=share, since=origins.first_at):
            found |= (at >= start) & (at <= end)
        found &= at >= to_micros(scope.window.start)
        if found.any():
            yield AddressRows(origins.labels[code], rows.where(found))


def is_looked_for(scope: Scope) -> bool:
    """Whether enough is known of addresses before the window to tell what is usual."""
    first = scope.origins.first_at
    return first is not None and first <= scope.window.start - HISTORY_NEEDED


def _attempt_addresses(scope: Scope, looked: Selection) -> npt.NDArray[Any]:
    """For each attempt the place of its address in the labels, or -1: by the person's newest attempt begun before."""
    origins, frame = scope.origins, scope.snapshot.attempts
    at, of_row = arrays.times(frame), np.full(len(frame), -1, dtype=np.int64)
    for step, (user, moment) in enumerate(zip(origins.users.tolist(), origins.at.tolist(), strict=True)):
        theirs = scope.snapshot.attempts_of.rows(user)
        place = int(np.searchsorted(at[theirs], moment + _SKEW, side="right")) - 1
        if place >= 0 and moment - at[theirs[place]] <= _SESSION:
            of_row[theirs[place]] = origins.addresses[step]
    return of_row[looked.rows]
