"""Exports from the command line; today's audit log as the two classic reports, and back again."""

import csv
from functools import partial
from io import BytesIO
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

import pandas as pd
import pytest

from bot.knowledge.catalogue import load
from bot.render.formats.csv_rows import write_frame
from bot.sources.folder import write_whole
from bot.storage.database import open_database
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.tenant import Tenant
from tests.support import command
from tests.support.audit_writers import Attempt, portal_csv, steps_of
from tests.support.command import Done
from tests.support.sample_week import MONDAY, NOW, attempts, registrations

HOSTILE = Attempt("=1+1@contoso.com", MONDAY, "Succeeded", "succeeded", "", ("sms",))
SPAN = "2026-11-01..2026-11-30"


def sspr(database: Path, *words: str) -> Done:
    return command.sspr(*words, settings={"SSPR_DATABASE_URL": f"sqlite:///{database}"})


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export")
    log = place / "AuditLogs.csv"
    log.write_bytes(portal_csv(steps_of([*attempts(), HOSTILE], registrations())))
    done = sspr(place / "sspr.db", "load", str(log))
    assert done.returncode == 0, done.stderr
    return place / "sspr.db"


def rows(database: Path) -> tuple[int, int]:
    engine = open_database(f"sqlite:///{database}")
    snapshot = SnapshotReader(Tenant(engine, "default"), load()).snapshot(NOW)
    engine.dispose()
    return len(snapshot.attempts), len(snapshot.registrations)


@pytest.mark.parametrize(("question", "kept"), [("trend", 0), ("attempts", 0), ("registrations", 1)])
def test_the_classic_report_of_todays_log_adds_nothing_when_it_is_loaded_again(
    question: str, kept: int, database: Path, tmp_path: Path
) -> None:
    file, before = tmp_path / "classic.csv", rows(database)
    done = sspr(database, "export", question, SPAN, "--classic", "-o", str(file), "--now", NOW.isoformat())
    assert (done.returncode, done.stdout) == (0, f"{file}: {before[kept]:,} rows\n")
    assert sspr(database, "load", str(file)).returncode == 0
    assert rows(database) == before


def test_the_classic_report_makes_the_same_attempts_elsewhere(database: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "classic.csv", tmp_path / "other.db"
    sspr(database, "export", "trend", SPAN, "--classic", "-o", str(file), "--now", NOW.isoformat())
    assert sspr(other, "load", str(file)).returncode == 0
    told = []
    for one in (database, other):
        engine = open_database(f"sqlite:///{one}")
        frame = SnapshotReader(Tenant(engine, "default"), load()).snapshot(NOW).attempts.pandas
        told.append(frame[["at", "user", "methods", "result", "detail", "cause"]].astype(object))
        engine.dispose()
    pd.testing.assert_frame_equal(told[0], told[1])


def test_parquet_is_chosen_by_the_name(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    assert sspr(database, "export", "failures", SPAN, "-o", str(file), "--now", NOW.isoformat()).returncode == 0
    frame = pd.read_parquet(BytesIO(file.read_bytes()))
    assert set(frame["result"]) == {"Failed", "Blocked", "Contacted admin"}


def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    sspr(database, "export", "trend", SPAN, "-o", str(file), "--now", NOW.isoformat())
    with file.open(encoding="utf-8-sig", newline="") as lines:
        users = {row["user"] for row in csv.DictReader(lines)}
    assert "'=1+1@contoso.com" in users


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rollout", "--classic"), "classic"),
        (("help",), "no rows behind"),
        (("failures", "7dd"), "7dd"),
    ],
)
def test_what_cannot_be_exported_is_a_sentence_and_no_file(
    words: tuple[str, ...], said: str, database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    done = sspr(database, "export", *words, "-o", str(file))
    assert done.returncode == 1
    assert said in done.stderr
    assert not file.exists()


def test_a_place_that_cannot_be_written_is_a_sentence(database: Path, tmp_path: Path) -> None:
    done = sspr(database, "export", "trend", SPAN, "-o", str(tmp_path / "nowhere" / "rows.csv"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_a_disk_that_fills_up_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file, (soft, hard) = tmp_path / "rows.csv", getrlimit(RLIMIT_FSIZE)
    file.write_text("as before")
    setrlimit(RLIMIT_FSIZE, (100_000, hard))  # of a whole disk a file hears the same way
    try:
        with pytest.raises(OSError, match="File too large") as told:
            write_whole(file, partial(write_frame, pd.DataFrame({"user": ["dana@contoso.com"] * 10_000})))
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))
    assert told.value.strerror == "File too large"  # what `sspr export` prints
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("rows.csv", "as before")]
