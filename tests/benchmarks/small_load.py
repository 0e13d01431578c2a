"""What a hundred rows, or nothing at all, cost a running bot over a ledger: one JSON line of CPU seconds.

    python small_load.py DATABASE_URL

It runs in any build of the project, so that one that is checked out elsewhere can be measured beside this one.
"""

import importlib
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from bot.reports.receipt import ReportKind
from bot.settings import Settings
from tests.support.audit_writers import Step, guid, portal_csv

ROWS, ROUNDS = 100, 5
KEPT = "the file beside the database, after 100 rows"
Work = Callable[[], object]


def _found(name: str, *modules: str) -> Any:
    """A part of the bot, which stood elsewhere in a build of before."""
    for module in modules:
        with suppress(ModuleNotFoundError, AttributeError):
            return getattr(importlib.import_module(module), name)
    raise LookupError(name)


def _build() -> Any:
    with suppress(LookupError):
        return _found("build_services", "bot.app.services")
    return _found("build_core", "bot.app.core")


Pulled = _found("Pulled", "bot.reports.covered_spans", "bot.reports.pulls")
roster_of = _found("roster_of", "bot.reports.roster")
PullCheckpoints = _found("PullCheckpoints", "bot.storage.ledger.checkpoints", "bot.storage.checkpoints")
Rosters = _found("Rosters", "bot.storage.ledger.roster", "bot.storage.roster")

HEADER = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
REGISTERED = "User,Role,Date and Time,Data Registered\n"
NOW = datetime.now(UTC).replace(microsecond=0)
LISTED, CHANGED = 10_000, 34
FLOW, BEGUN, SENT = (
    "Self-service password reset flow activity progress",
    "User submitted their user ID",
    "User started the mobile SMS verification option",
)


class Bot:
    """A bot over a database, and loads for it."""

    def __init__(self, url: str) -> None:
        self.now = NOW
        self.core: Any = _build()(Settings.model_validate({"SSPR_DATABASE_URL": url}), clock=lambda: self.now)
        self.people = self.core.snapshots.current().people.shown
        self.draw = random.Random()
        self.listed: list[dict[str, Any]] = []
        self.ago = iter(range(10**7, 0, -1))  # microseconds: the same again would be a report that was saved again

    def rows(self, *, spread: bool = False, strangers: bool = False) -> Work:
        """A hundred attempts that were never seen, each later than the last where they are not spread."""
        lines = []
        for _ in range(ROWS):
            ago = self.draw.randrange(30 * 86_400_000_000) if spread else next(self.ago)
            who = f"s{self.draw.getrandbits(60)}@contoso.com" if strangers else self._somebody()
            at = (NOW - timedelta(microseconds=ago)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            lines.append(f"{who},User,{at},Mobile Phone,Failed,User does not have a license.")
        before, load = self._held(), self.loading((HEADER + "\n".join(lines) + "\n").encode())

        def all_new() -> None:
            load()
            assert self._held() == before + ROWS

        return all_new

    def answered(self, ask: Callable[[Any], object]) -> Work:
        """A hundred attempts at the end, and the first answer after them."""
        load = self.rows()

        def load_and_ask() -> None:
            load()
            ask(self.core.snapshots.current())

        return load_and_ask

    def kept(self) -> Work:
        """The file of all rows beside the database, written anew after a hundred more."""
        self.rows()()
        keep: Work = self.core.snapshots.keep
        return keep

    def registrations(self) -> Work:
        """A hundred registrations."""
        lines = [f"{self._somebody()},User,{self._at()},Office Phone" for _ in range(ROWS)]
        return self.loading((REGISTERED + "\n".join(lines) + "\n").encode())

    def changes(self) -> Work:
        """A hundred attempts that go on: what was told of them changes."""
        begun = self._steps(FLOW, BEGUN)
        self.loading(portal_csv(begun))()
        return self.loading(portal_csv([self._later(step, FLOW, SENT) for step in begun]))

    def interventions(self) -> Work:
        """A hundred resets by an admin."""
        return self.loading(portal_csv(self._steps("Reset password (by admin)", "")))

    def settling(self) -> Work:
        """A hundred attempts in progress, and two hours after them: nothing is loaded, and they have ended."""
        self.loading(portal_csv(self._steps(FLOW, BEGUN)))()

        def later() -> None:
            self.now += timedelta(hours=2)
            self.core.snapshots.refresh()

        return later

    def roster(self) -> Work:
        """A roster of which some rows have changed since the last."""
        if not self.listed:
            state = {"isSsprEnabled": True, "isSsprRegistered": True, "methodsRegistered": ["mobilePhone"]}
            self.listed = [{"userPrincipalName": user, **state} for user in self.people[:LISTED]]
            self._recorded(roster_of(self.listed))()
        for place in self.draw.sample(range(LISTED), CHANGED):
            self.listed[place]["isSsprRegistered"] ^= True
        return self._recorded(roster_of(self.listed))

    def empty_pull(self) -> Work:
        """A pull that brings nothing."""
        checkpoints: Any = PullCheckpoints(*self._owner())
        at = NOW + timedelta(microseconds=self.draw.randrange(10**9))

        def pull() -> None:
            checkpoints.finish(Pulled(ReportKind.AUDIT, NOW - timedelta(days=1), NOW, at))
            self.core.snapshots.refresh()

        return pull

    def loading(self, content: bytes) -> Work:
        """Into the ledger, and the answer after it."""

        def load() -> None:
            self.core.loading.load("small.csv", BytesIO(content))
            self.core.snapshots.current()

        return load

    def _recorded(self, roster: Any) -> Work:
        def record() -> None:
            rosters: Any = Rosters(*self._owner())
            rosters.record(roster, "people.json", self.now)
            self.core.snapshots.refresh()

        return record

    def _owner(self) -> tuple[Any, ...]:
        owner = getattr(self.core, "tenant", None)
        return (owner,) if owner else (self.core.engine, self.core.ledger.tenant)

    def _held(self) -> int:
        return len(self.core.snapshots.current().attempts)

    def _somebody(self) -> str:
        who: str = self.draw.choice(self.people[:1000])
        return who

    def _at(self) -> str:
        return (NOW - timedelta(microseconds=self.draw.randrange(10**9))).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _steps(self, activity: str, reason: str) -> list[Any]:
        """One of each attempt, within the last seconds."""
        moments = [self.now - timedelta(microseconds=self.draw.randrange(10**7)) for _ in range(ROWS)]
        return [
            Step(at, self._somebody(), guid(self.draw.getrandbits(32)), activity, "success", reason) for at in moments
        ]

    def _later(self, step: Any, activity: str, reason: str) -> Any:
        return Step(step.at + timedelta(seconds=30), step.user, step.correlation, activity, "success", reason)


def measured(make: Callable[[], Work], rounds: int) -> float:
    """The median of the CPU seconds; what is loaded is made before the clock runs."""
    found = []
    for _ in range(rounds + 1):
        work = make()
        before = time.process_time()
        work()
        found.append(time.process_time() - before)
    return statistics.median(found[1:])


def main() -> None:
    """Measure, and print."""
    bot = Bot(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    words: dict[str, Any] = {"catalogue": bot.core.catalogue, "now": NOW}
    week = _found("last", "bot.reports.window")(timedelta(days=7), now=NOW)
    failures = partial(_found("failures", "bot.analysis.failures"), window=week, zone=UTC, **words)
    stuck = partial(_found("stuck", "bot.analysis.stuck"), **words)
    works: dict[str, Callable[[], Work]] = {
        "100 rows at the end": bot.rows,
        "100 rows all over 30 days": lambda: bot.rows(spread=True),
        "100 rows of strangers": lambda: bot.rows(strangers=True),
        "100 registrations": bot.registrations,
        "a pull that brings nothing": bot.empty_pull,
        "100 attempts that change": bot.changes,
        "100 resets by an admin": bot.interventions,
        "100 attempts that are over": bot.settling,
        f"roster of {LISTED:,}, {CHANGED} changed": bot.roster,
        "100 rows at the end and failures 7d": lambda: bot.answered(failures),
        "100 rows at the end and stuck": lambda: bot.answered(stuck),
    }
    if hasattr(bot.core.snapshots, "keep"):
        works[KEPT] = bot.kept
    sys.stdout.write(json.dumps({name: measured(make, rounds) for name, make in works.items()}))


if __name__ == "__main__":
    main()
