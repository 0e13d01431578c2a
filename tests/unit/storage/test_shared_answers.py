"""An answer stands once in a channel, for every replica, until it is taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.database import open_database
from bot.storage.shared_answers import SharedAnswers
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_one_claim_for_each_answer_and_channel(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    one, another = SharedAnswers(Tenant(engine, "contoso")), SharedAnswers(Tenant(engine, "contoso"))
    assert one.claim("t1", "C1", "U1", NOW)
    assert not another.claim("t1", "C1", "U2", NOW)
    assert another.claim("t1", "C2", "U2", NOW)
    assert another.claim("t2", "C1", "U2", NOW)
    assert (another.sharer("t1", "C1"), another.sharer("t1", "C3")) == ("U1", None)
    assert SharedAnswers(Tenant(engine, "fabrikam")).sharer("t1", "C1") is None
    another.release("t1", "C1")
    assert one.sharer("t1", "C1") is None
    assert another.claim("t1", "C1", "U2", NOW)
    engine.dispose()


def test_what_is_as_old_as_its_buttons_is_forgotten(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    shares = SharedAnswers(Tenant(engine, "contoso"))
    assert shares.claim("t1", "C1", "U1", NOW)
    assert shares.claim("t2", "C1", "U1", NOW + timedelta(days=8))
    assert shares.sharer("t1", "C1") is None
    engine.dispose()
