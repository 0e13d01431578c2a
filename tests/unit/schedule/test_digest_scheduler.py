import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.service.digests.ports import Source
from tests.support.digest_fixture import ADA, DAILY, FIRST_DAY, HELP, Stage, digest_stage, plan, sqlite_url


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with digest_stage(sqlite_url(tmp_path), more=6) as stage:
        stage.load(FIRST_DAY)
        yield stage


def until(true: Callable[[], object]) -> None:
    """Wait for other threads, for half a minute at most."""
    for _ in range(3_000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError(true)


def test_a_started_clockwork_delivers_what_is_due(stage: Stage) -> None:
    stage.subscribe()
    stage.clock.go_to(27)
    stage.digests.clockwork.start()
    until(stage.posts)
    assert stage.digests.clockwork.health().last_tick == stage.clock()


def test_a_late_look_is_never_skipped_and_never_doubled(stage: Stage) -> None:
    clockwork = stage.digests.clockwork
    clockwork.start()
    job = clockwork._scheduler.get_job("look")
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (3600, True, 1)
    assert str(job.trigger.timezone) == "UTC"


def test_it_wakes_at_the_very_time_of_a_slot_that_is_near(stage: Stage) -> None:
    stage.subscribe()
    stage.clock.go_to(27, 8, 59)
    stage.clock.forward(seconds=50)
    clockwork = stage.digests.clockwork
    clockwork.start()
    until(lambda: clockwork._scheduler.get_job("due"))


def test_a_slow_channel_does_not_hold_up_the_others(stage: Stage) -> None:
    channels = [f"C{number:07}" for number in range(6)]
    for channel in channels:
        stage.digests.subscriptions.add(channel, plan(DAILY), ADA, stage.clock(), source=Source.SLACK)
    stage.clock.go_to(27)
    stage.slack.disturb("chat.postMessage", delay=1.5)  # whichever comes first
    stage.settle()
    calls = [call for call in stage.slack.calls if call.method == "chat.postMessage"]
    asked = [call.args["channel"] for call in stage.slack.calls if call.method == "conversations.info"]
    assert {call.args["channel"] for call in calls} == set(channels)
    assert calls[-1].args["channel"] in asked[:4]  # one of the first to be taken up was the last to be posted


@pytest.mark.parametrize("table", ["slots", "subscriptions"])
def test_a_database_that_is_away_is_logged_once_and_then_looked_at_again(
    stage: Stage, caplog: pytest.LogCaptureFixture, table: str
) -> None:
    engine = stage.core.engine
    stage.subscribe()
    stage.clock.go_to(27)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO hidden")
    for _ in range(3):
        stage.digests.clockwork.tick()
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE hidden RENAME TO {table}")
    assert len(caplog.records) == 1
    stage.settle()
    assert len(stage.posts()) == 1


def test_the_next_time_is_told_with_a_subscription(stage: Stage) -> None:
    one = stage.subscribe()
    shown = stage.digests.subscribing.shown(one)
    assert shown.next_at == stage.clock() + timedelta(hours=1)
    assert shown.plan.startswith("daily at 09:00 tz:Europe/Berlin show:names")
    assert stage.posts(HELP) == []
