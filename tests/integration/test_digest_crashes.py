"""A process killed at each step of a delivery, and another that takes over: every part stands in the channel once."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app.services import Services
from bot.digests.subscription import Subscription, SubscriptionOrigin
from bot.local_slack.local_slack import LocalSlack
from bot.schedule.digest_scheduler import DigestScheduler
from bot.service.digest_services import PostedDigests
from tests.support.digest_fixture import (
    ADA,
    DAILY,
    FIRST_DAY,
    HELP,
    IDENTITY,
    SECOND_DAY,
    core_for,
    delivered,
    local_slack,
    plan,
    poster_for,
)
from tests.support.digest_parts import build_digests
from tests.support.digest_processes import SharedClock, files, marks, replica
from tests.support.reports import drawn_report
from tests.support.sqlite import sqlite_url

STEPS = (
    "before claim",
    "claimed",
    "saved",
    *(f"{step} {part}" for part in (1, 2, 3) for step in ("posted", "recorded")),
    "before the position moves",
)


@dataclass
class Scene:
    """A digest of three parts is due: the message, a message in the thread, the file."""

    core: Services
    digests: PostedDigests
    scheduler: DigestScheduler
    slack: LocalSlack
    clock: SharedClock
    database: str
    subscription: Subscription

    def position(self) -> int | None:
        return self.digests.subscribing.found(self.subscription.number).position


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    clock, database = SharedClock(path=tmp_path / "clock"), sqlite_url(tmp_path)
    with local_slack(clock) as slack:
        core = core_for(database, clock)
        digests, scheduler = build_digests(core, poster_for(slack.api_url))
        core.ledger.record(drawn_report(FIRST_DAY), "first.csv", clock())
        one = digests.subscriptions.add(HELP, plan(DAILY), ADA, clock(), origin=SubscriptionOrigin.SLACK)
        clock.go_to(27)
        scheduler.drain()
        core.ledger.record(drawn_report(SECOND_DAY), "second.csv", clock())
        clock.go_to(28)
        yield Scene(core, digests, scheduler, slack, clock, database, one)
        scheduler.stop()
        core.close()


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_digest_is_posted_exactly_once(scene: Scene, step: str) -> None:
    killed = replica(scene.database, scene.slack, scene.clock, "once", step)
    out, _ = killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL, out
    assert scene.position() == 2  # it moves with the last step alone
    scene.clock.forward(minutes=6)  # the dead replica's lease ends
    scene.scheduler.drain()
    scene.scheduler.drain()
    parts = marks(scene.slack, HELP)
    assert len(parts) == 3  # the baseline, and of this digest the message and its thread
    assert set(parts.values()) == {1}
    assert files(scene.slack, HELP) == {"digest-2017-02-28.csv": 1}
    assert scene.position() == 4
    assert delivered(scene.core) == 2


@pytest.mark.slow
def test_nobody_takes_over_before_the_lease_of_the_dead_ends(scene: Scene) -> None:
    killed = replica(scene.database, scene.slack, scene.clock, "once", "claimed")
    killed.communicate(timeout=60)
    scene.clock.forward(minutes=4)
    scene.scheduler.drain()
    assert len(marks(scene.slack, HELP)) == 1


BURST = "user | at | methods | result | detail\n" + "\n".join(
    f"u{n}@contoso.com | 2017-02-27T12:{n:02}:00Z | Mobile Phone | Blocked"
    " | User tried to verify a phone number too many times and is blocked for 24 hours"
    for n in range(8)
)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["before claim", "claimed", "saved", "posted 1", "recorded 1", STEPS[-1]])
def test_killed_at_any_step_an_urgent_sign_is_posted_exactly_once(scene: Scene, step: str) -> None:
    one = scene.digests.subscriptions.add(
        IDENTITY, plan("odd show:names"), ADA, scene.clock(), origin=SubscriptionOrigin.SLACK
    )
    scene.clock.forward(minutes=1)
    scene.scheduler.drain()
    assert len(marks(scene.slack, IDENTITY)) == 1
    scene.core.ledger.record(drawn_report(BURST), "burst.csv", scene.clock())
    scene.clock.forward(minutes=1)
    killed = replica(scene.database, scene.slack, scene.clock, "once", step)
    out, _ = killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL, out
    scene.clock.forward(minutes=6)
    scene.scheduler.drain()
    scene.scheduler.drain()
    parts = marks(scene.slack, IDENTITY)
    assert len(parts) == 2
    assert set(parts.values()) == {1}
    assert scene.digests.subscribing.found(one.number).position == 12
