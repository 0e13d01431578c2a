"""Loads that are killed at any moment: the database is as before or as after, and the next load is exact."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

ROWS = 20_000
_HEADER = "User,Role,Date and Time,Method(s) Used,Result,Details\n"


def write_report(path: Path, rows: int = ROWS) -> Path:
    """A report of so many different attempts."""
    lines = (
        f"u{n}@contoso.com,User,2026-{n % 11 + 1:02}-{n % 27 + 1:02}T{n % 24:02}:{n % 60:02}:{n // 400:02}Z,Email,"
        "Failed,User does not have a license.\n"
        for n in range(rows)
    )
    path.write_text(_HEADER + "".join(lines))
    return path


def kill_loads(folder: Path, count: int, seed: int = 1) -> dict[str, int]:
    """Kill so many loads at drawn moments; how many left the database as before, and as after.

    Raises AssertionError where one left anything else, or where a load after it is not exact.
    """
    draw, report = random.Random(seed), write_report(folder / "report.csv")
    begun = time.perf_counter()
    _load(report, folder / "whole.db").wait()
    whole = time.perf_counter() - begun
    found = {"before": 0, "after": 0}
    for number in range(count):
        database = folder / f"{number}.db"
        process = _load(report, database)
        try:
            process.wait(draw.uniform(0, whole * 1.1))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        rows = _rows(database)
        assert rows in (0, ROWS), f"load {number}: {rows} rows"
        found["after" if rows else "before"] += 1
        assert _load(report, database).wait() == 0
        assert _rows(database) == ROWS, f"after load {number}"
        for file in folder.glob(f"{number}.*"):
            file.unlink()
    return found


def _load(report: Path, database: Path) -> subprocess.Popen[bytes]:
    environ = os.environ | {"SSPR_DATABASE_URL": f"sqlite:///{database}"}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "load", str(report)],
        env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _rows(database: Path) -> int:
    """Attempts in a database that is whole; 0 where there is none yet."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'attempts'").fetchone():
            return 0
        count: int = connection.execute("SELECT count(*) FROM attempts").fetchone()[0]
        return count
