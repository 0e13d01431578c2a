"""Three replicas on one PostgreSQL: each slot is delivered exactly once."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.digests.subscription import SubscriptionOrigin
from tests.support.digest_fixture import ADA, FIRST_DAY, core_for, delivered, local_slack, plan, poster_for
from tests.support.digest_parts import build_digests
from tests.support.digest_processes import SharedClock, marks, replica
from tests.support.reports import drawn_report

CHANNELS, DAYS = 10, 20
PATIENCE = 60.0  # seconds without any delivery after which the test gives up


@pytest.mark.slow
@pytest.mark.postgres
def test_three_replicas_deliver_two_hundred_slots_exactly_once_though_one_is_killed(
    tmp_path: Path, postgres_url: str
) -> None:
    clock = SharedClock(path=tmp_path / "clock")
    with local_slack(clock, more=CHANNELS) as slack:
        core = core_for(postgres_url, clock)
        digests, _ = build_digests(core, poster_for(slack.api_url))
        core.ledger.record(drawn_report(FIRST_DAY), "first.csv", clock())
        channels = [f"C{number:07}" for number in range(CHANNELS)]
        for channel in channels:
            digests.subscriptions.add(
                channel, plan("daily at 09:00 tz:UTC"), ADA, clock(), origin=SubscriptionOrigin.SLACK
            )
        replicas = [replica(postgres_url, slack, clock, "on") for _ in range(3)]
        try:
            for day in range(1, DAYS + 1):
                clock.forward(days=1)
                if day == DAYS // 2:
                    replicas[0].send_signal(signal.SIGKILL)
                _wait_for(lambda: delivered(core), day * CHANNELS, clock, replicas)
        finally:
            for process in replicas:
                process.kill()
                process.communicate()
            done = delivered(core)
            core.close()
        assert done == CHANNELS * DAYS
        posted = {channel: marks(slack, channel) for channel in channels}
        heads = {channel: sum(part == 1 for _, part in found) for channel, found in posted.items()}
        assert heads == dict.fromkeys(channels, DAYS)
        assert {times for found in posted.values() for times in found.values()} == {1}


def _wait_for(done: Callable[[], int], wanted: int, clock: SharedClock, replicas: list[subprocess.Popen[str]]) -> None:
    """Until so many are delivered; a claim that the dead replica holds is waited out on the simulated clock."""
    reached, since = done(), time.monotonic()
    while reached < wanted:
        time.sleep(0.02)
        now = done()
        if now > reached:
            reached, since = now, time.monotonic()
        quiet = time.monotonic() - since
        assert quiet < PATIENCE, [process.poll() for process in replicas]
        if quiet > 3 and replicas[0].poll() is not None:
            clock.forward(minutes=6)
            since = time.monotonic()
