"""A roster of many people recorded, recorded again with 34 changes, and the rollout question over it.

python -m tests.benchmarks.large_roster [PEOPLE] prints CPU seconds of each and the most memory.
"""

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from bot.app.services import build_services
from bot.reports.roster import Roster
from bot.settings import Settings
from bot.storage.ledger.roster import Rosters
from tests.benchmarks.data import users

PEOPLE, CHANGED = 1_000_000, 34
_METHODS = ("mobilePhone", "email", "mobilePhone, softwareOneTimePasscode", "", "fido2SecurityKey")


def drawn(people: int) -> Roster:
    """A roster in which 45 of 100 are enabled and not registered."""
    draw = np.random.default_rng(people)
    registered, enabled = draw.random(people) < 0.5, draw.random(people) < 0.95
    frame = pd.DataFrame(
        {
            "user": users(people),
            "registered": registered.astype(int),
            "enabled": enabled.astype(int),
            "capable": (registered & enabled).astype(int),
            "admin": (draw.random(people) < 0.01).astype(int),
            "guest": (draw.random(people) < 0.05).astype(int),
            "object_id": [f"{number:08x}-1111-4222-8333-444455556666" for number in range(people)],
            "methods": [_METHODS[place] for place in draw.integers(0, len(_METHODS), people)],
        }
    )
    return Roster(frame, people, ())


def main(people: int) -> None:
    """Measure, and print."""
    now = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate({"SSPR_DATABASE_URL": f"sqlite:///{Path(folder) / 'sspr.db'}"})
        services = build_services(settings, clock=lambda: now)
        rosters, whole = Rosters(services.tenant), drawn(people)
        found = {"first": cost(lambda: rosters.record(whole, "a.json", now - timedelta(days=1)))}
        whole.frame.loc[: CHANGED - 1, "registered"] = 1 - whole.frame.loc[: CHANGED - 1, "registered"]
        found["again"] = cost(lambda: rosters.record(whole, "a.json", now))
        found["snapshot"] = cost(services.snapshots.current)
        from bot.app.answering import terminal_answering  # noqa: PLC0415 - what it imports is not the roster's

        answering, asker = terminal_answering(services), services.terminal()
        answering.answer("help", asker)
        found["rollout"] = cost(lambda: answering.answer("rollout", asker, now=now))
        services.close()
    for name, seconds in found.items():
        sys.stdout.write(f"{name}: {seconds:.2f} s\n")
    sys.stdout.write(f"peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")


def cost(work: object) -> float:
    """CPU seconds."""
    before = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - before


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
