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
from io import BytesIO
from typing import Any

from bot.reports.receipt import ReportKind
from bot.settings import Settings

ROWS, ROUNDS = 100, 5


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
PullCheckpoints = _found("PullCheckpoints", "bot.storage.ledger.checkpoints", "bot.storage.checkpoints")


HEADER = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
REGISTERED = "User,Role,Date and Time,Data Registered\n"
NOW = datetime.now(UTC).replace(microsecond=0)


class Bot:
    """A bot over a database, and loads for it."""

    def __init__(self, url: str) -> None:
        self.core: Any = _build()(Settings.model_validate({"SSPR_DATABASE_URL": url}), clock=lambda: NOW)
        self.people = self.core.snapshots.current().people.shown
        self.draw = random.Random()

    def rows(self, *, spread: bool = False, strangers: bool = False) -> bytes:
        """A hundred attempts that were never seen."""
        lines = []
        for number in range(ROWS):
            ago = self.draw.randrange(30 * 86_400_000_000) if spread else number
            who = f"s{self.draw.getrandbits(60)}@contoso.com" if strangers else self.draw.choice(self.people[:1000])
            at = (NOW - timedelta(microseconds=ago)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            lines.append(f"{who},User,{at},Mobile Phone,Failed,User does not have a license.")
        return (HEADER + "\n".join(lines)).encode()

    def registrations(self) -> bytes:
        """A hundred registrations."""
        lines = [f"{self.draw.choice(self.people[:1000])},User,{self._at()},Office Phone" for _ in range(ROWS)]
        return (REGISTERED + "\n".join(lines)).encode()

    def _at(self) -> str:
        return (NOW - timedelta(microseconds=self.draw.randrange(10**9))).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def load(self, content: bytes) -> None:
        """Into the ledger, and the answer after it."""
        self.core.loading.load("small.csv", BytesIO(content))
        self.core.snapshots.current()

    def empty_pull(self) -> None:
        """A pull that brings nothing."""
        owner, made = getattr(self.core, "tenant", None), PullCheckpoints
        checkpoints: Any = made(*((owner,) if owner else (self.core.engine, self.core.ledger.tenant)))
        at = NOW + timedelta(microseconds=self.draw.randrange(10**9))
        checkpoints.finish(Pulled(ReportKind.AUDIT, NOW - timedelta(days=1), NOW, at))
        self.core.snapshots.refresh()


def measured(make: Callable[[], Callable[[], None]], rounds: int) -> float:
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
    loads: dict[str, Callable[[], bytes]] = {
        "100 rows at the end": bot.rows,
        "100 rows all over 30 days": lambda: bot.rows(spread=True),
        "100 rows of strangers": lambda: bot.rows(strangers=True),
        "100 registrations": bot.registrations,
    }
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS

    def loading(content: Callable[[], bytes]) -> Callable[[], Callable[[], None]]:
        def made() -> Callable[[], None]:
            drawn = content()
            return lambda: bot.load(drawn)

        return made

    found = {name: measured(loading(content), rounds) for name, content in loads.items()}
    found["a pull that brings nothing"] = measured(lambda: bot.empty_pull, rounds)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
