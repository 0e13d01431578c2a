"""Opening a database, and the sentences for when that cannot be."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, insert, select

from bot.app.services import build_services
from bot.errors import StoreError
from bot.settings import Settings
from bot.storage import migrations
from bot.storage.database import BUSY, SCHEMA, open_database, reading, writing
from bot.storage.tables import metadata, tenants
from bot.turns import Turns, current


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'sspr.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


def test_the_migrations_make_exactly_the_tables_of_the_code(empty_database: str) -> None:
    engine = open_database(empty_database)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_schema_that_the_code_asks_for() -> None:
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == SCHEMA


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sspr.db'}"
    open_database(url).dispose()
    before = (tmp_path / "sspr.db").read_bytes()
    open_database(url).dispose()
    assert (tmp_path / "sspr.db").read_bytes() == before


def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sspr.db'}"
    open_database(url).dispose()
    with sqlite3.connect(tmp_path / "sspr.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreError, match=r"made by a newer version of this program \(schema 9999, this one knows"):
        open_database(url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "SSPR_DATABASE_URL is not a database address"),
        ("sqlserver://x/y", "SSPR_DATABASE_URL is not a database address"),
        ("mysql+pymysql://x/y", "can be used: its driver pymysql is not installed. Write sqlite:///data/sspr.db, or"),
        (
            "postgresql+asyncpg://x/y",
            "can be used: its driver asyncpg is not installed. Write .* after pip install 'sspr",
        ),
        ("sqlite:////proc/nowhere/sspr.db", "cannot be opened"),
    ],
)
def test_a_place_that_cannot_be_opened_is_said_in_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        open_database(url)


def test_a_folder_is_made_for_the_database_but_no_path_to_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        open_database(f"sqlite:///{tmp_path}/slip/data/sspr.db")
    assert str(refused.value) == (
        f"The database sqlite:///{tmp_path}/slip/data/sspr.db cannot be opened: there is no folder {tmp_path}/slip. "
        "Make it, or correct SSPR_DATABASE_URL."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sspr.db").write_text("User,Role,Date and Time\n" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        open_database(f"sqlite:///{tmp_path / 'sspr.db'}")


def test_a_password_is_never_shown() -> None:
    with pytest.raises(StoreError) as refused:
        open_database("postgresql+psycopg://sspr:secret@127.0.0.1:1/sspr")
    assert "secret" not in str(refused.value)


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'sspr.db'}")

    def write_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(tenants.insert().values(name="contoso", position=0))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with engine.connect() as connection:
        assert connection.execute(select(tenants)).all() == []
    engine.dispose()


def _lock_timeouts(engine: Engine) -> tuple[object, object]:
    """How long a read and a write wait for another one's lock."""
    with reading(engine) as connection:
        read = connection.exec_driver_sql("SHOW lock_timeout").scalar()
    with writing(engine) as connection:
        return read, connection.exec_driver_sql("SHOW lock_timeout").scalar()


@pytest.mark.parametrize(("answers_people", "wait"), [(True, "1s"), (False, "0")])
def test_only_reads_of_who_answers_people_are_bounded(postgres_url: str, answers_people: bool, wait: str) -> None:
    services = build_services(Settings(SSPR_DATABASE_URL=postgres_url), large_files_apart=answers_people)  # type: ignore[call-arg]
    assert services.tenant.engine is services.activity.engine
    assert _lock_timeouts(services.tenant.engine) == (wait, "0")
    assert _lock_timeouts(services.tenant.at_one_moment().engine) == (wait, "0")
    services.close()


def test_a_read_does_not_wait_until_a_table_is_rebuilt(postgres_url: str) -> None:
    rebuilding = open_database(postgres_url)
    services = build_services(Settings(SSPR_DATABASE_URL=postgres_url), large_files_apart=True)  # type: ignore[call-arg]
    with rebuilding.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE tenants IN ACCESS EXCLUSIVE MODE")  # as VACUUM FULL does
        with pytest.raises(StoreError) as refused, services.tenant.reading():
            pass
    assert str(refused.value) == BUSY
    with services.tenant.reading() as (_, tenant):
        assert tenant == 0
    services.close()
    rebuilding.dispose()


def test_others_work_while_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    engine, turns = open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), Turns()
    statements = list[tuple[str, Turns | None]]()

    def trace(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(lambda statement: statements.append((statement.split()[0], current())))

    event.listen(engine, "connect", trace)
    engine.dispose()
    with turns.turn(), writing(engine) as connection:
        connection.execute(insert(tenants).values(name="contoso", position=0))
    assert [turn for statement, turn in statements if statement == "INSERT"] == [turns]
    assert [turn for statement, turn in statements if statement == "COMMIT"] == [None]
    engine.dispose()
