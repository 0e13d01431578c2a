"""Day by day: attempts and what became of them, whether that has changed, and how long people take to get through."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import numpy as np

from bot.analysis.answers import UNFILTERED, Counts, Filters, TrendPoint
from bot.analysis.cases.time_to_success import TimeToSuccess, time_to_success
from bot.analysis.frames import local_time
from bot.analysis.frames.counting import counts
from bot.analysis.frames.daily_points import days_within, points
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.frames.policy_marks import PolicyMark, policy_marks
from bot.analysis.frames.selection import DONE, filtered, having, within
from bot.analysis.frames.window_rows import WindowRows, window_rows
from bot.analysis.incidents import BUDGET, Incident, incidents, of_incidents
from bot.analysis.people.usual_day import UsualDay, usual_day
from bot.analysis.statistics.change import Change, change, votes_without
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class Calm:
    """The same without the failures of incidents."""

    counts: Counts
    change: Change | None


@dataclass(frozen=True, slots=True)
class TrendAnswer:
    """Day by day, with the direction said where the data bears it."""

    window: Window
    points: tuple[TrendPoint, ...]
    counts: Counts
    tries_per_success: float | None  # attempts for each success, whoever made them
    median_time_to_success: timedelta | None  # None: not half yet, or too few cases
    at_newest: "TrendAnswer | None"
    coverage: Coverage
    time_to_success: TimeToSuccess | None = None
    change: Change | None = None  # the later half of the covered days against the earlier; None: nothing to compare
    incidents: tuple[Incident, ...] = ()
    calm: Calm | None = None  # None where there was no incident
    strangers: int = 0  # names in the window that the directory's list lacks, counted nowhere else
    changes: tuple[PolicyMark, ...] = ()  # of the policy, newest first
    day: UsualDay | None = None  # None: less than four weeks of data to hold it against
    filters: Filters = UNFILTERED

    @property
    def no_data(self) -> tuple[str, ...]:
        """The days that no load covers."""
        return tuple(point.day for point in self.points if not point.covered)


def trend(
    snapshot: Snapshot,
    window: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    budget: float = BUDGET,
) -> TrendAnswer:
    """The days of a window, from the first to the last that the data covers."""
    every, found = within(snapshot.attempts, window), window_rows(snapshot, window, filters)
    shifted = at_newest(snapshot.attempts, window, now)
    days = days_within(snapshot, window, zone)
    counted = found.counts()
    waits = time_to_success(snapshot, window, filters)
    bursts = incidents(snapshot, window, filters=filters, catalogue=catalogue, zone=zone, budget=budget)
    changes, calm = _halves(found, bursts, days, zone)
    return TrendAnswer(
        window=window,
        points=points(snapshot, filtered(every, filters, snapshot.people), window, zone),
        counts=counted,
        tries_per_success=counted.attempts / counted.succeeded if counted.succeeded and not counted.partial else None,
        median_time_to_success=waits.half if waits else None,
        at_newest=trend(snapshot, shifted, filters=filters, catalogue=catalogue, now=now, zone=zone, budget=budget)
        if shifted
        else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
        time_to_success=waits,
        change=changes,
        incidents=bursts,
        calm=calm,
        strangers=found.strangers,
        changes=policy_marks(snapshot, window, filters, bursts),
        day=usual_day(snapshot, filters=filters, now=now, zone=zone),
        filters=filters,
    )


def _halves(
    found: WindowRows, bursts: tuple[Incident, ...], days: range, zone: tzinfo
) -> tuple[Change | None, Calm | None]:
    """The days of the later half against those of the earlier; of an odd number the middle one is in the later.

    Once with all rows, and once more without those of incidents, where there are any.
    """
    rows, filters, middle = found.rows, found.filters, days.start + len(days) // 2
    gone = of_incidents(rows, bursts) if bursts else np.zeros(len(rows), dtype=np.bool_)
    changes: tuple[Change | None, ...] = (None, None)
    if not filters.of_outcome():
        day = local_time.days(rows.times(), zone)
        sides = votes_without(rows.codes("user"), day, having(rows, DONE), gone)
        changes = tuple(change(*side.split(middle)) for side in (sides if bursts else sides[:1]))
    calm = Calm(counts(rows.where(~gone), found.snapshot.people, filters), changes[-1]) if bursts else None
    return changes[0], calm
