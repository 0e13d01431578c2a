"""A line by SQLite's driver alone is one of the chain like any other, or it is not there at all."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.privacy import Role
from bot.service.asker import Asker
from bot.storage.access_log import AccessLog
from bot.storage.access_log_chain import LogCheck
from bot.storage.activity import open_activity
from bot.storage.database import open_database
from bot.storage.plain_line import activity_file, write_line
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SAID = {"who": "terminal", "channel": "terminal", "asked": "fix", "outcome": "answered"}


def logged(folder: Path, keys: tuple[bytes, ...], times: int) -> tuple[list[dict[str, object]], LogCheck]:
    """Lines of before, as many more in the common way, and how the chain is then."""
    url = sqlite_url(folder)
    ledger = open_database(url)
    engine = open_activity(url, ledger)
    log = AccessLog(Tenant(engine, "contoso", 1.0), lambda: AT, keys)
    for _ in range(times):
        log.record(Asker("terminal", Role.ADMIN, None, ZoneInfo("UTC"), "terminal"), "fix", None, "answered")
    log.flush()
    found = list(log.lines()), log.verify()
    log.close()
    engine.dispose()
    ledger.dispose()
    return found


def written(folder: Path, keys: tuple[bytes, ...] = (), tenant: str = "contoso") -> bool:
    return write_line(f"sqlite:///{folder / 'sspr.db'}", tenant, SAID, AT + timedelta(minutes=1), keys, 1.0)


@pytest.mark.parametrize("keys", [(), (b"a secret", b"an older one")])
def test_lines_in_both_ways_are_one_chain_of_equal_lines(tmp_path: Path, keys: tuple[bytes, ...]) -> None:
    logged(tmp_path, keys, 2)
    assert written(tmp_path, keys)
    assert written(tmp_path, keys)
    lines, check = logged(tmp_path, keys, 1)
    assert (check.lines, check.problem) == (5, "")
    assert [line["at"] for line in lines] == [
        (AT + timedelta(minutes=minutes)).isoformat() for minutes in (0, 0, 1, 1, 0)
    ]
    of_itself = {"at", "number", "salt", "commitment", "hash"}
    assert all(
        {name: line[name] for name in line.keys() - of_itself}
        == {name: lines[0][name] for name in line.keys() - of_itself}
        for line in lines
    )


def test_a_line_that_was_changed_shows(tmp_path: Path) -> None:
    logged(tmp_path, (), 1)
    assert written(tmp_path)
    with closing(sqlite3.connect(activity_file(tmp_path / "sspr.db"))) as connection, connection:
        connection.execute("UPDATE access_log SET asked = 'help' WHERE number = 2")
    assert logged(tmp_path, (), 0)[1].problem == "line 2 was changed, or one before it is gone"


@pytest.mark.parametrize(
    "change",
    ["UPDATE alembic_version SET version_num = '0018'", "UPDATE alembic_version SET version_num = '9999'",
     "DELETE FROM locks WHERE part = 'cleared'", "DROP TABLE access_log"],
)  # fmt: skip
def test_where_anything_is_not_as_expected_nothing_is_written(tmp_path: Path, change: str) -> None:
    logged(tmp_path, (), 1)
    file = activity_file(tmp_path / "sspr.db")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(change)
    before = file.read_bytes()
    assert not written(tmp_path)
    assert file.read_bytes() == before


def test_no_file_is_made_and_no_tenant(tmp_path: Path) -> None:
    assert not written(tmp_path)
    assert list(tmp_path.iterdir()) == []
    logged(tmp_path, (), 1)
    assert not written(tmp_path, tenant="fabrikam")


@pytest.mark.parametrize("url", ["postgresql+psycopg://user@host/name", "sqlite://", "sqlite:///sspr.db?mode=ro", ""])
def test_other_databases_are_left_to_the_common_way(url: str) -> None:
    assert not write_line(url, "contoso", SAID, AT, (), 1.0)


def test_another_writer_is_waited_for_and_then_left_to_the_common_way(tmp_path: Path) -> None:
    logged(tmp_path, (), 1)
    url = f"sqlite:///{tmp_path / 'sspr.db'}"
    with closing(sqlite3.connect(activity_file(tmp_path / "sspr.db"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not write_line(url, "contoso", SAID, AT, (), 0.01)
    assert logged(tmp_path, (), 0)[1].lines == 1
