"""Where the rows of a report came from: the classic report, the audit log, or both for the same time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class SourceRows:
    """What one source has brought of a report's rows."""

    report: ReportKind  # whose rows: reset activity or registration activity
    source: ReportKind  # the report itself, or the audit log that the rows are folded from
    rows: int
    people: int
    first: datetime
    last: datetime
    doubled: Span | None = None  # where the other source has rows as well: the same act may be there twice


def source_rows(
    report: ReportKind,
    at: npt.NDArray[np.int64],
    users: npt.NDArray[np.integer[Any]],
    from_audit: npt.NDArray[np.bool_],
) -> tuple[SourceRows, ...]:
    """The sources of rows that are sorted by time; `users` are numbers, `at` microseconds since 1970."""
    doubled = _doubled(at, from_audit)
    return tuple(
        SourceRows(
            report,
            source,
            rows=len(places),
            people=int(np.count_nonzero(np.bincount(users[places]))),
            first=from_micros(at[places[0]]),
            last=from_micros(at[places[-1]]),
            doubled=doubled,
        )
        for source, places in _sources(report, from_audit)
        if len(places)
    )


def _sources(
    report: ReportKind, from_audit: npt.NDArray[np.bool_]
) -> Iterator[tuple[ReportKind, npt.NDArray[np.integer[Any]]]]:
    yield report, np.flatnonzero(~from_audit)
    yield ReportKind.AUDIT, np.flatnonzero(from_audit)


def _doubled(at: npt.NDArray[np.int64], from_audit: npt.NDArray[np.bool_]) -> Span | None:
    """The span in which both sources have rows."""
    classic, audit = at[~from_audit], at[from_audit]
    if not (len(classic) and len(audit)):
        return None
    start, end = max(classic[0], audit[0]), min(classic[-1], audit[-1])
    both = start <= end and all(np.any((times >= start) & (times <= end)) for times in (classic, audit))
    return (from_micros(start), from_micros(end)) if both else None
