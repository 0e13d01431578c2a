"""A database that the first version wrote, with data in it, opened by this one: nothing is lost, doubled or changed."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, Boolean, MetaData, create_engine, insert

from bot.app.services import Services, build_services
from bot.settings import Settings
from bot.storage.database import SCHEMA
from bot.storage.digests.deliveries import Deliveries
from bot.storage.digests.subscriptions import Subscriptions
from bot.storage.tables import metadata
from tests.support.command import sspr

# What the first version wrote after a week: loads of every kind, two digests, a decision, questions.
OLD = Path(__file__).parents[1] / "data" / "databases" / "schema-0001.sql"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
SECOND = f"""User,Role,Date and Time,Method(s) Used,Result,Details
dana@contoso.com,User,2017-02-27T12:00:00Z,Mobile Phone,Succeeded,User successfully reset password
cyd@contoso.com,User,2017-02-27T13:00:00Z,Mobile Phone,Failed,{LICENSE}
eve@contoso.com,User,2017-02-27T14:00:00Z,Mobile Phone,Failed,{LICENSE}
"""
NOW = "2017-02-28T12:00:00Z"


def on_sqlite(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "sspr.db")) as connection:
        connection.executescript(OLD.read_text("utf-8"))
    return f"sqlite:///{folder / 'sspr.db'}"


def on_postgres(url: str, folder: Path) -> str:
    """The same rows, in the tables that the first version made there."""
    on_sqlite(folder)
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(files("bot.storage").joinpath("migrations")))
    with engine.begin() as connection, closing(sqlite3.connect(folder / "sspr.db")) as old:
        config.attributes["connection"] = connection
        config.attributes["target_metadata"] = metadata
        command.upgrade(config, "0001")
        made = MetaData()
        made.reflect(connection)
        for table in made.sorted_tables:
            names = [column.name for column in table.c]
            quoted = ", ".join(f'"{name}"' for name in names)
            rows = [dict(zip(names, row, strict=True)) for row in old.execute(f'SELECT {quoted} FROM "{table.name}"')]
            for column in table.c:
                for row in rows:
                    value = row[column.name]
                    if isinstance(column.type, JSON) and isinstance(value, str):
                        row[column.name] = json.loads(value)
                    if isinstance(column.type, Boolean):
                        row[column.name] = bool(value)
            if rows and table.name != "alembic_version":
                connection.execute(insert(table), rows)
        connection.exec_driver_sql("SELECT setval('tenants_id_seq', 1)")
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return on_sqlite(tmp_path)
    return on_postgres(request.getfixturevalue("empty_postgres_url"), tmp_path)


@pytest.fixture
def services(url: str) -> Iterator[Services]:
    built = build_services(Settings(SSPR_DATABASE_URL=url))  # type: ignore[call-arg]
    yield built
    built.close()


def ask(url: str, question: str) -> dict[str, object]:
    done = sspr("ask", question, "--now", NOW, "--format", "json", settings={"SSPR_DATABASE_URL": url})
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_it_is_brought_to_the_schema_of_this_version(services: Services) -> None:
    with services.tenant.reading() as (connection, _):
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == SCHEMA


def test_all_rows_are_there_as_they_were(services: Services) -> None:
    snapshot = services.snapshots.current()
    assert (len(snapshot.attempts), len(snapshot.registrations), snapshot.position) == (17, 1, 18)
    assert len(snapshot.receipts) == 4
    assert set(snapshot.people.shown) >= {f"{name}@contoso.com" for name in ("dana", "bob", "cyd", "eve", "audit0")}


def test_what_was_asked_then_is_answered_as_then(url: str) -> None:
    """The first version said: 4 failed attempts by 4 people, 17 attempts in all; bob, cyd and eve are stuck."""
    text = str(ask(url, "failures 2017-02-01..2017-03-01 by cause")["text"])
    assert "4 failed attempts by 4 people" in text
    stuck = sspr("ask", "stuck", "--now", NOW, settings={"SSPR_DATABASE_URL": url}).stdout
    assert [name for name in ("bob", "cyd", "eve", "dana") if f"{name}@contoso.com" in stuck] == ["bob", "cyd", "eve"]
    assert "Acknowledged by @U0HARPER, 2017-02-28 08:00 UTC" in stuck
    assert "2017-02-28 08:00 UTC" in str(ask(url, "why cyd@contoso.com")["text"])


def test_the_same_reports_again_add_nothing(url: str, tmp_path: Path) -> None:
    (tmp_path / "again.csv").write_text(SECOND)
    done = sspr("load", str(tmp_path / "again.csv"), "--format", "json", settings={"SSPR_DATABASE_URL": url})
    (receipt,) = json.loads(done.stdout)
    assert (receipt["rows"], receipt["new"], receipt["repeated"]) == (3, 0, 3)


def test_a_digest_goes_on_where_it_was(services: Services) -> None:
    (subscription,) = Subscriptions(services.activity).not_ended()
    assert (subscription.channel, subscription.position) == ("C0HELP", 18)
    newest = Deliveries(services.activity).newest(channel="C0HELP")
    assert newest is not None
    assert (newest.from_position, newest.to_position) == (15, 18)
    assert {case.user for case in Deliveries(services.activity).cases(newest.key)} == {
        f"{name}@contoso.com" for name in ("cyd", "eve", "dana")
    }


def test_the_access_log_still_verifies_and_goes_on(services: Services) -> None:
    services.access_log.record(services.terminal(), "status", "bob@contoso.com", "answered")
    found = services.access_log.verify()
    assert (found.lines, found.problem) == (7, "")
    assert [line["asked"] for line in services.access_log.lines("dana@contoso.com")] == ["status"]
