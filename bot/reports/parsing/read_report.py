"""What every reader hands over, whatever the dialect."""

from dataclasses import dataclass

import pandas as pd

from bot.reports.receipt import Rejected, ReportKind


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One report, read but not yet loaded. `frame` has the READ_* columns of `columns.py` for its kind."""

    kind: ReportKind
    recognised: str  # a phrase for the receipt: which report, which dialect, how times were taken
    frame: pd.DataFrame
    rows: int  # data rows seen, good and bad
    rejected: tuple[Rejected, ...]
    skipped: int
    warnings: tuple[str, ...]
