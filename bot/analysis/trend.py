"""Day by day: attempts and what became of them, and how long people take to get through."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import numpy as np

from bot.analysis.answers import UNFILTERED, Counts, Filters, TrendPoint
from bot.analysis.cases.cases import NONE, cases
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Ints
from bot.analysis.frames.counting import counts
from bot.analysis.frames.daily_points import days_within, points
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.frames.selection import DONE, Selection, filtered, having, within
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

_FEW = 8  # a window of less than an eighth of all rows is put in order by itself


@dataclass(frozen=True, slots=True)
class TrendAnswer:
    """Day by day, with the direction said."""

    window: Window
    points: tuple[TrendPoint, ...]
    counts: Counts
    tries_per_success: float | None  # attempts by people who succeeded, up to and including it
    median_time_to_success: timedelta | None  # from a person's first failure to their next success
    at_newest: "TrendAnswer | None"
    coverage: Coverage


def trend(
    snapshot: Snapshot, window: Window, *, filters: Filters = UNFILTERED, now: datetime, zone: tzinfo
) -> TrendAnswer:
    """The days of a window, from the first to the last that the data covers."""
    rows = filtered(within(snapshot.attempts, window), filters, snapshot.people)
    shifted = at_newest(snapshot.attempts, window)
    return TrendAnswer(
        window=window,
        points=points(rows, days_within(snapshot, window, zone), zone),
        counts=counts(rows, snapshot.people, filters),
        tries_per_success=_tries_per_success(rows, len(snapshot.people.keys)),
        median_time_to_success=_median_time(snapshot, rows),
        at_newest=trend(snapshot, shifted, filters=filters, now=now, zone=zone) if shifted else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
    )


def _tries_per_success(rows: Selection, people: int) -> float | None:
    """Attempts by people who succeeded, up to their last success, for each success; None when nobody succeeded."""
    users, success = rows.codes("user"), np.flatnonzero(having(rows, DONE))
    if not len(success):
        return None
    newest = np.full(people, NONE, dtype=np.int32)
    newest[users[success]] = success  # in time order, so the last one stays
    return int(np.count_nonzero(np.arange(len(users), dtype=np.int32) <= newest[users])) / len(success)


def _median_time(snapshot: Snapshot, rows: Selection) -> timedelta | None:
    """From a person's first failure to their next success, both in the window; the middle one of all such times."""
    table = cases(snapshot, _by_person(snapshot, rows))
    table = table.where(table.closed != NONE)
    if not len(table):
        return None
    starts = np.flatnonzero(np.diff(table.closed, prepend=NONE))  # cases of one spell stand side by side
    at = arrays.times(snapshot.attempts)
    waited = at[table.closed[starts]] - at[np.minimum.reduceat(table.first, starts)]
    return timedelta(microseconds=int(np.median(waited)))


def _by_person(snapshot: Snapshot, rows: Selection) -> Ints:
    """The rows person by person."""
    if len(rows) * _FEW < len(snapshot.attempts):
        numbers = rows.numbers()
        return numbers[np.argsort(rows.codes("user"), kind="stable")]
    chosen = np.zeros(len(snapshot.attempts), dtype=np.bool_)
    chosen[rows.rows] = True
    order = snapshot.attempts_of.order
    return order[chosen[order]]
