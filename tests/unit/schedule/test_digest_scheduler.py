import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.digests.subscription import SubscriptionOrigin
from bot.schedule.jobs import Jobs
from tests.support.digest_fixture import ADA, DAILY, FIRST_DAY, HELP, DigestBot, digest_bot, plan
from tests.support.sqlite import sqlite_url


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path), more=6) as bot:
        bot.load(FIRST_DAY)
        yield bot


def until(true: Callable[[], object]) -> None:
    """Wait for other threads, for half a minute at most."""
    for _ in range(3_000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError(true)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.stop()


def test_a_started_scheduler_delivers_what_is_due(bot: DigestBot, jobs: Jobs) -> None:
    bot.subscribe()
    bot.clock.go_to(27)
    bot.scheduler.start(jobs)
    jobs.start()
    until(bot.posts)
    assert bot.scheduler.health().last_tick == bot.clock()


def test_it_runs_at_the_very_time_of_a_slot_that_is_near(bot: DigestBot, jobs: Jobs) -> None:
    bot.subscribe()
    bot.clock.go_to(27, 8, 59)
    bot.clock.forward(seconds=50)
    bot.scheduler.start(jobs)
    jobs.start()
    until(lambda: jobs._scheduler.get_job("due"))


def test_a_slow_channel_does_not_hold_up_the_others(bot: DigestBot) -> None:
    channels = [f"C{number:07}" for number in range(6)]
    for channel in channels:
        bot.digests.subscriptions.add(channel, plan(DAILY), ADA, bot.clock(), origin=SubscriptionOrigin.SLACK)
    bot.clock.go_to(27)
    bot.slack.inject_fault("chat.postMessage", delay=1.5)  # whichever comes first
    bot.settle()
    calls = [call for call in bot.slack.calls if call.method == "chat.postMessage"]
    asked = [call.args["channel"] for call in bot.slack.calls if call.method == "conversations.info"]
    assert {call.args["channel"] for call in calls} == set(channels)
    assert calls[-1].args["channel"] in asked[:4]  # one of the first to be taken up was the last to be posted


@pytest.mark.parametrize("table", ["slots", "subscriptions"])
def test_a_database_that_is_away_is_logged_once_and_then_looked_at_again(
    bot: DigestBot, caplog: pytest.LogCaptureFixture, table: str
) -> None:
    engine = bot.core.activity.engine
    bot.subscribe()
    bot.clock.go_to(27)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO hidden")
    for _ in range(3):
        bot.scheduler.run_once()
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE hidden RENAME TO {table}")
    assert len(caplog.records) == 1
    bot.settle()
    assert len(bot.posts()) == 1


def test_the_next_time_is_told_with_a_subscription(bot: DigestBot) -> None:
    one = bot.subscribe()
    shown = bot.digests.subscribing.shown(one)
    assert shown.next_at == bot.clock() + timedelta(hours=1)
    assert shown.plan.startswith("daily at 09:00 tz:Europe/Berlin show:names")
    assert bot.posts(HELP) == []
