"""What may have become of some people's cases: their rows since something closed these, before anything new came."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.cases.admin_resets import NONE, admin_resets
from bot.analysis.cases.cases import CaseTable, by_person
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import DONE, FAILED, Selection, having, passing
from bot.reports.ends import LONGEST
from bot.reports.snapshot import Snapshot

_NEVER: Final = np.iinfo(np.int64).max
_ALWAYS: Final = -(1 << 62)  # before all times, with room to go back from


@dataclass(frozen=True, slots=True)
class RecentRows:
    """Of the rows before these, whose cases stay as they are, it is known who failed with which causes."""

    rows: Ints  # person by person, each person's in time order
    number: Ints  # of each person among those looked at
    causes: int
    failed_before: Bools  # by these numbers and causes

    def had_before(self, table: CaseTable) -> Bools:
        """Which of these people's cases have an older one of the same cause among the rows before."""
        found: Bools = self.failed_before[self.number[table.user] * self.causes + table.cause]
        return found


def recent_rows(snapshot: Snapshot, looked: Bools, new: Bools, new_resets: Bools, filters: Filters) -> RecentRows:
    """Of the people looked at, of each of whom a row or reset is new.

    `new` says so of each attempt, `new_resets` of each reset. Of long histories no time is looked at.
    """
    frame, people = snapshot.attempts, np.flatnonzero(looked)
    number, rows = np.cumsum(looked) - 1, by_person(snapshot, looked)
    every = Selection(frame, rows)
    owner = np.repeat(np.arange(len(people)), np.diff(snapshot.attempts_of.starts)[people])
    closed = _closed(snapshot, every, owner, number, looked, new, new_resets)
    before = rows < np.searchsorted(arrays.times(frame), closed - LONGEST)[owner]
    near = np.flatnonzero(~before)
    before[near] = arrays.ended(frame, rows[near]) < closed[owner[near]]  # what ended with it may come after it
    failing = before & having(every, FAILED)
    if filters.any():
        failing &= passing(every, filters, snapshot.people)
    causes = len(every.words("cause"))
    failed = np.zeros(len(people) * causes, dtype=np.bool_)
    failed[owner[failing] * causes + every.codes("cause")[failing]] = True
    return RecentRows(rows[~before], number, causes, failed)


def _closed(
    snapshot: Snapshot, every: Selection, owner: Ints, number: Ints, looked: Bools, new: Bools, new_resets: Bools
) -> Ints:
    """For each person when, before anything new, their cases were closed: by a success long before, or by a reset."""
    frame, resets, rows = snapshot.attempts, admin_resets(snapshot), every.numbers()
    mine = looked[resets.user]
    user, at, fresh_reset = number[resets.user[mine]], resets.at[mine], new_resets[mine]
    fresh = new[rows]
    begins = np.full(int(np.count_nonzero(looked)), _NEVER)
    np.minimum.at(begins, owner[fresh], arrays.ended(frame, rows[fresh]))
    np.minimum.at(begins, user[fresh_reset], at[fresh_reset])
    over = having(every, DONE) & (rows < np.searchsorted(arrays.times(frame), begins - LONGEST)[owner])
    newest = np.full(len(begins), NONE)
    newest[owner[over]] = rows[over]  # in time order, so the newest stays
    closed, there = np.full(len(begins), _ALWAYS), newest != NONE
    closed[there] = arrays.ended(frame, newest[there])
    earlier = at < begins[user]
    np.maximum.at(closed, user[earlier], at[earlier])
    return closed
