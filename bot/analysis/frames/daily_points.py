"""Days as points of a line: attempts and what became of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final

import numpy as np

from bot.analysis.answers import TrendPoint
from bot.analysis.cases.cases import by_person
from bot.analysis.frames import arrays, hourly, local_time
from bot.analysis.frames.arrays import Ints
from bot.analysis.frames.selection import FAILED, Selection, having
from bot.analysis.people.strangers import strangers, without
from bot.knowledge.vocabulary import FAILURES, UNFINISHED, Result
from bot.reports.coverage import QUIET, pulls_of, receipts_of
from bot.reports.frames.frame import Frame
from bot.reports.instants import EPOCH, from_micros, to_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import RowsBefore, Snapshot
from bot.reports.window import Window

_HALF: Final = timedelta(hours=12)  # of a day between two loads: a night is no hole, and hardly ever longer
_FAR: Final = timedelta(days=2)
_Known = dict[tuple[int, int], tuple[int, int]]  # people and failing people between two rows
_Sizes = tuple[Ints, Ints, Ints, Ints]  # by day: attempts by result, failures by cause, people, failing people


def days_within(snapshot: Snapshot, window: Window, zone: tzinfo, report: ReportKind = ReportKind.RESET) -> range:
    """The local days that a window and the loaded rows of a report have in common, as days since 1970."""
    times = arrays.times(_frame(snapshot, report))
    if not len(times):
        return range(0)
    first = max(window.start, from_micros(times[0]))
    last = min(window.end - timedelta(microseconds=1), from_micros(times[-1]))
    return range(local_time.day_of(first, zone), local_time.day_of(last, zone) + 1) if first <= last else range(0)


def _frame(snapshot: Snapshot, report: ReportKind) -> Frame:
    return snapshot.registrations if report is ReportKind.REGISTRATION else snapshot.attempts


def uncovered(snapshot: Snapshot, days: range, zone: tzinfo, report: ReportKind = ReportKind.RESET) -> frozenset[int]:
    """Those of the days that lie whole between two loads or pulls: nothing is known of them, which is not nothing."""
    found: set[int] = set()
    for start, end in _holes(snapshot, report):
        found.update(range(local_time.day_of(start, zone) + 1, local_time.day_of(end, zone)))
    return frozenset(found.intersection(days))


def partly(snapshot: Snapshot, window: Window, zone: tzinfo, report: ReportKind = ReportKind.RESET) -> frozenset[int]:
    """The days of a window of which a good part is not known.

    That is more than a night at an end of the data or of the window, or half a day between two loads.
    """
    times, days = arrays.times(_frame(snapshot, report)), days_within(snapshot, window, zone, report)
    if not days:
        return frozenset()
    until = max([from_micros(times[-1]), *(one.end for one in pulls_of(snapshot, report))])
    begins, ends = max(from_micros(times[0]), window.start), min(until, window.end)
    holes = [*((*hole, _HALF) for hole in _holes(snapshot, report)), (EPOCH, begins, QUIET), (ends, ends + _FAR, QUIET)]
    return frozenset(
        day
        for start, end, most in holes
        for day in {local_time.day_of(edge, zone) for edge in (start, end)}
        if day in days and _shared(local_time.starts(day, zone), local_time.starts(day + 1, zone), start, end) > most
    )


def without_data(
    snapshot: Snapshot, window: Window, zone: tzinfo, counted: Mapping[str, int], report: ReportKind = ReportKind.RESET
) -> tuple[str, ...]:
    """The ISO days of a window that lie whole between two loads; one with rows in `counted` is known all the same."""
    unknown = uncovered(snapshot, days_within(snapshot, window, zone, report), zone, report)
    return tuple(day for day in map(local_time.iso, sorted(unknown)) if not counted.get(day))


def in_part(snapshot: Snapshot, window: Window, zone: tzinfo, report: ReportKind = ReportKind.RESET) -> tuple[str, ...]:
    """The ISO days of a window that are covered only in part, or not over yet."""
    return tuple(map(local_time.iso, sorted(partly(snapshot, window, zone, report))))


def _holes(snapshot: Snapshot, report: ReportKind) -> list[tuple[datetime, datetime]]:
    """The spans between two loads or pulls, oldest first; a load tells only when its rows are."""
    loads = [(one.first, one.last) for one in receipts_of(snapshot, report) if one.first and one.last]
    spans = sorted([*loads, *((one.start, one.end) for one in pulls_of(snapshot, report))])
    found: list[tuple[datetime, datetime]] = []
    reached = spans[0][1] if spans else EPOCH
    for start, end in spans:
        if start > reached:
            found.append((reached, start))
        reached = max(reached, end)
    return found


def _shared(begin: datetime, finish: datetime, start: datetime, end: datetime) -> timedelta:
    return min(finish, end) - max(begin, start)


def points(snapshot: Snapshot, rows: Selection, window: Window, zone: tzinfo) -> tuple[TrendPoint, ...]:
    """One point for each day of a window that the data covers, the empty ones too; of its rows without strangers'.

    A day of which nothing is known but that has rows is known.
    """
    days = days_within(snapshot, window, zone)
    sizes = _sizes_of_all(snapshot, rows.rows, days, zone) if isinstance(rows.rows, slice) else None
    if sizes is None:
        sizes = _sizes(without(rows, strangers(snapshot))[0], days, zone)
    return _points(sizes, rows.frame, days, uncovered(snapshot, days, zone), partly(snapshot, window, zone))


def _sizes_of_all(snapshot: Snapshot, rows: slice, days: range, zone: tzinfo) -> _Sizes | None:
    """The same of all attempts from one to another: not each is looked at. None where that does not do."""
    frame, before, strange = snapshot.attempts, snapshot.rows_before, strangers(snapshot)
    at = arrays.times(frame)
    first = local_time.first_rows(at[rows], days, zone)
    if before is None or first is None or not len(days):
        return None
    bounds = first + rows.start
    whole = not rows.start or at[rows.start - 1] < to_micros(local_time.starts(days.start, zone))
    sizes = *hourly.between(snapshot, bounds), *_people(snapshot, before, bounds, 0 if whole else 1)
    if not strange.any():
        return sizes
    theirs = np.sort(by_person(snapshot, strange))
    theirs = theirs[slice(*np.searchsorted(theirs, [rows.start, rows.stop]))]
    by_result, by_cause, names, failing = _sizes(Selection(frame, theirs), days, zone)
    return sizes[0] - by_result, sizes[1] - by_cause, sizes[2] - names, sizes[3] - failing


def _people(snapshot: Snapshot, before: RowsBefore, bounds: Ints, first: int) -> tuple[Ints, Ints]:
    """The different people of the rows between each two bounds, and those of the failures.

    Those of whole days, the `first` of them and all others but the last, are carried on: no later row changes them.
    """
    known: _Known = snapshot.carried("people of days", _still_known)
    spans = list(pairwise(bounds.tolist()))
    sizes = [known.get(span) or _people_of(before, *span) for span in spans]
    known.update(zip(spans[first:-1], sizes[first:-1], strict=True))
    everyone, failing = np.array(sizes, dtype=np.int64).reshape(-1, 2).T
    return everyone, failing


def _still_known(last: _Known | None, rows: int) -> _Known:
    """Those of days that end within so many rows."""
    return {span: sizes for span, sizes in (last or {}).copy().items() if span[1] <= rows}


def _people_of(before: RowsBefore, start: int, stop: int) -> tuple[int, int]:
    failures = before.failed[before.window(start, stop)]
    return int(np.count_nonzero(before.every[start:stop] < start)), int(np.count_nonzero(failures < start))


def _sizes(rows: Selection, days: range, zone: tzinfo) -> _Sizes:
    """By day, rows by result, failures by cause, and people."""
    day = local_time.days(rows.times(), zone) - days.start
    failing, users = having(rows, FAILED), rows.codes("user")
    by_result = _crossed(day, rows.codes("result"), len(days), len(rows.words("result")))
    by_cause = _crossed(day[failing], rows.codes("cause")[failing], len(days), len(rows.words("cause")))
    everyone = int(users.max(initial=-1)) + 1
    people, failing_people = (
        np.array(arrays.distinct_by(some_days, len(days), some, everyone) if len(days) else [], dtype=np.int64)
        for some_days, some in ((day, users), (day[failing], users[failing]))
    )
    return by_result, by_cause, people, failing_people


def _points(
    sizes: _Sizes, frame: Frame, days: range, unknown: frozenset[int], part: frozenset[int]
) -> tuple[TrendPoint, ...]:
    results, causes = arrays.words(frame, "result"), arrays.words(frame, "cause")
    made = (
        _point(
            number,
            dict(zip(results, of_result, strict=True)),
            dict(zip(causes, of_cause, strict=True)),
            known=number not in unknown,
            whole=number not in part,
        )
        for number, of_result, of_cause in zip(days, sizes[0].tolist(), sizes[1].tolist(), strict=True)
    )
    people = zip(made, sizes[2].tolist(), sizes[3].tolist(), strict=True)
    return tuple(replace(point, people=everyone, failing_people=failing) for point, everyone, failing in people)


def _crossed(day: Ints, codes: Ints, days: int, words: int) -> Ints:
    """Rows by day and code."""
    sizes: Ints = np.bincount(day * words + codes, minlength=days * words).reshape(days, words)
    return sizes


def _point(day: int, by_result: dict[str, int], by_cause: dict[str, int], *, known: bool, whole: bool) -> TrendPoint:
    return TrendPoint(
        day=local_time.iso(day),
        attempts=sum(by_result.values()),
        succeeded=by_result.get(Result.SUCCEEDED, 0),
        failures=sum(by_result.get(result, 0) for result in FAILURES),
        unfinished=sum(by_result.get(result, 0) for result in UNFINISHED),
        by_cause=tuple(sorted(((k, n) for k, n in by_cause.items() if n), key=lambda one: (-one[1], one[0]))),
        covered=known or any(by_result.values()),
        whole=known and whole,
    )
