"""Who asked what about whom: on disk before it is answered, in order, and what was changed since shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update

from bot.errors import RefusedError, StoreError
from bot.privacy import Role
from bot.reports.instants import to_micros
from bot.service.asker import Asker
from bot.storage.access_log import AccessLog
from bot.storage.access_log_chain import START, line_hash
from bot.storage.database import open_database, writing
from bot.storage.tables import access_log
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ASKER = Asker("U123", Role.HELPDESK, None, ZoneInfo("UTC"), "C1")
KEY = (b"a secret",)


@dataclass
class Logs:
    """A database and its log, with a key and without."""

    engine: Engine
    keys: tuple[bytes, ...] = KEY

    def __post_init__(self) -> None:
        self.log = self.opened(self.keys)

    def opened(self, keys: tuple[bytes, ...], wait: float = 60.0) -> AccessLog:  # however slow the machine is
        return AccessLog(Tenant(self.engine, "contoso", 1.0), lambda: AT, keys, wait)

    def three(self) -> None:
        for user in ("ann", "bob", "cem"):
            record(self.log, "status", f"{user}@contoso.com")

    def change(self, statement: object) -> None:
        with writing(self.engine) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(params=["sqlite", "postgres"])
def logs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Logs]:
    sqlite = request.param == "sqlite"
    engine = open_database(sqlite_url(tmp_path) if sqlite else request.getfixturevalue("postgres_url"))
    made = Logs(engine)
    yield made
    made.log.flush()
    engine.dispose()


def record(log: AccessLog, kind: str, subject: str | None = None, *, personal: bool = False) -> None:
    log.record(ASKER, kind, subject, "answered", personal=personal)


def asked(log: AccessLog) -> list[object]:
    return [line["asked"] for line in log.lines()]


def test_lines_stand_in_the_order_of_asking(logs: Logs) -> None:
    record(logs.log, "failures")
    record(logs.log, "status", "ann@contoso.com")
    record(logs.log, "trend")
    assert logs.log.flush()
    assert [(line["number"], line["asked"]) for line in logs.log.lines()] == [
        (1, "failures"),
        (2, "status"),
        (3, "trend"),
    ]
    assert logs.log.verify().problem == ""


@pytest.mark.parametrize(("subject", "personal"), [("ann@contoso.com", False), (None, True)])
def test_what_names_people_is_on_disk_when_record_returns(logs: Logs, subject: str | None, personal: bool) -> None:
    record(logs.log, "stuck", subject, personal=personal)
    assert asked(logs.log) == ["stuck"]


def test_what_was_asked_for_and_how_much_was_handed_over_is_in_the_line(logs: Logs) -> None:
    logs.log.record(ASKER, "export", None, "answered", scope='{"domain": "contoso.com"}', rows=1534, personal=True)
    (line,) = logs.log.lines()
    assert (line["scope"], line["rows"]) == ('{"domain": "contoso.com"}', 1534)


def test_text_that_no_database_takes_is_made_storable(logs: Logs) -> None:
    record(logs.log, "why \0 and " + "long" * 50, "ann\0\ud800@contoso.com")
    (line,) = logs.log.lines()
    assert line["subject"] == "ann\ufffd\ufffd@contoso.com"
    assert logs.log.verify().problem == ""


# ---- a line that cannot be written


def refuse(logs: Logs, subject: str) -> None:
    """The database refuses lines about this person, and no others."""
    name = access_log.name
    if logs.engine.dialect.name == "sqlite":
        logs.change(
            text(
                f"CREATE TRIGGER no_{len(subject)} BEFORE INSERT ON {name} WHEN NEW.subject = '{subject}' "
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        )
    else:
        logs.change(text(f"ALTER TABLE {name} ADD CHECK (subject <> '{subject}')"))


def test_one_bad_line_is_lost_alone_and_the_chain_says_so(logs: Logs) -> None:
    refuse(logs, "bad@contoso.com")
    record(logs.log, "failures")
    with pytest.raises(StoreError, match="only when it can"):
        record(logs.log, "status", "bad@contoso.com")
    record(logs.log, "status", "ann@contoso.com")
    assert asked(logs.log) == ["failures", "gap", "status"]
    found = logs.log.verify()
    assert (found.problem, found.lost) == ("", 1)
    assert "1 more were lost" in found.note


def lose(logs: Logs) -> None:
    with pytest.raises(StoreError):
        record(logs.log, "status", "bad@contoso.com")


def test_a_gap_stands_open_until_a_line_of_the_log_itself_acknowledges_it(logs: Logs) -> None:
    refuse(logs, "bad@contoso.com")
    record(logs.log, "status", "ann@contoso.com")
    assert logs.log.lost == ""
    lose(logs)
    record(logs.log, "status", "ann@contoso.com")
    lose(logs)
    said = "2 lines of the access log were lost (see 2 lines called gap, the newest is 4). "
    said += "Find out why, then run sspr access-log --acknowledge 4."
    another = logs.opened(KEY)
    assert (logs.log.lost, another.lost) == (said, said)
    assert another.acknowledge(ASKER, 2) == 1
    assert "1 line of the access log was lost (see line 4)" in logs.log.lost
    lose(logs)
    assert logs.log.acknowledge(ASKER, 6) == 2
    assert (logs.log.lost, another.lost) == ("", "")
    *_, line = logs.log.lines()
    assert (line["who"], line["asked"], line["reference"], line["rows"]) == (ASKER.id, "acknowledge", "6", 2)
    found = logs.log.verify()
    assert (found.problem, found.lost) == ("", 3)


def test_a_database_that_takes_no_line_is_told_of_once(logs: Logs, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("ann", "anna", "annie"):
        refuse(logs, f"{name}@contoso.com")
        with pytest.raises(StoreError):
            record(logs.log, "status", f"{name}@contoso.com")
    record(logs.log, "status", "dan@contoso.com")
    assert [line for line in caplog.messages if "lost" in line] == [
        "access log: 1 lines were lost (IntegrityError)",
        "access log: lines are taken again; 3 were lost",
    ]
    assert "3 lines" in logs.log.lost


@pytest.mark.parametrize("number", [1, 3, 99])
def test_only_a_gap_can_be_acknowledged_and_only_once(logs: Logs, number: int) -> None:
    refuse(logs, "bad@contoso.com")
    record(logs.log, "status", "ann@contoso.com")
    lose(logs)
    with pytest.raises(RefusedError, match=f"Line {number} of the access log is no line to acknowledge.*acknowledge 2"):
        logs.log.acknowledge(ASKER, number)
    logs.log.acknowledge(ASKER, 2)
    with pytest.raises(RefusedError, match="Nothing is lost that nobody has acknowledged"):
        logs.log.acknowledge(ASKER, 2)
    assert asked(logs.log) == ["status", "gap", "acknowledge"]


def test_a_gap_that_nobody_has_acknowledged_outlives_its_age(logs: Logs) -> None:
    refuse(logs, "bad@contoso.com")
    record(logs.log, "status", "ann@contoso.com")
    lose(logs)
    later = to_micros(AT) + 1
    assert logs.log.forget_before(later) == 1
    assert asked(logs.log) == ["gap", "keep"]
    assert "see line 2" in logs.opened(KEY).lost
    logs.log.acknowledge(ASKER, 2)
    assert logs.log.forget_before(later) == 3
    assert (asked(logs.log), logs.log.lost, logs.opened(KEY).lost) == (["keep"], "", "")
    assert logs.log.verify().problem == ""


def test_while_nothing_can_be_written_nobody_is_answered_about_people_and_nothing_is_lost(logs: Logs) -> None:
    logs.log = logs.opened(KEY, wait=1.0)
    logs.change(text("ALTER TABLE access_log RENAME TO hidden"))
    record(logs.log, "failures")
    with pytest.raises(StoreError, match="only when it can"):
        record(logs.log, "status", "ann@contoso.com")
    assert "The access log cannot be written" in logs.log.problem
    with pytest.raises(StoreError):
        record(logs.log, "stuck", personal=True)
    record(logs.log, "trend")
    logs.change(text("ALTER TABLE hidden RENAME TO access_log"))
    assert logs.log.flush()
    found = [(line["asked"], line["outcome"]) for line in logs.log.lines()]
    assert found == [("failures", "answered"), ("status", "refused"), ("stuck", "refused"), ("trend", "answered")]
    assert logs.log.problem == ""


# ---- what shows


def test_a_changed_line_shows(logs: Logs) -> None:
    logs.three()
    logs.change(update(access_log).where(access_log.c.number == 2).values(subject="dan@contoso.com"))
    assert logs.log.verify().problem == "line 2 was changed, or one before it is gone"


@pytest.mark.parametrize("number", [1, 2])
def test_a_line_that_is_gone_shows(logs: Logs, number: int) -> None:
    logs.three()
    logs.change(delete(access_log).where(access_log.c.number == number))
    assert f"line {number} was changed" in logs.log.verify().problem


@pytest.mark.parametrize("left", [0, 1, 2])
def test_an_end_that_was_cut_off_shows_when_the_head_was_noted(logs: Logs, left: int) -> None:
    logs.three()
    noted = logs.log.newest()
    logs.change(delete(access_log).where(access_log.c.number > left))
    assert logs.log.verify(noted).problem == f"it ends at line {left}, and line 3 was there"


def rewritten(logs: Logs) -> None:
    """Take line 2 out and make the chain anew, as whoever can write to the database but has no key would."""
    with writing(logs.engine) as connection:
        rows = [dict(row) for row in connection.execute(select(access_log).order_by(access_log.c.number)).mappings()]
        connection.execute(delete(access_log))
        before = START
        for number, row in enumerate((rows[0], *rows[2:]), start=1):
            row |= {"number": number, "scheme": 2}
            before = row["hash"] = line_hash(before, row, b"")
            connection.execute(insert(access_log).values(row))


def test_a_chain_made_anew_without_the_key_shows(logs: Logs) -> None:
    logs.three()
    noted = logs.log.newest()
    rewritten(logs)
    found = logs.log.verify()
    assert "made without SSPR_ACCESS_LOG_KEY" in found.note  # that key was set all the time
    assert logs.log.verify(noted).problem == "it ends at line 2, and line 3 was there"
    record(logs.log, "status", "dan@contoso.com")
    assert logs.log.verify(noted).problem == "line 3 is not the one that was noted; it and those before were made anew"


def test_a_line_without_the_key_after_one_with_it_shows(logs: Logs) -> None:
    logs.three()
    record(logs.opened(()), "status", "dan@contoso.com")
    assert logs.log.verify().problem == "line 4 was written without the key that lines before it have"


def test_lines_of_an_older_key_are_verified_with_it(logs: Logs) -> None:
    logs.three()
    newer = logs.opened((b"new", *KEY))
    record(newer, "status", "dan@contoso.com")
    assert newer.verify().problem == ""
    assert "was changed" in logs.opened((b"new",)).verify().problem
    assert "need SSPR_ACCESS_LOG_KEY" in logs.opened(()).verify().problem


def test_a_name_can_be_erased_and_the_chain_still_verifies(logs: Logs) -> None:
    logs.three()
    assert logs.log.erase(ASKER, "Bob@contoso.com") == 1
    lines = list(logs.log.lines())
    assert [line["subject"] for line in lines] == ["ann@contoso.com", "", "cem@contoso.com", ""]
    assert not any("bob" in str(value) for line in lines for value in line.values())
    found = logs.log.verify()
    assert (found.problem, found.erased, lines[-1]["asked"]) == ("", 1, "erase")


def test_lines_are_filtered_by_person_and_time(logs: Logs) -> None:
    logs.three()
    assert [line["number"] for line in logs.log.lines(about="BOB@contoso.com")] == [2]
    assert list(logs.log.lines(since=AT + timedelta(seconds=1))) == []
    assert len(list(logs.log.lines(since=AT))) == 3
