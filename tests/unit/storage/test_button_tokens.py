"""Tokens behind buttons."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.service.ports import KeptQuestion
from bot.storage.button_tokens import ButtonTokens
from bot.storage.database import open_database
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_token_brings_its_question_back_in_this_process_and_in_the_next_for_a_week(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    kept = ButtonTokens(Tenant(engine, "contoso"))
    question = KeptQuestion("failures 7d", "U123", NOW)
    token = kept.keep(question)
    assert kept.find(token, NOW) == question
    kept.flush()
    another = ButtonTokens(Tenant(engine, "contoso"))
    assert another.find(token, NOW) == question
    assert another.find(token, NOW + timedelta(days=7)) is None
    assert another.find("made-up", NOW) is None
    assert ButtonTokens(Tenant(engine, "fabrikam")).find(token, NOW) is None
    engine.dispose()


def test_a_token_says_nothing_about_its_question(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    kept = ButtonTokens(Tenant(engine, "contoso"))
    tokens = {kept.keep(KeptQuestion("status ann@contoso.com", "U123", NOW)) for _ in range(50)}
    assert len(tokens) == 50
    assert not any("contoso" in token for token in tokens)
    kept.flush()
    engine.dispose()


def test_a_question_with_text_that_no_database_takes_is_kept_and_takes_no_other_with_it(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    kept = ButtonTokens(Tenant(engine, "contoso"))
    tokens = [kept.keep(KeptQuestion(text, "U123", NOW)) for text in ("failures", "status \ud800\0", "trend")]
    assert kept.flush()
    found = [ButtonTokens(Tenant(engine, "contoso")).find(token, NOW) for token in tokens]
    assert [one and one.text for one in found] == ["failures", "status \ufffd\ufffd", "trend"]
    engine.dispose()
