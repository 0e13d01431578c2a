"""The same week, whatever it was exported as, gives the same answers."""

import io
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.render.formats.json_answer import to_json
from bot.reports.formats import registry
from bot.reports.snapshot import Snapshot
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from tests.support.asking import answering, asker
from tests.support.audit_writers import FORMATS, classic_csv, classic_registrations_csv, steps_of
from tests.support.more_audit_writers import LESSER_FORMATS, MORE_FORMATS
from tests.support.sample_week import NOW, PEOPLE, attempts, registrations
from tests.support.snapshots import reader_of
from tests.support.sqlite import sqlite_url

ALL_FORMATS = FORMATS | MORE_FORMATS | LESSER_FORMATS
CLASSIC = (classic_csv(attempts()), classic_registrations_csv(registrations()))
ENDS = ("closed_at", "block_over", "earliest")  # of attempts, or reckoned from one
QUESTIONS = (
    *(f"status {person}@contoso.com" for person in PEOPLE),
    *(f"failures 14d by {by}" for by in ("detail", "cause", "result", "method", "domain", "day", "hour")),
    "stuck",
    "trend 14d",
    "compare 7d",
    "registrations 14d",
    "digest preview",
)


def snapshot(folder: Path, *files: bytes) -> Snapshot:
    """What is known after these files were loaded, one after the other."""
    engine = open_database(sqlite_url(folder))
    ledger = Ledger(Tenant(engine, "contoso"), load())
    for number, data in enumerate(files):
        (report,) = registry.read_all("week", io.BytesIO(data)).reports
        ledger.record(report, f"file {number}", NOW)
    taken = reader_of(ledger).snapshot(NOW)
    engine.dispose()
    return taken


def said(taken: Snapshot) -> dict[str, Any]:
    """The answers, but for their sources, the role, which no audit log knows, and ends, which it alone knows."""
    helpdesk = asker(Role.HELPDESK)
    answers = {text: answering(taken).answer(text, helpdesk, now=NOW).answer for text in QUESTIONS}
    return {text: without(to_json(answer), "sources", "role", *ENDS) for text, answer in answers.items()}


def without(value: Any, *names: str) -> Any:
    """The same without these members, at any depth."""
    if isinstance(value, dict):
        return {name: without(inner, *names) for name, inner in value.items() if name not in names}
    return [without(inner, *names) for inner in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def classic(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return said(snapshot(tmp_path_factory.mktemp("classic"), *CLASSIC))


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_every_audit_format_answers_as_the_classic_reports_do(
    name: str, classic: dict[str, Any], tmp_path: Path
) -> None:
    audit = said(snapshot(tmp_path, ALL_FORMATS[name](steps_of(attempts(), registrations()))))
    for question in QUESTIONS:
        assert audit[question] == classic[question], question


def test_all_audit_formats_together_answer_as_one(classic: dict[str, Any], tmp_path: Path) -> None:
    steps = steps_of(attempts(), registrations())
    assert said(snapshot(tmp_path, *(write(steps) for write in ALL_FORMATS.values()))) == classic
