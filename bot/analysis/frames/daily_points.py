"""Days as points of a line: attempts and what became of them."""

from dataclasses import replace
from datetime import timedelta, tzinfo

import numpy as np

from bot.analysis.answers import TrendPoint
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.selection import FAILED, Selection, having
from bot.knowledge.vocabulary import FAILURES, UNFINISHED, Result
from bot.reports.coverage import pulls_of, receipts_of
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


def days_within(snapshot: Snapshot, window: Window, zone: tzinfo) -> range:
    """The local days that a window and the loaded data have in common, as days since 1970."""
    times = arrays.times(snapshot.attempts)
    if not len(times):
        return range(0)
    first = max(window.start, from_micros(times[0]))
    last = min(window.end - timedelta(microseconds=1), from_micros(times[-1]))
    return range(local_time.day_of(first, zone), local_time.day_of(last, zone) + 1) if first <= last else range(0)


def uncovered(snapshot: Snapshot, days: range, zone: tzinfo) -> frozenset[int]:
    """Those of the days that lie whole between two loads or pulls: nothing is known of them, which is not nothing."""
    loads = [(one.first, one.last) for one in receipts_of(snapshot, ReportKind.RESET) if one.first and one.last]
    spans = sorted([*loads, *((one.start, one.end) for one in pulls_of(snapshot, ReportKind.RESET))])
    found: set[int] = set()
    reached = spans[0][1] if spans else None
    for start, end in spans:
        if reached and start > reached:
            found.update(range(local_time.day_of(reached, zone) + 1, local_time.day_of(start, zone)))
        reached = max(reached, end) if reached else end
    return frozenset(found.intersection(days))


def points(rows: Selection, days: range, zone: tzinfo, unknown: frozenset[int] = frozenset()) -> tuple[TrendPoint, ...]:
    """One point a day, the empty ones too; every row lies on one of the days. An unknown day with rows is known."""
    day = local_time.days(rows.times(), zone) - days.start
    results, causes = rows.words("result"), rows.words("cause")
    by_result = _crossed(day, rows.codes("result"), len(days), len(results))
    failing = having(rows, FAILED)
    by_cause = _crossed(day[failing], rows.codes("cause")[failing], len(days), len(causes))
    people = arrays.distinct_by(day, len(days), rows.codes("user"), len(rows.words("user"))) if len(days) else []
    made = (
        _point(number, dict(zip(results, of_result, strict=True)), dict(zip(causes, of_cause, strict=True)), unknown)
        for number, of_result, of_cause in zip(days, by_result, by_cause, strict=True)
    )
    return tuple(replace(point, people=count) for point, count in zip(made, people, strict=True))


def _crossed(day: arrays.Ints, codes: arrays.Ints, days: int, words: int) -> list[list[int]]:
    """Rows by day and code."""
    sizes = np.bincount(day * words + codes, minlength=days * words)
    found: list[list[int]] = sizes.reshape(days, words).tolist()
    return found


def _point(day: int, by_result: dict[str, int], by_cause: dict[str, int], unknown: frozenset[int]) -> TrendPoint:
    return TrendPoint(
        day=local_time.iso(day),
        attempts=sum(by_result.values()),
        succeeded=by_result.get(Result.SUCCEEDED, 0),
        failures=sum(by_result.get(result, 0) for result in FAILURES),
        unfinished=sum(by_result.get(result, 0) for result in UNFINISHED),
        by_cause=tuple(sorted(((k, n) for k, n in by_cause.items() if n), key=lambda one: (-one[1], one[0]))),
        covered=day not in unknown or any(by_result.values()),
    )
