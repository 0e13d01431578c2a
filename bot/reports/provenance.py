"""Where the rows of a report came from: the classic report, the audit log, or both for the same time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.reports.instants import from_micros, to_micros
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
    each: npt.NDArray[np.integer[Any]] | None = None,
) -> tuple[SourceRows, ...]:
    """The sources of rows that are sorted by time; `users` are numbers, `at` microseconds since 1970.

    `each` is how many rows each user has, where that is known already.
    """
    each = np.bincount(users) if each is None else each
    audit = np.flatnonzero(from_audit)
    of_audit = np.bincount(users[audit], minlength=len(each))
    found = (
        (report, len(at) - len(audit), int(np.count_nonzero(each > of_audit)), ~from_audit),
        (ReportKind.AUDIT, len(audit), int(np.count_nonzero(of_audit)), from_audit),
    )
    doubled = _doubled(at, from_audit) if 0 < len(audit) < len(at) else None
    return tuple(
        SourceRows(report, source, rows, people, *_ends(at, mine), doubled)
        for source, rows, people, mine in found
        if rows
    )


def _ends(at: npt.NDArray[np.int64], mine: npt.NDArray[np.bool_]) -> Span:
    """The times of the first and the last of some rows."""
    return from_micros(at[np.argmax(mine)]), from_micros(at[len(at) - 1 - np.argmax(mine[::-1])])


def _doubled(at: npt.NDArray[np.int64], from_audit: npt.NDArray[np.bool_]) -> Span | None:
    """The span in which both sources have rows."""
    classic, audit = _ends(at, ~from_audit), _ends(at, from_audit)
    start, end = max(classic[0], audit[0]), min(classic[1], audit[1])
    if start > end:
        return None
    inside = from_audit[slice(*np.searchsorted(at, [to_micros(start), to_micros(end) + 1]))]
    return (start, end) if inside.any() and not inside.all() else None
