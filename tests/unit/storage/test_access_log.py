"""Who asked what about whom: kept in order, and a change shows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from bot.privacy import Role
from bot.service.asker import Asker
from bot.storage.access_log import AccessLog
from bot.storage.background_writer import BackgroundWriter
from bot.storage.database import open_database, writing
from bot.storage.tables import access_log
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AccessLog]:
    engine = open_database(sqlite_url(tmp_path))
    writer = BackgroundWriter(engine)
    yield AccessLog(Tenant(engine, "contoso"), writer, lambda: AT)
    writer.flush()
    engine.dispose()


ASKER = Asker("U123", Role.HELPDESK, None, ZoneInfo("UTC"), "C1")


def record(log: AccessLog, kind: str, subject: str | None = None) -> None:
    log.record(ASKER, kind, subject, "answered")


def test_lines_stand_in_the_order_of_asking(log: AccessLog) -> None:
    record(log, "failures")
    record(log, "status", "ann@contoso.com")
    record(log, "trend")
    log.writer.flush()
    assert [(line["number"], line["asked"]) for line in log.lines()] == [(1, "failures"), (2, "status"), (3, "trend")]
    assert log.first_broken() is None


def test_a_question_about_a_person_is_on_disk_when_record_returns(log: AccessLog) -> None:
    record(log, "status", "ann@contoso.com")
    assert [line["subject"] for line in log.lines()] == ["ann@contoso.com"]


def test_a_changed_line_shows(log: AccessLog) -> None:
    for _ in range(3):
        record(log, "status", "ann@contoso.com")
    with writing(log.tenant.engine) as connection:
        connection.execute(update(access_log).where(access_log.c.number == 2).values(subject="bob@contoso.com"))
    assert log.first_broken() == 2


def test_a_line_that_is_gone_shows(log: AccessLog) -> None:
    for _ in range(3):
        record(log, "status", "ann@contoso.com")
    with writing(log.tenant.engine) as connection:
        connection.execute(delete(access_log).where(access_log.c.number == 2))
    assert log.first_broken() == 2
