"""Backup and restore: what comes back answers the same, and nothing is half replaced."""

import json
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.app.services import Services, build_services
from bot.settings import Settings
from tests.support.command import Done, sspr
from tests.support.sqlite import sqlite_url

NO_LICENSE = "User does not have a license. You can add a license to the user to resolve this"
REPORT = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f"person{n}@contoso.com,User,2017-02-27T12:{n:02}:00Z,,Failed,{NO_LICENSE}\n" for n in range(30)
)
NOW = ("--now", "2017-02-28T12:00:00Z")
QUESTIONS = ("failures 7d by cause", "stuck", "status person3@contoso.com", "trend 7d", "data")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "reset.csv"
    path.write_text(REPORT)
    return path


def run(url: str, *words: str) -> Done:
    return sspr(*words, settings={"SSPR_DATABASE_URL": url})


def answers(url: str) -> list[str]:
    return [run(url, "ask", question, *NOW).stdout for question in QUESTIONS]


def filled(folder: Path, report: Path) -> str:
    folder.mkdir()
    url = sqlite_url(folder)
    assert run(url, "load", str(report)).returncode == 0
    return url


def test_what_comes_back_answers_the_same_and_its_access_log_is_whole(tmp_path: Path, report: Path) -> None:
    url = filled(tmp_path / "old", report)
    before = answers(url)
    done = run(url, "backup", str(tmp_path / "copy"))
    assert (done.returncode, done.stdout.split(",")[0]) == (0, f"{tmp_path / 'copy'}: 2 files"), done.stderr
    other = f"sqlite:///{tmp_path / 'new' / 'sspr.db'}"
    back = run(other, "restore", str(tmp_path / "copy"))
    assert back.returncode == 0, back.stderr
    assert "default: 30 attempts and 0 registrations; the access log is whole: 5 lines" in back.stdout
    assert answers(other) == before
    assert "The access log is whole" in run(other, "access-log", "--verify").stdout


def test_only_the_owner_may_read_a_backup(tmp_path: Path, report: Path) -> None:
    url = filled(tmp_path / "old", report)
    run(url, "backup", str(tmp_path / "copy"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "copy", *(tmp_path / "copy").iterdir())}
    assert modes == {"copy": 0o700, "backup.json": 0o600, "sspr.db": 0o600, "sspr.activity.db": 0o600}


def test_a_restore_replaces_only_when_asked_and_keeps_what_was_there(tmp_path: Path, report: Path) -> None:
    url = filled(tmp_path / "old", report)
    before = answers(url)
    run(url, "backup", str(tmp_path / "copy"))
    (tmp_path / "more.csv").write_text(REPORT.replace("person", "later"))
    run(url, "load", str(tmp_path / "more.csv"))
    refused = run(url, "restore", str(tmp_path / "copy"))
    assert (refused.returncode, "There is a database at" in refused.stderr) == (1, True)
    assert count(tmp_path / "old" / "sspr.db", "attempts") == 60
    assert run(url, "restore", str(tmp_path / "copy"), "--replace").returncode == 0
    assert answers(url) == before
    (kept,) = (tmp_path / "old").glob("sspr.db.before-restore-*")
    assert count(kept, "attempts") == 60


@pytest.fixture
def bot_at(tmp_path: Path, report: Path) -> Iterator[tuple[str, Services]]:
    url = filled(tmp_path / "old", report)
    services = build_services(Settings(SSPR_DATABASE_URL=url))  # type: ignore[call-arg]
    services.snapshots.current()
    yield url, services
    services.close()


def test_a_database_in_use_is_copied_but_not_replaced(tmp_path: Path, bot_at: tuple[str, Services]) -> None:
    url, _ = bot_at
    assert run(url, "backup", str(tmp_path / "copy")).returncode == 0
    refused = run(url, "restore", str(tmp_path / "copy"), "--replace")
    assert (refused.returncode, "is in use. Stop the bot and all commands, then restore." in refused.stderr) == (
        1,
        True,
    )


def test_both_files_are_copied_as_of_one_moment(tmp_path: Path, bot_at: tuple[str, Services]) -> None:
    """One writer, first here, then there, as fast as it can: no copy has the second without the first."""
    url, _ = bot_at
    folder = tmp_path / "old"
    for name in ("sspr.db", "sspr.activity.db"):
        with sqlite3.connect(folder / name) as connection:
            connection.execute("CREATE TABLE tick (number INTEGER)")
        connection.close()
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        ledger = sqlite3.connect(folder / "sspr.db", timeout=30)
        activity = sqlite3.connect(folder / "sspr.activity.db", timeout=30)
        number = 0
        while not stop.is_set():
            number += 1
            for connection in (ledger, activity):
                connection.execute("INSERT INTO tick VALUES (?)", (number,))
                connection.commit()
            begun.set()
        ledger.close()
        activity.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(30)
    try:
        copies = [tmp_path / f"copy{n}" for n in range(8)]
        assert [run(url, "backup", str(copy)).returncode for copy in copies] == [0] * len(copies)
    finally:
        stop.set()
        writer.join()
    counts = [[count(copy / name, "tick") for name in ("sspr.db", "sspr.activity.db")] for copy in copies]
    assert [ledger - activity in (0, 1) for ledger, activity in counts] == [True] * len(copies), counts


def count(file: Path, table: str) -> int:
    connection = sqlite3.connect(file)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def test_what_a_killed_bot_left_in_its_log_is_kept_when_it_is_replaced(tmp_path: Path, report: Path) -> None:
    url = filled(tmp_path / "old", report)
    run(url, "backup", str(tmp_path / "copy"))
    killed = tmp_path / "killed"
    killed.mkdir()
    connection = sqlite3.connect(tmp_path / "old" / "sspr.db")
    connection.execute("CREATE TABLE last_words (word TEXT)")
    connection.commit()
    for path in (tmp_path / "old").iterdir():  # as they are at this moment, the log beside them
        shutil.copy(path, killed / path.name)
    connection.close()
    assert (killed / "sspr.db-wal").stat().st_size
    assert run(sqlite_url(killed), "restore", str(tmp_path / "copy"), "--replace").returncode == 0
    (kept,) = killed.glob("sspr.db.before-restore-*")
    assert count(kept, "last_words") == 0  # the table is there
    assert not (killed / "sspr.db-wal").exists()


def _spoil(folder: Path, how: str) -> None:
    match how:
        case "no manifest":
            (folder / "backup.json").unlink()
        case "a byte":
            data = bytearray((folder / "sspr.db").read_bytes())
            data[5000] ^= 1
            (folder / "sspr.db").write_bytes(data)
        case "a file":
            (folder / "sspr.activity.db").unlink()
        case "newer":
            described = json.loads((folder / "backup.json").read_text()) | {"schema": "9999"}
            (folder / "backup.json").write_text(json.dumps(described))
        case "a path":
            described = json.loads((folder / "backup.json").read_text())
            described["files"][0]["name"] = "../old/sspr.db"
            (folder / "backup.json").write_text(json.dumps(described))


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("no manifest", "holds no whole backup"),
        ("a byte", "is damaged: sspr.db is not as it was written"),
        ("a file", "holds no whole backup"),
        ("newer", "was made by a newer version of this program"),
        ("a path", "is damaged"),
    ],
)
def test_a_backup_that_is_not_whole_replaces_nothing(tmp_path: Path, report: Path, how: str, sentence: str) -> None:
    url = filled(tmp_path / "old", report)
    run(url, "backup", str(tmp_path / "copy"))
    _spoil(tmp_path / "copy", how)
    before = answers(url)
    refused = run(url, "restore", str(tmp_path / "copy"), "--replace")
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert answers(url) == before
    assert list((tmp_path / "old").glob("*before-restore*")) == []


def test_a_backup_never_replaces_another_one(tmp_path: Path, report: Path) -> None:
    url = filled(tmp_path / "old", report)
    run(url, "backup", str(tmp_path / "copy"))
    again = run(url, "backup", str(tmp_path / "copy"))
    assert (again.returncode, "is not empty. Name a new folder" in again.stderr) == (1, True)


def test_there_is_nothing_to_copy_where_there_is_no_database(tmp_path: Path) -> None:
    done = run(f"sqlite:///{tmp_path / 'sspr.db'}", "backup", str(tmp_path / "copy"))
    assert (done.returncode, "There is no database at" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_postgresql_is_copied_by_its_own_tools_as_the_refusal_says(
    tmp_path: Path, report: Path, postgres_url: str, empty_postgres_url: str
) -> None:
    assert run(postgres_url, "load", str(report)).returncode == 0
    before = answers(postgres_url)
    refused = run(postgres_url, "backup", str(tmp_path / "copy"))
    dump, address = f"{tmp_path}/sspr.dump", refused.stderr.split("'")[1]
    assert f"pg_dump --format=custom --file=sspr.dump '{address}'" in refused.stderr
    subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", address], check=True)
    into = make_url(empty_postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={into}", dump], check=True)
    assert answers(empty_postgres_url) == before
    assert "The access log is whole" in run(empty_postgres_url, "access-log", "--verify").stdout


def test_the_refusal_for_postgresql_holds_no_password(tmp_path: Path) -> None:
    for url in ("postgresql+psycopg://u:secret@h/db", "postgresql+psycopg://u@h/db?password=secret"):
        done = run(url, "backup", str(tmp_path / "copy"))
        assert (done.returncode, "secret" in done.stderr, "pg_dump" in done.stderr) == (1, False, True)


def test_the_version_is_that_of_the_package() -> None:
    assert sspr("--version", settings={}).stdout == f"sspr {installed('sspr-bot')}\n"
