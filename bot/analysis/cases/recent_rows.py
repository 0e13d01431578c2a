"""What may have become of some people's cases: their rows since something closed these, before anything new came."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.cases.admin_resets import NONE, AdminResets, admin_resets
from bot.analysis.cases.cases import CaseTable
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import DONE, FAILED, Selection, having, passing
from bot.reports.frames.ranges import ranges
from bot.reports.instants import NEVER
from bot.reports.snapshot import RowsBefore, Snapshot

_ALWAYS: Final = -(1 << 62)  # before all times, with room to go back from
_NEWEST: Final = 4  # rows of a person that are looked at first, besides
_BACK: Final = 3  # times as long as any attempt took, at the person's rate
_MORE: Final = 8  # times as many, where these are too few


@dataclass(frozen=True, slots=True)
class RecentRows:
    """Of the rows before these, whose cases stay as they are, it is known who failed with which causes."""

    rows: Ints  # person by person, each person's in time order
    people: Ints  # those looked at, rising
    causes: int
    failed_before: Bools  # by these people and causes

    def had_before(self, table: CaseTable) -> Bools:
        """Which of these people's cases have an older one of the same cause among the rows before."""
        found: Bools = self.failed_before[np.searchsorted(self.people, table.user) * self.causes + table.cause]
        return found


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest rows of some people, person by person, each person's in time order."""

    rows: Ints
    owner: Ints  # the place of each one's person among these people
    begins: Ints  # the place in `rows` at which each person's begin
    older: Bools  # whether a person has older rows

    @staticmethod
    def of(snapshot: Snapshot, people: Ints, most: Ints) -> "_Newest":
        index = snapshot.attempts_of
        stops = index.starts[people + 1]
        every = stops - index.starts[people]
        lengths = np.minimum(every, most)
        order = index.order[ranges(stops - lengths, lengths)]
        owner = np.repeat(np.arange(len(people)), lengths)
        return _Newest(order, owner, np.cumsum(lengths) - lengths, every > most)


def recent_rows(snapshot: Snapshot, people: Ints, new: Ints, new_resets: AdminResets, filters: Filters) -> RecentRows:
    """Of some people, whose numbers rise, of each of whom one of the attempts `new` or of the resets is new.

    Long histories are not looked at: of each person so many of the newest rows as go back to before something closed
    their cases.
    """
    frame, before, longest = snapshot.attempts, snapshot.rows_before, arrays.longest(snapshot)
    begins = _begins(snapshot, people, new, new_resets)
    resets = admin_resets(snapshot).of(people)
    most = _first_look(snapshot, people, longest)
    if before is None or filters.any():
        most[:] = len(frame)
    while True:
        newest = _Newest.of(snapshot, people, most)
        closed = _closed(snapshot, newest, people, resets, begins, longest)
        low = np.searchsorted(arrays.times(frame), closed - longest)
        older = np.flatnonzero(newest.older)
        wanting = older[newest.rows[newest.begins[older]] >= low[older]]
        if not len(wanting):
            return _recent(snapshot, newest, people, closed, low, before, filters)
        most[wanting] *= _MORE


def _first_look(snapshot: Snapshot, people: Ints, longest: int) -> Ints:
    """So many of each person's newest rows as are enough where somebody tries evenly and often succeeds."""
    at, starts = arrays.times(snapshot.attempts), snapshot.attempts_of.starts
    span = max(int(at[-1] - at[0]), longest, 1) if len(at) else 1
    found: Ints = _NEWEST + (starts[people + 1] - starts[people]) * (_BACK * longest) // span
    return found


def _recent(
    snapshot: Snapshot,
    newest: _Newest,
    people: Ints,
    closed: Ints,
    low: Ints,
    before: RowsBefore | None,
    filters: Filters,
) -> RecentRows:
    frame, rows, owner = snapshot.attempts, newest.rows, newest.owner
    every = Selection(frame, rows)
    over = rows < low[owner]
    near = np.flatnonzero(~over)
    over[near] = arrays.ended(frame, rows[near]) < closed[owner[near]]  # what ended with it may come after it
    failing = having(every, FAILED)
    if filters.any():
        failing &= passing(every, filters, snapshot.people)
    causes = len(every.words("cause"))
    pairs, known = owner * causes + every.codes("cause"), failing & over
    failed = np.zeros(len(closed) * causes, dtype=np.bool_)
    failed[pairs[known]] = True
    if before is not None and newest.older.any():
        some = np.flatnonzero(failing & newest.older[owner])
        last = before.same_cause[np.searchsorted(before.failing, rows[some])]
        failed[pairs[some[(last != NONE) & (last < rows[newest.begins[owner[some]]])]]] = True
    return RecentRows(rows[~over], people, causes, failed)


def _begins(snapshot: Snapshot, people: Ints, new: Ints, new_resets: AdminResets) -> Ints:
    """For each person when the first of their new rows and resets ended."""
    frame, begins = snapshot.attempts, np.full(len(people), NEVER)
    users = arrays.codes(frame, "user")[new]
    np.minimum.at(begins, np.searchsorted(people, users), arrays.ended(frame, new))
    np.minimum.at(begins, np.searchsorted(people, new_resets.user), new_resets.at)
    return begins


def _closed(snapshot: Snapshot, newest: _Newest, people: Ints, resets: AdminResets, begins: Ints, longest: int) -> Ints:
    """For each person when, before anything new, their cases were closed: by a success long before, or by a reset."""
    frame, rows, owner = snapshot.attempts, newest.rows, newest.owner
    limit = np.searchsorted(arrays.times(frame), begins - longest)
    over = having(Selection(frame, rows), DONE) & (rows < limit[owner])
    success = np.full(len(begins), NONE)
    success[owner[over]] = rows[over]  # in time order, so the newest stays
    closed, there = np.full(len(begins), _ALWAYS), success != NONE
    closed[there] = arrays.ended(frame, success[there])
    user = np.searchsorted(people, resets.user)
    earlier = resets.at < begins[user]
    np.maximum.at(closed, user[earlier], resets.at[earlier])
    return closed
