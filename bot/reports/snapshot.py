"""Everything loaded for one tenant at one moment: frozen, shared by all readers, replaced whole after a load."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from bot.reports.covered_spans import Pulled
from bot.reports.frames.frame import Frame
from bot.reports.frames.hour_counts import HourCounts
from bot.reports.frames.ranges import ranges
from bot.reports.instants import from_micros, to_micros
from bot.reports.names import Names
from bot.reports.provenance import SourceRows
from bot.reports.receipt import Receipt

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class People:
    """Who occurs in the data. `keys` is sorted; a person's number is its place there, and its code in the frames."""

    keys: Sequence[str]  # casefolded user IDs
    shown: Sequence[str]  # the same people, as their report spells them
    domains: "Domains | None" = None  # what is behind the @, where that was looked up already

    def number(self, user: str) -> int | None:
        """The person of exactly this user ID, in any letter case."""
        key = user.strip().casefold()
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def keys_of(self, numbers: npt.NDArray[np.integer[Any]]) -> list[str]:
        """The keys of many people."""
        return _at(self.keys, numbers)

    def shown_of(self, numbers: npt.NDArray[np.integer[Any]]) -> list[str]:
        """The same, as their report spells them."""
        return _at(self.shown, numbers)

    def starting_with(self, prefix: str) -> range:
        """The people whose user ID begins so: `user@contoso` finds `user@contoso.com`."""
        key = prefix.strip().casefold()
        return range(bisect_left(self.keys, key), bisect_left(self.keys, key + chr(0x10FFFF)))


def _at(names: Sequence[str], places: npt.NDArray[np.integer[Any]]) -> list[str]:
    return names.some(places) if isinstance(names, Names) else [names[place] for place in places.tolist()]


@dataclass(frozen=True, slots=True)
class Domains:
    """Everybody's domain: `codes` by person, what they mean in `labels`, sorted."""

    codes: npt.NDArray[np.integer[Any]]
    labels: Sequence[str]


def domain(user: str) -> str:
    """The part of a user ID behind the last @; "" for one without."""
    return user.rpartition("@")[2] if "@" in user else ""


@dataclass(frozen=True, slots=True)
class PersonRows:
    """Where each person's rows stand in a time-sorted frame, so that one person costs the same at any size."""

    order: npt.NDArray[np.int32]  # row numbers, by person, each person's in time order
    starts: npt.NDArray[np.int64]  # person n's rows are order[starts[n]:starts[n + 1]]

    @staticmethod
    def of(codes: npt.NDArray[np.int32], people: int) -> "PersonRows":
        """Index a column of person numbers."""
        order = np.argsort(codes, kind="stable").astype(np.int32)
        counts = np.bincount(codes, minlength=people) if len(codes) else np.zeros(people, np.int64)
        return PersonRows(order, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))

    def rows(self, person: int) -> npt.NDArray[np.int32]:
        """The row numbers of one person, oldest first."""
        return self.order[self.starts[person] : self.starts[person + 1]]

    def rows_of(self, people: npt.NDArray[np.integer[Any]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """The row numbers of some people, person by person, and for each the place of its person in `people`."""
        sizes = self.starts[people + 1] - self.starts[people]
        return self.order[ranges(self.starts[people], sizes)], np.repeat(np.arange(len(people)), sizes)


@dataclass(frozen=True, slots=True)
class RowsBefore:
    """For rows of the attempts, the newest earlier row of the same person; -1 where there is none.

    The different people of a window are those of its rows whose row before lies before the window: counted without
    looking at a single name. Five arrays have a place for each failure.
    """

    every: npt.NDArray[np.int32]  # of any row
    failing: npt.NDArray[np.int32]  # the failures' row numbers
    failed: npt.NDArray[np.int32]  # the person's failure before
    same_detail: npt.NDArray[np.int32]  # the person's failure with this detail before
    same_cause: npt.NDArray[np.int32]
    still: npt.NDArray[np.bool_]  # whether the failure ended after every success of its person
    succeeded: npt.NDArray[np.int32]  # by person: the success that ended last
    open_failure: npt.NDArray[np.int32]  # by person: the failure that ended last, where no success ended after it
    failing_people: int  # how many have one

    def window(self, start: int, stop: int) -> slice:
        """The failures among some rows in a row."""
        rows = np.array([start, stop], dtype=self.failing.dtype)  # of another type all failures would be copied
        return slice(*(int(place) for place in np.searchsorted(self.failing, rows)))


@dataclass(frozen=True, slots=True)
class RosterCount:
    """How many members (guests apart) stood where at the end of a day."""

    day: date  # in UTC
    members: int
    registered: int
    enabled: int
    capable: int
    missing: int  # enabled, but not registered
    losing: int | None = None  # who lose reset on one of the known dates, guests among them; None: not counted then


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The frames of `columns.py`, the people they share, and the account of the loads behind them."""

    tenant: str
    attempts: Frame
    registrations: Frame
    interventions: Frame
    roster: Frame
    people: People
    attempts_of: PersonRows
    registrations_of: PersonRows
    receipts: tuple[Receipt, ...]  # newest first, at most the last hundred
    position: int  # the newest position in the ledger; 0 when nothing was ever loaded
    version: tuple[int, ...]  # newest position, load and pull: changes whenever anything was loaded or pulled
    built_at: datetime
    sources: tuple[SourceRows, ...] = ()  # of the attempts, then of the registrations
    settles_at: datetime | None = None  # when an attempt in progress becomes an abandoned one, though nothing is loaded
    pulls: tuple[Pulled, ...] = ()  # what pulls have covered, by source and time
    roster_history: tuple[RosterCount, ...] = ()  # oldest first
    rows_before: RowsBefore | None = None  # what is counted without it is the same, and slower
    hour_counts: HourCounts | None = None  # the same
    _found: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    kept: dict[str, tuple[Any, int, int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, find: Callable[[], Found]) -> Found:
        """What is found of all rows, looked for once: a snapshot is never changed. Two threads may both look."""
        if name not in self._found:
            self._found[name] = find()
        found: Found = self._found[name]
        return found

    def carried(self, name: str, find: Callable[[Found | None, int], Found]) -> Found:
        """What is found of the attempts, each by itself and those before it: carried on from a snapshot before.

        `find` is given what was found there, and of how many attempts in front that holds here as well.
        """
        found, rows, of = self.kept.get(name, (None, 0, 0))
        if found is None or not rows == of == len(self.attempts):
            found = find(found, rows)
            self.kept[name] = found, len(self.attempts), len(self.attempts)
        known: Found = found
        return known

    def carry_on(self, last: "Snapshot", rows: int) -> None:
        """Take over what was carried in a snapshot of which so many attempts in front are here as well."""
        carried = last.kept.copy().items()  # a copy at once: answers may still be worked out from it
        self.kept.update({name: (found, min(known, rows), of) for name, (found, known, of) in carried})

    def newest(self, now: datetime) -> datetime | None:
        """The time of the newest row of either report that does not lie in the future."""
        columns = [frame.times("at") for frame in (self.attempts, self.registrations)]
        known = [(at, int(at.searchsorted(to_micros(now), side="right"))) for at in columns]
        return max((from_micros(at[stop - 1]) for at, stop in known if stop), default=None)
