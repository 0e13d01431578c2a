"""A load that is killed at any moment leaves the database as before or as after."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load as load_catalogue
from bot.storage.database import open_database
from bot.storage.snapshots.current import CurrentSnapshots, file_of
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.tenant import Tenant
from tests.properties.test_carried_snapshots import assert_same
from tests.support.audit_writers import Attempt, portal_csv, steps_of

ROWS, ATTEMPTS = 20_000, 3_000  # of a classic report; of an audit log, where each has some seven steps
_HEADER = "User,Role,Date and Time,Method(s) Used,Result,Details\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports") / "big.csv"
    start = datetime(2017, 2, 1, tzinfo=UTC)
    with path.open("w") as file:
        file.write(_HEADER)
        for number in range(ROWS):
            at = (start + timedelta(seconds=30 * number)).isoformat()
            file.write(
                f"user{number % 5000}@contoso.com,User,{at},Mobile Phone,Succeeded,User successfully reset password\n"
            )
    return path


@pytest.fixture(scope="module")
def audit_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("logs") / "AuditLogs.csv"
    start, detail = datetime(2026, 11, 1, tzinfo=UTC), "User successfully reset password"
    attempts = [
        Attempt(f"user{n}@contoso.com", start + timedelta(minutes=n), "Succeeded", "succeeded", detail, ("sms",))
        for n in range(ATTEMPTS)
    ]
    path.write_bytes(portal_csv(steps_of(attempts)))
    return path


def load(report: Path, database: Path) -> subprocess.Popen[bytes]:
    environ = os.environ | {"SSPR_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "bot", "load", str(report)]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)


def counts(database: Path) -> tuple[int, int]:
    """Rows and receipts in the database; a process that uses the kept snapshot file knows the same."""
    engine, now = open_database(f"sqlite:///{database}"), datetime.now(UTC)
    reader = SnapshotReader(Tenant(engine, "default"), load_catalogue())
    snapshot = reader.snapshot(now)
    assert_same(CurrentSnapshots(reader, lambda: now).current(), snapshot, "snapshot")
    engine.dispose()
    return len(snapshot.attempts), len(snapshot.receipts)


def has_kept(database: Path) -> bool:
    """Whether a snapshot file that can be relied on lies beside the database."""
    engine = open_database(f"sqlite:///{database}")
    reader = SnapshotReader(Tenant(engine, "default"), load_catalogue())
    file = file_of(reader.tenant)
    kept = file is not None and file.load(reader.identity) is not None
    engine.dispose()
    return kept


def kill_load(report: Path, database: Path, written: int) -> None:
    """Load, and kill that when so many bytes are written."""
    process = load(report, database)
    journal = Path(f"{database}-wal")
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if journal.exists() and journal.stat().st_size >= written:
            process.send_signal(signal.SIGKILL)
            break
    process.wait(timeout=60)


@pytest.mark.parametrize(
    ("name", "attempts", "written"),
    [("report", ROWS, 1), ("report", ROWS, 200_000), ("report", ROWS, 1_000_000), ("audit_log", ATTEMPTS, 1_000_000)],
)
def test_killed_when_so_many_bytes_are_written(
    request: pytest.FixtureRequest, tmp_path: Path, name: str, attempts: int, written: int
) -> None:
    report, database = request.getfixturevalue(name), tmp_path / "sspr.db"
    open_database(f"sqlite:///{database}").dispose()
    kill_load(report, database, written)
    assert counts(database) in {(0, 0), (attempts, 1)}
    assert load(report, database).wait(timeout=60) == 0
    assert counts(database)[0] == attempts


@pytest.mark.parametrize("written", [1, 200_000, 1_000_000])
def test_killed_beside_a_snapshot_file_that_an_earlier_load_has_kept(
    report: Path, audit_log: Path, tmp_path: Path, written: int
) -> None:
    database = tmp_path / "sspr.db"
    assert load(report, database).wait(timeout=60) == 0
    assert has_kept(database)
    kill_load(audit_log, database, written)
    assert has_kept(database)
    assert counts(database) in {(ROWS, 1), (ROWS + ATTEMPTS, 2)}
    assert load(audit_log, database).wait(timeout=60) == 0
    assert counts(database)[0] == ROWS + ATTEMPTS
