"""What ends the cases of its user beside a success: a reset by an admin, unlock, change or recovery."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import DONE, Selection, having
from bot.reports.folding.kinds import AttemptKind
from bot.reports.frames.ranges import ranges
from bot.reports.snapshot import Snapshot

Rows = npt.NDArray[np.int64]

NONE: Final = -1  # no such row
_KINDS: Final = frozenset(
    map(str, (AttemptKind.ADMIN_RESET, AttemptKind.UNLOCK, AttemptKind.CHANGE, AttemptKind.RECOVERY))
)


@dataclass(frozen=True, slots=True)
class AdminResets:
    """By person, then time."""

    user: Rows
    at: Rows  # microseconds; one in the very moment in which an attempt ends comes after it
    number: Rows  # the row of the interventions

    def where(self, chosen: Bools | Ints) -> "AdminResets":
        """Some of them, in their order."""
        return AdminResets(self.user[chosen], self.at[chosen], self.number[chosen])

    def of(self, people: Ints) -> "AdminResets":
        """Those of some people, whose numbers rise."""
        starts = np.searchsorted(self.user, people)
        return self.where(ranges(starts, np.searchsorted(self.user, people, side="right") - starts))

    def passed(self, user: Ints, ended: Rows) -> Rows:
        """For each attempt, by its end, how many of these come before it: a number that grows with person and end."""
        if not len(self.user):
            return np.zeros(len(ended), dtype=np.int64)
        times = np.unique(self.at)
        own, others = (np.searchsorted(times, at) for at in (self.at, ended))
        each = len(times) + 1
        return np.searchsorted(self.user * each + own, user.astype(np.int64) * each + others)

    def next(self, user: Ints, passed: Rows) -> tuple[Rows, Rows]:
        """The one that comes next for the same person, and when; NONE where none comes."""
        index = np.append(np.arange(len(self.user)), NONE)[passed]
        mine = np.append(self.user, NONE)[index] == user
        number, at = (np.append(column, NONE)[index] for column in (self.number, self.at))
        return np.where(mine, number, NONE), np.where(mine, at, NONE)


def by_admin(snapshot: Snapshot, rows: Ints) -> Bools:
    """Which of these rows of the interventions are resets by an admin; NONE is not."""
    admin = arrays.table(arrays.words(snapshot.interventions, "kind"), {str(AttemptKind.ADMIN_RESET)})
    kinds = np.append(admin[arrays.codes(snapshot.interventions, "kind")], np.False_)
    found: Bools = kinds[rows]
    return found


def admin_resets(snapshot: Snapshot) -> AdminResets:
    """The interventions that succeeded and so end cases."""
    return snapshot.once("admin resets", lambda: _admin_resets(snapshot))


def _admin_resets(snapshot: Snapshot) -> AdminResets:
    frame = snapshot.interventions
    chosen = having(Selection(frame, slice(0, len(frame))), DONE)
    chosen &= arrays.table(arrays.words(frame, "kind"), _KINDS)[arrays.codes(frame, "kind")]
    rows = np.flatnonzero(chosen)
    user = arrays.codes(frame, "user")[rows].astype(np.int64)
    order = np.argsort(user, kind="stable")  # in time order already
    return AdminResets(user[order], arrays.times(frame)[rows[order]], rows[order])
