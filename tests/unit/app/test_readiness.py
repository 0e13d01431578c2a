"""What /readyz says of the access log, and what /metrics shows of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from sqlalchemy import text

from bot.app.bot import Bot, build_bot
from bot.app.checking import check
from bot.app.running import problems
from bot.errors import StoreError
from bot.settings import Settings
from bot.storage.database import writing
from tests.support.sqlite import sqlite_url


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    settings = {"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
    made = build_bot(Settings.model_validate(settings))
    made.scheduler._last_run = made.services.clock()
    yield made
    made.close()


def test_a_log_that_cannot_be_written_makes_the_bot_not_ready_until_it_can(bot: Bot) -> None:
    services = bot.services
    assert problems(bot) == []
    with writing(services.activity.engine) as connection:
        connection.execute(text("ALTER TABLE access_log RENAME TO hidden"))
    with pytest.raises(StoreError):
        services.access_log.record(services.terminal(), "status", "ann@contoso.com", "answered")
    assert [sentence for sentence in problems(bot) if "The access log cannot be written" in sentence]
    with writing(services.activity.engine) as connection:
        connection.execute(text("ALTER TABLE hidden RENAME TO access_log"))
    assert services.access_log.flush()
    assert problems(bot) == []
    assert "sspr_access_log_lines 1.0" in generate_latest(bot.registry).decode()


def test_a_lost_line_makes_the_bot_not_ready_until_somebody_has_acknowledged_it(bot: Bot) -> None:
    services = bot.services
    refused = (
        "CREATE TRIGGER no BEFORE INSERT ON access_log WHEN NEW.subject = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with writing(services.activity.engine) as connection:
        connection.execute(text(refused))
    with pytest.raises(StoreError):
        services.access_log.record(services.terminal(), "status", "bad", "answered")
    said = "1 line of the access log was lost (see line 1). Find out why, then run sspr access-log --acknowledge 1."
    assert problems(bot) == [said]
    assert finding(bot.services.settings) == said
    services.access_log.record(services.terminal(), "status", "ann@contoso.com", "answered")
    assert problems(bot) == [said]
    services.access_log.acknowledge(services.terminal(), 1)
    assert problems(bot) == []
    assert finding(bot.services.settings) == ""


def finding(settings: Settings) -> str:
    """What `sspr check` has against the access log."""
    (found,) = [one.problem for one in check(settings) if one.name == "access log"]
    return found
