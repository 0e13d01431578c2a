"""Who is behind a breakdown: looked up when somebody asks for it, as most never do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final, overload

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import Selection, filtered, itemised, within
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

MOST: Final = 200  # people; an export has all


@dataclass(frozen=True, slots=True)
class FailedPerson:
    """A person behind a breakdown, by their newest attempt in it."""

    shown: str
    at: datetime
    cause: Cause


@dataclass(frozen=True, eq=False)
class WhoFailed(Sequence[FailedPerson]):
    """The people of a breakdown's attempts by their newest one, newest first; at most two hundred.

    It holds no rows: answers are kept for a while, and the rows of a long window are many.
    """

    snapshot: Snapshot = field(repr=False)
    window: Window
    filters: Filters
    catalogue: Catalogue = field(repr=False)

    def __len__(self) -> int:
        return len(self._told)

    @overload
    def __getitem__(self, index: int) -> FailedPerson: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FailedPerson, ...]: ...
    def __getitem__(self, index: int | slice) -> FailedPerson | tuple[FailedPerson, ...]:
        return self._told[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._told == tuple(other)

    def __hash__(self) -> int:
        return hash(self._told)

    @cached_property
    def _told(self) -> tuple[FailedPerson, ...]:
        return tuple(self._people())

    def _people(self) -> Iterator[FailedPerson]:
        attempts, people = self.snapshot.attempts, self.snapshot.people
        items = itemised(filtered(within(attempts, self.window), self.filters, people), self.filters)
        _, first = np.unique(items.codes("user")[::-1], return_index=True)
        newest = Selection(attempts, items.numbers()[::-1][np.sort(first)[:MOST]])
        causes = [self.catalogue.causes[key] for key in newest.words("cause")]
        columns = newest.codes("user").tolist(), arrays.moments(newest.times()), newest.codes("cause").tolist()
        for user, at, cause in zip(*columns, strict=True):
            yield FailedPerson(people.shown[user], at, causes[cause])
