"""The rows behind an answer as a file: what it takes beside Polars, which guards no cell against being run."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from bot.render.formats.csv_rows import write_frame
from tests.benchmarks import processes
from tests.benchmarks.conftest import Tenant
from tests.benchmarks.results_table import Board, in_turn

_ROWS, _PEOPLE = 3_000_000, 200_000
_WHOLE = """
from io import BytesIO
from bot.render.formats.csv_rows import write_frame
from tests.benchmarks.test_export import export_rows
write_frame(export_rows(), BytesIO())
"""


def export_rows() -> pd.DataFrame:
    """As many attempts as the largest tenant has, with the columns of an export."""
    drawn = np.random.default_rng(1)

    def words(*found: str) -> "pd.Categorical[str]":
        return pd.Categorical.from_codes(drawn.integers(0, len(found), _ROWS), categories=pd.Index(found))

    details = [f"A detail of a report that is number {number}" for number in range(60)]
    return pd.DataFrame(
        {
            "user": words(*(f"person{number}@contoso.com" for number in range(_PEOPLE))),
            "role": words("User", "Admin"),
            "at": pd.Series(pd.to_datetime(drawn.integers(1_480_000_000, 1_490_000_000, _ROWS), unit="s", utc=True)),
            "methods": words("Mobile Phone", "Email", "Mobile App Code"),
            "result": words("Succeeded", "Failed", "Blocked", "Cancelled"),
            "detail": words(*details),
            "cause": words(*(f"cause-{number}" for number in range(20))),
            "failed_at": words("", "SMS"),
        }
    )


def test_a_csv_of_three_million_rows(board: Board) -> None:
    frame = export_rows()
    table = pl.from_pandas(frame)
    both = in_turn(lambda: table.write_csv(BytesIO()), lambda: write_frame(frame, BytesIO()), 3)
    board.timed("CSV of 3,000,000 rows", "Polars, cells as they are", both, 2.5)
    board.size("... memory, with the rows and all of the file", processes.python_peak_mb("-c", _WHOLE), "MB", 1_200)


@pytest.mark.slow
def test_the_memory_of_an_export(board: Board, large: Tenant, tmp_path: Path) -> None:
    most = processes.peak_mb(large.url, "export", "trend", "35d", "-o", str(tmp_path / "rows.csv"))
    board.size(f"memory of sspr export, {large.rows:,} rows as CSV", most, "MB", 1_200)
