"""What is loaded, how fresh it is, and what is missing."""

from datetime import datetime
from typing import Final

import numpy as np

from bot.analysis import arrays
from bot.analysis.answers import DataAnswer, SourceSpan
from bot.reports.coverage import coverage, gaps, receipts_of
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot

_UNKNOWN: Final = "?"  # what the key of a detail that no document lists begins with


def data(snapshot: Snapshot, *, now: datetime) -> DataAnswer:
    """The account of everything loaded."""
    return DataAnswer(
        sources=tuple(_span(snapshot, report, now) for report in _loaded(snapshot)),
        receipts=snapshot.receipts,
        unknown_details=_unknown_details(snapshot),
        coverage=coverage(snapshot, ReportKind.RESET, None, now),
    )


def _loaded(snapshot: Snapshot) -> list[ReportKind]:
    """The two reports, and the roster where there is one."""
    return [ReportKind.RESET, ReportKind.REGISTRATION, *([ReportKind.ROSTER] if len(snapshot.roster) else [])]


def _span(snapshot: Snapshot, report: ReportKind, now: datetime) -> SourceSpan:
    covered = coverage(snapshot, report, None, now)
    people = {
        ReportKind.RESET: int(np.count_nonzero(np.diff(snapshot.attempts_of.starts))),
        ReportKind.REGISTRATION: int(np.count_nonzero(np.diff(snapshot.registrations_of.starts))),
    }.get(report, len(snapshot.roster))
    missing = () if report is ReportKind.ROSTER else gaps(receipts_of(snapshot, report))
    return SourceSpan(str(report), covered.rows, people, covered.first, covered.last, covered.age, missing)


def _unknown_details(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """The sentences that no document lists, most frequent first."""
    keys = arrays.words(snapshot.attempts, "detail")
    sizes = np.bincount(arrays.codes(snapshot.attempts, "detail"), minlength=len(keys)).tolist()
    unknown = [(key[1:], size) for key, size in zip(keys, sizes, strict=True) if size and key.startswith(_UNKNOWN)]
    return tuple(sorted(unknown, key=lambda one: (-one[1], one[0])))
