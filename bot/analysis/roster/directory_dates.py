"""Whether the directory's list is known to be as of the time that it bears."""

from datetime import datetime

from bot.reports.covered_spans import PULLED
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot


def is_dated(snapshot: Snapshot, seen: datetime) -> bool:
    """Whether the roster is known to be as of `seen`.

    The ledger keeps no mark for it, and needs none: a file with a date is as of that date, one without is as of the
    very moment of its load, which nothing else but a pull is.
    """
    files = (load for load in snapshot.receipts if load.report is ReportKind.ROSTER and load.path != PULLED)
    return not any(load.last == load.loaded_at == seen for load in files)
