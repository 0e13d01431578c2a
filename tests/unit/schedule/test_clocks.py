"""Clocks that are wrong for a moment: no digest is lost by it, and whoever runs the bot hears of it."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.digests import build_digests
from bot.digests.delivery import DeliveryKey
from bot.schedule.clock_guard import ClockGuard
from bot.schedule.digest_scheduler import DigestScheduler
from bot.schedule.jobs import Jobs
from bot.service.digests.delivery import LEASE
from bot.service.digests.health import NOT_ASKED
from bot.storage.database import open_database
from bot.storage.database_clock import DatabaseClock
from tests.support.digest_fixture import FIRST_DAY, DigestBot, digest_bot, poster_for
from tests.support.sqlite import sqlite_url


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[DigestBot]:
    with digest_bot(sqlite_url(tmp_path), more=6) as bot:
        bot.load(FIRST_DAY)
        bot.subscribe()
        yield bot


class Seconds:
    """A clock that nobody can set, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def guarded(bot: DigestBot) -> Iterator[tuple[DigestScheduler, Seconds, dict[str, datetime | None]]]:
    """A scheduler with the guard of the bot, seconds, and what Slack says the time is."""
    seconds, slack = Seconds(), {"now": bot.clock()}
    guard = ClockGuard(bot.clock, seconds, lambda: slack["now"])
    scheduler = DigestScheduler(bot.digests, bot.core.snapshots, bot.clock, guard.doubt)
    yield scheduler, seconds, slack  # type: ignore[misc]
    scheduler.stop()


def test_a_jump_is_refused_and_said_and_then_all_goes_on(
    bot: DigestBot, guarded: tuple[DigestScheduler, Seconds, dict[str, datetime | None]]
) -> None:
    scheduler, seconds, slack = guarded
    scheduler.drain()
    before = bot.digests.subscriptions.not_ended()[0].cursor
    bot.clock.forward(days=20)
    seconds.now += 4
    scheduler.drain()
    health = scheduler.health()
    assert not health.ready
    assert "Set the clock (NTP). No digest is looked for meanwhile." in " ".join(health.sentences())
    assert bot.digests.subscriptions.not_ended()[0].cursor == before
    assert bot.posts() == []
    bot.clock.forward(days=-20)
    seconds.now += 4
    scheduler.drain()
    assert scheduler.health().ready
    slack["now"] = None  # nothing to ask about
    bot.clock.forward(days=1)
    seconds.now += timedelta(days=1).total_seconds()
    scheduler.drain()
    assert len(bot.posts()) >= 1


def test_a_machine_that_slept_is_believed_once_slack_agrees(
    bot: DigestBot, guarded: tuple[DigestScheduler, Seconds, dict[str, datetime | None]]
) -> None:
    scheduler, seconds, slack = guarded
    scheduler.drain()
    bot.clock.forward(days=1)
    seconds.now += 1
    slack["now"] = None
    scheduler.drain()
    assert f"{NOT_ASKED} No digest is looked for meanwhile." in scheduler.health().sentences()
    assert bot.posts() == []
    slack["now"] = bot.clock()
    scheduler.drain()
    assert len(bot.posts()) >= 1


def test_a_cursor_in_the_future_goes_back_and_every_day_gets_its_digest(bot: DigestBot) -> None:
    bot.clock.forward(days=20)
    bot.scheduler.drain()  # this replica's clock was wrong
    bot.clock.forward(days=-20)
    assert not bot.scheduler.health().ready
    assert "still to come; it goes back" in " ".join(bot.scheduler.health().sentences())
    days = 0
    for _ in range(25):
        before = len(bot.posts())
        bot.scheduler.drain()
        bot.clock.forward(days=1)
        bot.scheduler.drain()
        days += len(bot.posts()) > before
    assert days == 25
    assert bot.scheduler.health().ready


@pytest.mark.parametrize("step", ["claimed", "refused"])
def test_a_claim_or_a_wait_until_far_ahead_holds_no_digest_up(bot: DigestBot, step: str) -> None:
    """The clock jumps while a digest is delivered, and is put right after."""

    class EndedError(Exception):
        """The process ends."""

    def end(name: str) -> None:
        if name == step:
            raise EndedError

    bot.clock.go_to(27)
    bot.digests.digesting.open_due(bot.clock())
    (key,) = bot.digests.slots.waiting(bot.clock())
    digests = build_digests(bot.core, poster_for(bot.slack.api_url), checkpoint=end, elapsed=Seconds())
    bot.slack.inject_fault("chat.postMessage", 1 if step == "refused" else 0, error="internal_error")
    bot.clock.forward(days=20)
    with suppress(EndedError):
        digests.delivering.deliver(key)
    bot.clock.forward(days=-20, minutes=1)
    bot.scheduler.drain()
    assert len(bot.posts()) == 1


def test_a_part_is_not_posted_once_the_claim_has_run_out(bot: DigestBot) -> None:
    seconds = Seconds()

    def stand_still(step: str) -> None:
        if step == "saved":
            seconds.now += 1

    digests = build_digests(
        bot.core, poster_for(bot.slack.api_url), checkpoint=stand_still, elapsed=_stopping_after(seconds, 1)
    )
    bot.clock.go_to(27)
    bot.digests.digesting.open_due(bot.clock())
    (key,) = digests.slots.waiting(bot.clock())
    assert isinstance(key, DeliveryKey)
    assert not digests.delivering.deliver(key)
    assert bot.posts() == []


def test_a_part_is_not_posted_when_the_claim_runs_out_while_slack_asks_to_wait(bot: DigestBot) -> None:
    seconds = Seconds()

    def stand_still(_: float) -> None:
        """The process is stopped for more than a lease, and another replica takes over."""
        seconds.now += LEASE.total_seconds() + 1
        bot.clock.forward(seconds=seconds.now)
        bot.scheduler.drain()
        assert len(bot.posts()) == 1

    digests = build_digests(bot.core, poster_for(bot.slack.api_url, sleep=stand_still), elapsed=seconds)
    bot.clock.go_to(27)
    bot.digests.digesting.open_due(bot.clock())
    (key,) = digests.slots.waiting(bot.clock())
    bot.slack.inject_fault("chat.postMessage", retry_after=1)
    assert not digests.delivering.deliver(key)
    assert seconds.now
    assert len(bot.posts()) == 1


def _stopping_after(seconds: Seconds, looks: int) -> "Seconds":
    """Seconds that jump by more than a lease after so many looks, as they do for a process that is stopped."""

    class Stopped(Seconds):
        looked = 0

        def __call__(self) -> float:
            self.looked += 1
            return seconds.now + (LEASE.total_seconds() + 1 if self.looked > looks else 0)

    return Stopped()


def test_a_job_goes_on_after_the_clock_was_set_back() -> None:
    jobs, ran = Jobs(), threading.Event()
    jobs.every(timedelta(seconds=5), ran.set, name="look")
    jobs.start()
    try:
        assert ran.wait(20)
        ran.clear()
        jobs._scheduler.modify_job("look", next_run_time=datetime.now(UTC) + timedelta(days=1))  # as seen afterwards
        assert ran.wait(20)
    finally:
        jobs.stop()


def test_replicas_share_the_clock_of_postgresql(postgres_url: str) -> None:
    engine, seconds = open_database(postgres_url), Seconds()
    clock = DatabaseClock(engine, seconds)
    first = clock()
    assert abs(first - datetime.now(UTC)) < timedelta(minutes=1)
    seconds.now += 10
    assert clock() - first == timedelta(seconds=10)  # goes on without asking
    seconds.now += 30
    assert clock() - first < timedelta(seconds=40)  # asked again: the server's time has not gone on so far
    engine.dispose()
