"""What people do is kept apart from the ledger, where an earlier version kept it beside."""

import hashlib
import json
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, text

from bot.app.services import Services, build_services
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.errors import StoreError
from bot.privacy import Role
from bot.service.asker import Asker
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.digests.decisions import DecisionLog
from bot.storage.tables import metadata

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ASKER = Asker("U123", Role.HELPDESK, None, ZoneInfo("UTC"), "C1")
OLD = ("tenant", "number", "at", "who", "channel", "asked", "subject", "outcome", "reference")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return (
        f"sqlite:///{tmp_path / 'sspr.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("empty_postgres_url")
    )


@contextmanager
def services(url: str) -> Iterator[Services]:
    made = build_services(Settings.model_validate({"SSPR_DATABASE_URL": url, "SSPR_ACCESS_LOG_KEY": "secret"}))
    try:
        yield made
    finally:
        made.close()


def old_database(url: str) -> None:
    """A database of schema 0003 with two lines in its access log, a kept question and a decision."""
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(files("bot.storage").joinpath("migrations")))
    with engine.begin() as connection:
        config.attributes |= {"connection": connection, "target_metadata": metadata}
        command.upgrade(config, "0003")
        connection.execute(text("INSERT INTO tenants (id, name, position) VALUES (7, 'default', 5)"))
        before = "0" * 64
        for number in (1, 2):
            row = dict(zip(OLD, (7, number, 10, "U1", "C1", "status", "ann@contoso.com", "answered", ""), strict=True))
            before = hashlib.sha256((before + json.dumps(row, sort_keys=True)).encode()).hexdigest()
            names = ", ".join((*OLD, "hash"))
            marks = ", ".join(f":{name}" for name in (*OLD, "hash"))
            connection.execute(text(f"INSERT INTO access_log ({names}) VALUES ({marks})"), row | {"hash": before})
        connection.execute(text("INSERT INTO kept_answers VALUES (7, 'token', 1000000, 'U1', 'failures')"))
        values = "(7, 1, 10, 5, 'closed', 'U1', 'ann@contoso.com', 'onprem', '', '', NULL)"
        connection.execute(text(f"INSERT INTO decisions VALUES {values}"))
    engine.dispose()


def test_lines_tokens_and_decisions_of_an_earlier_version_stay_and_verify(url: str) -> None:
    old_database(url)
    for _ in range(2):  # the second start finds all done
        with services(url) as made:
            made.access_log.record(ASKER, "status", "bob@contoso.com", "answered")
            found = made.access_log.verify()
            assert found.problem == ""
            assert made.tokens.find("token", datetime(1970, 1, 1, 0, 0, 2, tzinfo=UTC)) is not None
            assert len(DecisionLog(made.activity).every()) == 1
    assert (found.lines, found.keyed) == (4, 2)
    assert "2 made without SSPR_ACCESS_LOG_KEY" in found.note


def test_killed_after_the_copy_the_next_start_goes_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sspr.db'}"
    old_database(url)

    def die(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("DELETE FROM"):
            raise KeyboardInterrupt

    original = open_database(url)
    event.listen(original, "before_cursor_execute", die)
    from bot.storage.activity import open_activity  # noqa: PLC0415

    with pytest.raises(KeyboardInterrupt):
        open_activity(url, original)
    original.dispose()
    with services(url) as made:
        assert [line["number"] for line in made.access_log.lines()] == [1, 2]
        with made.tenant.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM access_log")).scalar() == 0


# ---- nobody waits for a load


@contextmanager
def loading(made: Services) -> Iterator[None]:
    """Hold the ledger as a load does, from its first statement to its end."""
    with made.tenant.writing(lock=True):
        yield


def _decide(made: Services) -> None:
    case = CaseKey("ann@contoso.com", "onprem")
    DecisionLog(made.activity).record(
        Decision(case, DecisionKind.CLOSED, "U1", AT, 0, to=None, reason=None, until=None)
    )


@pytest.mark.parametrize(
    "work",
    [
        lambda made: made.access_log.record(ASKER, "status", "ann@contoso.com", "answered"),
        _decide,
        lambda made: made.tokens.flush(),
    ],
    ids=["status", "decision", "tokens"],
)
def test_no_answer_or_decision_waits_for_a_load(url: str, work: Callable[[Services], object]) -> None:
    with services(url) as made, loading(made):
        work(made)  # would raise after a second
        assert made.access_log.verify().problem == ""


def test_a_write_that_another_one_holds_up_ends_in_a_sentence(url: str) -> None:
    with services(url) as made:
        held, go = threading.Event(), threading.Event()

        def hold() -> None:
            with made.activity.writing_part("decisions"):
                held.set()
                go.wait(30)

        other = threading.Thread(target=hold)
        other.start()
        held.wait(30)
        with pytest.raises(StoreError, match="did not take the change"):
            _decide(made)
        go.set()
        other.join()


def test_nobody_else_on_the_machine_can_read_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with services(f"sqlite:///{folder / 'sspr.db'}") as made:
        made.access_log.record(ASKER, "status", "ann@contoso.com", "answered")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir() if file.is_file()}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {"sspr.db", "sspr.activity.db", "sspr.activity.db-wal"} <= set(modes)
        assert set(modes.values()) == {0o600}


def test_replicas_that_start_together_all_come_up(empty_postgres_url: str) -> None:
    failed: list[BaseException] = []

    def start() -> None:
        try:
            open_database(empty_postgres_url).dispose()
        except BaseException as error:  # noqa: BLE001 - looked at below
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://sspr@127.0.0.1:1/sspr?password=secret", "postgresql+psycopg://sspr:secret@127.0.0.1:1/x"],
)
def test_a_password_anywhere_in_the_address_is_not_shown(url: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_a_port_that_is_no_number_is_a_sentence() -> None:
    with pytest.raises(StoreError, match="is not a database address"):
        open_database("postgresql+psycopg://sspr@host:port/sspr")
