"""The attempts of a window and those that its breakdown is about, with its people counted from the rows before."""

from dataclasses import dataclass

import numpy as np

from bot.analysis.answers import Counts, Filters, GroupBy
from bot.analysis.frames import arrays, hourly
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.counting import counts
from bot.analysis.frames.grouping import Grouping
from bot.analysis.frames.selection import Selection, filtered, itemised, within
from bot.analysis.people.privileged import privileged
from bot.analysis.people.strangers import strangers, without
from bot.reports.snapshot import RowsBefore, Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class WindowRows:
    """What passes the filters. Of a window without filters people are counted in a quarter of the time or less."""

    snapshot: Snapshot
    filters: Filters
    rows: Selection
    items: Selection  # the failures, or the rows of another result when that one was asked for
    start: int  # the window's first row
    failures: slice | None  # the items among all failures, where the rows before can be used
    before: RowsBefore | None
    strangers: int = 0  # names with such rows that the directory's list lacks, which are in none of the others

    def counts(self) -> Counts:
        """All of them by what became of them."""
        people = self.snapshot.people
        if self.before is None or self.failures is None or not isinstance(self.rows.rows, slice):
            return counts(self.rows, people, self.filters)
        return counts(
            self.rows,
            people,
            self.filters,
            sizes=hourly.results(self.snapshot, self.rows.rows),
            firsts=self.before.every[self.rows.rows] < self.start,
            failing_people=self.failing_people(),
        )

    def codes(self, name: str) -> Ints:
        """The numbers of a column of the items."""
        if self.before is None or self.failures is None:
            return self.items.codes(name)
        failing = self.before.failing
        whole = self.snapshot.once(f"{name} of failures", lambda: arrays.codes(self.snapshot.attempts, name)[failing])
        return whole[self.failures]

    def failing_people(self) -> int:
        """The people of the items."""
        if self.before is None or self.failures is None:
            return arrays.distinct(self.items.codes("user"), len(self.snapshot.people.keys))
        return int(np.count_nonzero(self.before.failed[self.failures] < self.start))

    def privileged(self) -> bool:
        """Whether administrators' accounts are among the people of the items."""
        admins, before = privileged(self.snapshot), self.before
        if before is None or self.failures is None:
            return bool(admins[self.items.codes("user")].any())
        users = arrays.codes(self.snapshot.attempts, "user")
        theirs = self.snapshot.once("failures of administrators", lambda: admins[users[before.failing]])
        return bool(theirs[self.failures].any())

    def people_by(self, by: GroupBy, grouping: Grouping) -> dict[str, int]:
        """The different people of each group of the items."""
        firsts = self._firsts(by, grouping)
        if firsts is None:
            return grouping.people(self.items.codes("user"), self.snapshot.people)
        sizes = np.bincount(grouping.codes, weights=firsts, minlength=len(grouping.keys))  # half of picking the firsts
        return dict(zip(grouping.keys, sizes.astype(np.int64).tolist(), strict=True))

    def _firsts(self, by: GroupBy, grouping: Grouping) -> Bools | None:
        """Which items are the first of their person in their group; None where nothing tells."""
        if self.before is None or self.failures is None:
            return None
        match by:
            case GroupBy.DETAIL:
                return self.before.same_detail[self.failures] < self.start
            case GroupBy.CAUSE:
                return self.before.same_cause[self.failures] < self.start
            case GroupBy.DOMAIN:  # a person has one
                return self.before.failed[self.failures] < self.start
            case GroupBy.DAY:  # in the order of time: a day's first item is where it begins
                days = np.searchsorted(grouping.codes, np.arange(len(grouping.keys)))
                begins = np.append(self.items.numbers(), len(self.items.frame))[days]
                return self.before.failed[self.failures] < begins[grouping.codes]
            case _:
                return None


def window_rows(snapshot: Snapshot, window: Window, filters: Filters) -> WindowRows:
    """The rows of a window that pass the filters."""
    every, before = filtered(within(snapshot.attempts, window), filters, snapshot.people), snapshot.rows_before
    whole, names = without(every, strangers(snapshot))
    if before is None or filters.result or not isinstance(whole.rows, slice):
        return WindowRows(snapshot, filters, whole, itemised(whole, filters), 0, None, None, names)
    start, stop = whole.rows.start, whole.rows.stop
    failures = before.window(start, stop)
    items = Selection(snapshot.attempts, before.failing[failures])
    return WindowRows(snapshot, filters, whole, items, start, failures, before)
