"""How long people take from their first failure to success, and how many failures: as a curve, by cause or method."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.time_to_success import Durations, TimeToSuccess, durations, opened_from
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import Selection, filtered, stopped_at, within
from bot.analysis.people.strangers import strangers, without
from bot.analysis.statistics.proportion import Interval
from bot.analysis.statistics.survival import FEWEST, SUCCESS, incidence
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

MANY: Final = 3  # failures; so many or more are one line
_POINTS: Final = (1, 4, 24, 72, 168, 720)  # hours


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share that has succeeded by themselves so long after the first failure."""

    after: timedelta
    share: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class TimeGroup:
    """The cases whose first failure has one cause, or was at one method."""

    key: str
    label: str
    cases: int
    people: int
    time: TimeToSuccess | None  # None: too few cases


@dataclass(frozen=True, slots=True)
class TimeAnswer:
    """Cases opened in the window, or in the thirty days up to its end: how long each took, or has taken."""

    window: Window
    by: str  # "cause" or "method"
    filters: Filters
    cases: int
    people: int
    whole: TimeToSuccess | None  # None: fewer than five cases
    curve: tuple[CurvePoint, ...]  # as far as any case has been followed
    failures: tuple[tuple[int, int], ...]  # of those who succeeded: failures before it (3: or more), and cases
    groups: tuple[TimeGroup, ...]  # most cases first
    coverage: Coverage
    strangers: int = 0  # names in that time that the directory's list lacks, counted nowhere else


def time_taken(
    snapshot: Snapshot,
    window: Window,
    *,
    by: str = "cause",
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
) -> TimeAnswer:
    """The time until success of all cases, with open ones followed as far as they go, and of each group."""
    found, opened = durations(snapshot, window, filters), replace(window, start=opened_from(window))
    _, names = without(filtered(within(snapshot.attempts, opened), filters, snapshot.people), strangers(snapshot))
    return TimeAnswer(
        window=window,
        by=by,
        filters=filters,
        cases=len(found.ends) if found else 0,
        people=_people(snapshot, found) if found else 0,
        whole=found.half() if found else None,
        curve=_curve(found) if found else (),
        failures=_failures(found) if found else (),
        groups=_groups(snapshot, found, by, catalogue) if found else (),
        coverage=coverage(snapshot, ReportKind.RESET, opened, now),
        strangers=names,
    )


def _people(snapshot: Snapshot, found: Durations) -> int:
    return arrays.distinct(Selection(snapshot.attempts, found.first).codes("user"), len(snapshot.people.keys))


def _curve(found: Durations) -> tuple[CurvePoint, ...]:
    if len(found.ends) < FEWEST:
        return ()
    share, longest = incidence(found.hours, found.ends), float(found.hours.max())
    points = (hours for hours in _POINTS if hours <= longest)
    return tuple(CurvePoint(timedelta(hours=one), share.at(one), share.interval_at(one)) for one in points)


def _failures(found: Durations) -> tuple[tuple[int, int], ...]:
    """How many failures came before success: one, two, three or more."""
    needed = np.minimum(found.failures[found.ends == SUCCESS], MANY)
    numbers, sizes = np.unique(needed, return_counts=True)
    return tuple(zip(numbers.tolist(), sizes.tolist(), strict=True))


def _groups(snapshot: Snapshot, found: Durations, by: str, catalogue: Catalogue) -> tuple[TimeGroup, ...]:
    rows = Selection(snapshot.attempts, found.first)
    if by == "cause":
        names, codes = rows.words("cause"), rows.codes("cause")
    else:
        stopped = stopped_at(rows)
        names, codes = list(stopped.names), stopped.codes
    keys = np.array(names, dtype=object)[codes]
    groups = []
    for key in sorted(set(keys.tolist())):
        some = found.where(np.equal(keys, key).astype(np.bool_))
        label = catalogue.causes[key].title if by == "cause" else key
        groups.append(TimeGroup(key, label, len(some.ends), _people(snapshot, some), some.half()))
    return tuple(sorted(groups, key=lambda group: (-group.cases, group.key)))
