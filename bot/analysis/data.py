"""What is loaded, how fresh it is, and what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bot.analysis.frames import arrays
from bot.reports.coverage import Coverage, coverage, gaps, is_future, open_warnings, sources_of
from bot.reports.receipt import Receipt, ReportKind, not_read
from bot.reports.snapshot import Snapshot

_UNKNOWN: Final = "?"  # what the key of a detail that no document lists begins with


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """One kind of report: what of it is loaded."""

    report: str
    rows: int
    people: int
    first: datetime | None
    last: datetime | None
    age: timedelta | None
    gaps: tuple[tuple[datetime, datetime], ...]  # spans that no load covers
    known: timedelta | None = None  # how long ago its knowledge ends: at the newest row, or where a pull has looked to


@dataclass(frozen=True, slots=True)
class DataAnswer:
    """What is loaded, how fresh it is, and what is missing."""

    sources: tuple[SourceSpan, ...]
    receipts: tuple[Receipt, ...]  # newest first
    not_read: tuple[Receipt, ...]  # files, and parts of files, that were passed over and not loaded since
    unknown_details: tuple[tuple[str, int], ...]
    coverage: Coverage
    failed: tuple[str, ...] = ()  # what of the sources did not succeed the last time, a sentence each


def data(snapshot: Snapshot, *, now: datetime, failed: Sequence[str] = ()) -> DataAnswer:
    """The account of everything loaded."""
    read = tuple(one for one in snapshot.receipts if one.report is not ReportKind.UNREAD)
    return DataAnswer(
        sources=(
            *_report(snapshot, ReportKind.RESET, now),
            *_report(snapshot, ReportKind.REGISTRATION, now),
            *([_roster(snapshot, now)] if len(snapshot.roster) else []),
        ),
        receipts=open_warnings(read, snapshot.pulls),
        not_read=not_read(snapshot.receipts),
        unknown_details=_unknown_details(snapshot),
        coverage=coverage(snapshot, ReportKind.RESET, None, now),
        failed=tuple(failed),
    )


def _report(snapshot: Snapshot, report: ReportKind, now: datetime) -> Iterator[SourceSpan]:
    """What each source has brought of a report's rows; a line of its own for the audit log."""
    brought, ends = sources_of(snapshot, report), coverage(snapshot, report, None, now).last
    if not brought:
        yield SourceSpan(str(report), 0, 0, None, None, None, ())
    for one in brought:
        name = str(report) if one.source is report else f"{report}, from the {one.source}"
        loads = [load for load in snapshot.receipts if load.report is one.source]
        pulls = [pulled for pulled in snapshot.pulls if pulled.report is one.source]
        known = now - max([min(one.last, ends or one.last), *(pulled.end for pulled in pulls)])
        age = None if is_future(one.last, now) else now - one.last
        yield SourceSpan(name, one.rows, one.people, one.first, one.last, age, gaps(loads, pulls), known)


def _roster(snapshot: Snapshot, now: datetime) -> SourceSpan:
    covered = coverage(snapshot, ReportKind.ROSTER, None, now)
    rows = len(snapshot.roster)
    return SourceSpan(
        str(ReportKind.ROSTER), covered.rows, rows, covered.first, covered.last, covered.age, (), covered.age
    )


def _unknown_details(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """The sentences that no document lists, most frequent first."""
    keys = arrays.words(snapshot.attempts, "detail")
    sizes = np.bincount(arrays.codes(snapshot.attempts, "detail"), minlength=len(keys)).tolist()
    unknown = [(key[1:], size) for key, size in zip(keys, sizes, strict=True) if size and key.startswith(_UNKNOWN)]
    return tuple(sorted(unknown, key=lambda one: (-one[1], one[0])))
