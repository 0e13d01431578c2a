"""Replicas that are killed while Slack and the database fail them: each digest is posted exactly once.

Several processes deliver from one PostgreSQL to a local Slack. At drawn moments a replica is killed, all connections to
the database are, and Slack asks to wait, errs, loses answers, ends within them, or gives them too late. What Slack does
only after a replica has looked whether it was done cannot be known: here it works at once, and answers late.
"""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from bot.app.services import Services
from bot.digests.subscription import SubscriptionOrigin
from bot.local_slack.local_slack import LocalSlack
from tests.support.digest_fixture import ADA, MONDAY, core_for, delivered, local_slack, plan, poster_for
from tests.support.digest_parts import build_digests
from tests.support.digest_processes import SharedClock, files, marks, replica
from tests.support.reports import drawn_report

PATIENCE = 1  # seconds that a replica gives Slack for an answer
STEPS = 8  # steps of the clock in a round, together less than the lease of a claim
_STEP = timedelta(seconds=31)  # after which what failed once is tried again
_LEASE_ENDS = timedelta(minutes=6)
_METHODS = (
    "chat.postMessage", "chat.postMessage", "conversations.info", "conversations.history", "conversations.replies",
    "files.getUploadURLExternal", "files.completeUploadExternal", "auth.test",
)  # fmt: skip
_FAULTS: tuple[dict[str, Any], ...] = (
    {"retry_after": 1}, {"retry_after": "2.5"}, {"status": 500}, {"status": 503}, {}, {"after": True}, {"half": True},
    {"delay": 0.3}, {"delay": PATIENCE + 0.5, "after": True}, {"error": "internal_error"},
)  # fmt: skip
_MOST_FAULTS = 4  # still to come at any time
_MOST_ROUNDS = 60  # for the digests of one day


@dataclass(slots=True)
class Troubles:
    """What was done to them."""

    digests: int = 0
    messages: int = 0
    files: int = 0
    kills: int = 0
    connections: int = 0  # of the database, that were ended
    faults: Counter[str] = field(default_factory=Counter)


def break_replicas(
    folder: Path, database: str, count: int, seed: int = 1, *, channels: int = 4, replicas: int = 3
) -> Troubles:
    """Have so many digests delivered, or a few more; what was done meanwhile.

    Raises AssertionError where one is not delivered, a part of one is missing, or stands twice.
    """
    draw, days, names = random.Random(seed), -(-count // channels), [f"C{number:07}" for number in range(channels)]
    clock = SharedClock(path=folder / "clock")
    with local_slack(clock, more=channels) as slack, _core(database, clock) as core:
        scene = _Scene(draw, database, slack, core, clock, replicas, Troubles())
        scene.subscribe(names)
        for day in range(1, days + 1):
            core.ledger.record(drawn_report(_failures(day, clock())), f"{day}.csv", clock())
            clock.now = MONDAY + timedelta(days=day - 1, hours=3)  # an hour after the slot, wherever the rounds led
            clock.write()
            scene.deliver(day * channels)
        return _counted(scene, names, days)


@contextmanager
def _core(database: str, clock: SharedClock) -> Iterator[Services]:
    core = core_for(database, clock)
    try:
        yield core
    finally:
        core.close()


@dataclass(frozen=True, slots=True)
class _Scene:
    draw: random.Random
    database: str
    slack: LocalSlack
    core: Services
    clock: SharedClock
    replicas: int
    troubles: Troubles

    def subscribe(self, channels: list[str]) -> None:
        digests, _ = build_digests(self.core, poster_for(self.slack.api_url))
        for channel in channels:
            daily = plan("daily at 09:00 tz:UTC show:names")
            digests.subscriptions.add(channel, daily, ADA, self.clock(), origin=SubscriptionOrigin.SLACK)

    def deliver(self, wanted: int) -> None:
        """Start replicas, break what they stand on, kill them, and again, until so many digests are delivered.

        Their clock moves by less than a lease while they live: none of them ever holds a claim that has run out.
        """
        for _ in range(_MOST_ROUNDS):
            running = [self._start() for _ in range(self.replicas)]
            try:
                if self._round(running, wanted):
                    return
            finally:
                for process in running:
                    self._kill(process)
            self.clock.forward(seconds=_LEASE_ENDS.total_seconds())
        raise AssertionError(f"{delivered(self.core)} of {wanted} digests in {_MOST_ROUNDS} rounds")

    def _round(self, running: list[subprocess.Popen[str]], wanted: int) -> bool:
        for process in running:
            assert process.stdout is not None
            process.stdout.readline()  # that it is ready
        for _ in range(STEPS):
            self._break(running)
            self._await_call()
            time.sleep(self.draw.uniform(0, 0.3))
            if _answered(lambda: delivered(self.core)) == wanted:
                return True
            self.clock.forward(seconds=_STEP.total_seconds())
        return False

    def _await_call(self) -> None:
        """Until one of them has asked Slack for anything, or may have nothing to ask."""
        asked, since = len(self.slack.calls), time.monotonic()
        while len(self.slack.calls) == asked and time.monotonic() - since < PATIENCE:
            time.sleep(0.02)

    def _break(self, running: list[subprocess.Popen[str]]) -> None:
        if self.slack.context.api.faults.waiting < _MOST_FAULTS:
            method, fault = self.draw.choice(_METHODS), self.draw.choice(_FAULTS)
            self.slack.inject_fault(method, **fault)
            self.troubles.faults[", ".join(f"{name} {value}" for name, value in fault.items()) or "lost"] += 1
        if self.draw.random() < 0.2:
            self.troubles.connections += _answered(lambda: _end_connections(self.database))
        if self.draw.random() < 0.15:
            place = self.draw.randrange(self.replicas)
            self._kill(running[place])
            running[place] = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return replica(self.database, self.slack, self.clock, "on", seconds=PATIENCE)

    def _kill(self, process: subprocess.Popen[str]) -> None:
        process.kill()
        process.communicate()
        self.troubles.kills += 1


def _failures(day: int, now: datetime) -> str:
    """A report of one day: some fail, and those of the day before succeed."""
    at = now.astimezone(UTC) + timedelta(hours=1)
    rows = ["user | at | methods | result | detail"]
    for number in range(6):
        detail = "User does not have a license. You can add a license to the user to resolve this"
        rows.append(f"fay{day}-{number}@contoso.com | {at.isoformat()} | Mobile Phone | Failed | {detail}")
        done = f"fay{day - 1}-{number}@contoso.com | {(at + timedelta(hours=1)).isoformat()} | Mobile Phone"
        rows += [f"{done} | Succeeded | User successfully reset password"] * (number % 2)
    return "\n".join(rows)


def _answered(ask: Callable[[], int]) -> int:
    """What the database says; its own connection may have been ended with the others."""
    for _ in range(5):
        try:
            return ask()
        except Exception:  # noqa: BLE001 - a connection of the pool that was ended shows as several errors
            continue
    return ask()


def _end_connections(database: str) -> int:
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            return len(connection.execute(text(f"{others} AND pid <> pg_backend_pid()")).all())
    finally:
        engine.dispose()


def _counted(scene: _Scene, channels: list[str], days: int) -> Troubles:
    troubles = scene.troubles
    assert delivered(scene.core) == days * len(channels)
    shapes = set()
    for channel in channels:
        parts, shared = marks(scene.slack, channel), files(scene.slack, channel)
        assert set(parts.values()) == {1}, f"{channel}: {parts}"
        assert set(shared.values()) <= {1}, f"{channel}: {shared}"
        assert sum(part == 1 for _, part in parts) == days, f"{channel}: {parts}"
        shapes.add((tuple(sorted(Counter(part for _, part in parts).items())), len(shared)))
        troubles.messages += parts.total()
        troubles.files += shared.total()
    assert len(shapes) == 1, f"some channels miss a part: {shapes}"
    troubles.digests = days * len(channels)
    return troubles
