"""One side of a table beside another: groups of attempts now and in a window before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import Group, GroupBy
from bot.analysis.frames.grouping import Grouping, group, labels
from bot.analysis.frames.selection import Selection
from bot.analysis.frames.window_rows import WindowRows
from bot.knowledge.catalogue import Catalogue, Cause, Detail
from bot.reports.snapshot import People

_WORDS: Final = (GroupBy.DETAIL, GroupBy.CAUSE, GroupBy.RESULT, GroupBy.ROLE)  # columns of their own


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The numbers of every group, and how a group is labelled."""

    attempts: dict[str, int]
    people: dict[str, int]
    previous: dict[str, int]
    total: int
    label: Callable[[str], str]
    fix: Callable[[str], Detail | None]
    cause: Callable[[str], Cause | None]

    def group(self, key: str) -> Group:
        """One line."""
        attempts = self.attempts.get(key, 0)
        share = attempts / self.total if self.total else 0.0
        people, previous = self.people.get(key, 0), self.previous.get(key, 0)
        return Group(key, self.label(key), attempts, people, share, previous, self.fix(key), self.cause(key))

    def worst_first(self) -> list[str]:
        """The keys of the groups that have attempts, most first."""
        return sorted((key for key, size in self.attempts.items() if size), key=lambda key: (-self.attempts[key], key))

    def most_changed_first(self) -> list[str]:
        """The keys of the groups that have attempts on either side, the largest change first."""
        change = {key: abs(size - self.previous.get(key, 0)) for key, size in self.attempts.items()}
        present = (key for key, size in self.attempts.items() if size or self.previous.get(key, 0))
        return sorted(present, key=lambda key: (-change[key], key))


def break_down(
    items: WindowRows,
    before: WindowRows,
    by: GroupBy,
    *,
    people: People,
    catalogue: Catalogue,
    zone: tzinfo,
    shift: timedelta = timedelta(0),
) -> Breakdown:
    """Put both sides into groups; the earlier side's times are moved forward by `shift`, to lie beside the later's."""
    now = _group(items, by, people, zone)
    earlier = _group(before, by, people, zone, shift // timedelta(microseconds=1))
    return Breakdown(
        attempts=now.attempts(),
        people=items.people_by(by, now),
        previous=earlier.attempts(),
        total=len(items.items),
        label=labels(by, catalogue),
        fix=_fixes(items.items, by, catalogue),
        cause=catalogue.causes.get if by is GroupBy.CAUSE else lambda _: None,
    )


def _group(rows: WindowRows, by: GroupBy, people: People, zone: tzinfo, shift: int = 0) -> Grouping:
    if by in _WORDS:
        return Grouping(tuple(rows.items.words(by.value)), rows.codes(by.value))
    return group(rows.items, by, people, zone, shift=shift)


def _fixes(items: Selection, by: GroupBy, catalogue: Catalogue) -> Callable[[str], Detail | None]:
    """The documented fix of a group: the detail's own, or of a cause's most frequent detail."""
    if by is GroupBy.DETAIL:
        return catalogue.details.get
    if by is not GroupBy.CAUSE:
        return lambda _: None
    keys = items.words("detail")
    sizes = np.bincount(items.codes("detail"), minlength=len(keys)).tolist()
    frequent: dict[str, str] = {}
    for _, key in sorted((-size, key) for size, key in zip(sizes, keys, strict=True) if size):
        frequent.setdefault(catalogue.cause_key_of(key), key)
    return lambda cause: catalogue.details.get(frequent.get(cause, ""))
