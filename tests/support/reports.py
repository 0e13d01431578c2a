"""Reports as readers hand them over, drawn as tables."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from bot.reports.columns import TIME
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import Rejected, ReportKind

_KINDS: dict[ReportKind, tuple[str, ...]] = {
    ReportKind.RESET: ("user", "role", "at", "methods", "result", "detail"),
    ReportKind.REGISTRATION: ("user", "role", "at", "datum"),
}


def rows_of(table: str) -> list[dict[str, str]]:
    """A drawn table, one dict a row: the first line names the columns, `|` parts them."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def drawn_report(
    table: str,
    kind: ReportKind = ReportKind.RESET,
    *,
    rejected: Sequence[Rejected] = (),
) -> ReadReport:
    """The report that a drawn table means; columns that it does not name are empty."""
    rows = rows_of(table)
    frame = pd.DataFrame(
        {name: pd.Categorical([row.get(name, "") for row in rows]) for name in _KINDS[kind] if name != "at"}
    )
    frame.insert(2, "at", pd.Series([datetime.fromisoformat(row["at"]) for row in rows]).astype(TIME))
    if rows and "event_id" in rows[0]:
        frame["event_id"] = pd.Series([row["event_id"] or None for row in rows], dtype=object)
    frame["line"] = range(2, len(rows) + 2)
    return ReadReport(
        kind=kind,
        recognised=f"{kind} report, drawn",
        frame=frame,
        rows=len(rows) + len(rejected),
        rejected=tuple(rejected),
        skipped=0,
        warnings=(),
    )
