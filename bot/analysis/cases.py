"""Cases, all at once: one person with one cause, from a failure to that person's next success.

Rows are looked at person by person, each person's in time order. Between two successes of a person lies a spell; the
failures of one spell with one cause are one case. So a success closes every open case of its person, and the same cause
after it is another case, "back again".
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis import arrays
from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.arrays import Bools, Ints
from bot.analysis.selection import DONE, FAILED, Selection, everything, having, passing
from bot.knowledge.vocabulary import Result
from bot.reports.snapshot import Snapshot

Rows = npt.NDArray[np.int64]

NONE: Final = -1  # no such row
_BLOCKED: Final = frozenset({str(Result.BLOCKED)})


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Cases as columns, by person, then time, then cause. Rows are row numbers of the snapshot's attempts."""

    user: Ints
    cause: Ints
    first: Rows  # the oldest row
    last: Rows  # the newest row
    tries: Rows
    closed: Rows  # the success that closed it, or NONE
    blocked: Rows  # the newest blocked row, or NONE
    opened_position: Rows  # the smallest position of its rows
    last_position: Rows  # the largest
    back_again: Bools

    @property
    def open(self) -> Bools:
        """Which of them no success has closed."""
        return np.equal(self.closed, NONE)

    def where(self, chosen: Bools | Ints) -> "CaseTable":
        """Some of the cases."""
        return CaseTable(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def __len__(self) -> int:
        return len(self.user)


def cases(snapshot: Snapshot, rows: Ints, filters: Filters = UNFILTERED) -> CaseTable:
    """The cases of rows given person by person. Filters choose the failures; any success closes."""
    frame, looked = snapshot.attempts, Selection(snapshot.attempts, rows)
    success = having(looked, DONE)
    failing = having(looked, FAILED)
    if filters.any():
        failing &= passing(looked, filters, snapshot.people)
    places = np.flatnonzero(failing)
    spell = np.cumsum(success, dtype=np.int64)[
        places
    ]  # how many successes, of whomever, stand before: the number of the next one
    failed = rows[places].astype(np.int64)
    user, cause = arrays.codes(frame, "user")[failed], arrays.codes(frame, "cause")[failed]
    order, starts = _parted(user, spell, cause)
    return _table(
        snapshot, failed[order], starts, _closers(rows[success], snapshot, spell[order][starts], user[order][starts])
    )


def open_people(snapshot: Snapshot, seen: Bools | None = None) -> Bools:
    """For each person, whether they have failed since their last success, looking at some rows only or at all."""
    looked = everything(snapshot.attempts) if seen is None else everything(snapshot.attempts).where(seen)
    newest = np.full(len(snapshot.people.keys), NONE, dtype=np.int64)
    success = looked.where(having(looked, DONE))
    newest[success.codes("user")] = success.numbers()  # in time order, so the newest stays
    failed = looked.where(having(looked, FAILED))
    users = failed.codes("user")
    found = np.zeros(len(newest), dtype=np.bool_)
    found[users[failed.numbers() > newest[users]]] = True
    return found


def by_person(snapshot: Snapshot, users: Bools, seen: Bools | None = None) -> Ints:
    """The row numbers of some people, person by person; of some rows only, or all."""
    index = snapshot.attempts_of
    chosen = np.flatnonzero(users)
    lengths = index.starts[chosen + 1] - index.starts[chosen]
    ends = np.cumsum(lengths)
    places = np.repeat(index.starts[chosen] - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)
    rows: Ints = index.order[places]
    return rows if seen is None else rows[seen[rows]]


def _parted(user: Ints, spell: Ints, cause: Ints) -> tuple[Rows, Rows]:
    """The order that puts the failures of one case side by side, oldest first, and where each case begins in it."""
    if not len(user):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    fresh = (np.diff(user, prepend=user[0]) != 0) | (np.diff(spell, prepend=spell[0]) != 0)
    key = np.cumsum(fresh) * (int(cause.max()) + 1) + cause
    order = np.argsort(key, kind="stable")
    return order, np.flatnonzero(np.diff(key[order], prepend=-1))


def _closers(success: Ints, snapshot: Snapshot, spell: Ints, user: Ints) -> Rows:
    """The success that ends each spell, where it is the same person's."""
    rows = np.append(success, NONE)[spell].astype(np.int64)
    same = (rows != NONE) & (arrays.codes(snapshot.attempts, "user")[rows] == user) if len(rows) else rows != NONE
    return np.where(same, rows, NONE)


def _table(snapshot: Snapshot, rows: Rows, starts: Rows, closed: Rows) -> CaseTable:
    """The columns, from failures that stand case by case."""
    frame = snapshot.attempts
    ends = np.append(starts[1:], len(rows))[: len(starts)]
    positions = frame["position"].to_numpy()[rows]
    user, cause = arrays.codes(frame, "user")[rows[starts]], arrays.codes(frame, "cause")[rows[starts]]
    return CaseTable(
        user=user,
        cause=cause,
        first=rows[starts],
        last=rows[ends - 1],
        tries=ends - starts,
        closed=closed,
        blocked=np.maximum.reduceat(np.where(having(Selection(frame, rows), _BLOCKED), rows, NONE), starts),
        opened_position=np.minimum.reduceat(positions, starts),
        last_position=np.maximum.reduceat(positions, starts),
        back_again=_again(user, cause),
    )


def _again(user: Ints, cause: Ints) -> Bools:
    """Which cases have an older one of the same person and cause."""
    pair = user.astype(np.int64) * (int(cause.max(initial=0)) + 1) + cause
    order = np.argsort(pair, kind="stable")
    again = np.zeros(len(pair), dtype=np.bool_)
    again[order[1:]] = np.diff(pair[order]) == 0
    return again
