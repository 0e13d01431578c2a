"""Draws a frame of steps as a table."""

import pandas as pd

from bot.reports.steps import ACTIVITIES


def steps(table: str) -> pd.DataFrame:
    """Lines of `at | user | correlation | activity | status | reason`; a time alone is one of 20 November 2026."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    times = [at if "T" in at else f"2026-11-20T{at}" for at, *_ in rows]
    return pd.DataFrame(
        {
            "at": pd.DatetimeIndex(pd.to_datetime(times, format="ISO8601", utc=True)).as_unit("us"),
            "user": pd.Categorical([f"{row[1]}@contoso.com" for row in rows]),
            "correlation": pd.Categorical([row[2] for row in rows]),
            "activity": pd.Categorical([row[3] for row in rows], dtype=ACTIVITIES),
            "reason": pd.Categorical([row[5] for row in rows]),
            "success": [row[4] == "ok" for row in rows],
        }
    )
