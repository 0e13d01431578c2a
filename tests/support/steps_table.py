"""Draws a frame of steps as a table."""

import pandas as pd

from bot.reports.folding.steps import ACTIVITIES
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import ReportKind


def steps(table: str) -> pd.DataFrame:
    """Lines of `at | user | correlation | activity | status | reason`, and an event id where the source has them.

    A time alone is one of 20 November 2026.
    """
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.strip()]
    times = [at if "T" in at else f"2026-11-20T{at}" for at, *_ in rows]
    frame = pd.DataFrame(
        {
            "at": pd.DatetimeIndex(pd.to_datetime(times, format="ISO8601", utc=True)).as_unit("us"),
            "user": pd.Categorical([f"{row[1]}@contoso.com" for row in rows]),
            "correlation": pd.Categorical([row[2] for row in rows]),
            "activity": pd.Categorical([row[3] for row in rows], dtype=ACTIVITIES),
            "reason": pd.Categorical([row[5] for row in rows]),
            "success": [row[4] == "ok" for row in rows],
        }
    )
    if rows and len(rows[0]) > 6:
        frame["event_id"] = pd.Series([row[6] or None for row in rows], dtype=object)
    return frame


def audit_report(table: str | pd.DataFrame, *, skipped: int = 0) -> ReadReport:
    """An audit log of drawn steps, as a reader hands it over."""
    frame = steps(table) if isinstance(table, str) else table
    frame = frame.assign(line=range(2, len(frame) + 2))
    return ReadReport(ReportKind.AUDIT, "audit log, drawn", frame, len(frame) + skipped, (), skipped, ())
