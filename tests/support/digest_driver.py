"""One replica of the digests in a process of its own, so that a test can kill it at any step.

python -m tests.support.digest_driver DATABASE_URL SLACK_API_URL CLOCK_FILE once|on [STEP [SECONDS]]

The clock is what the file says; STEP names the checkpoint at which the process kills itself; SECONDS is how long Slack
may take to answer.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.support.digest_fixture import core_for, poster_for
from tests.support.digest_parts import build_digests

READY = "ready"


@dataclass(frozen=True)
class FileClock:
    """What the test says it is."""

    path: Path

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self.path.read_text())


def killer(step: str) -> Callable[[str], None]:
    """Ends the process at one step, as a power cut would."""

    def checkpoint(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint


def main(database: str, slack: str, clock_file: str, mode: str, step: str = "", seconds: str = "10") -> None:
    """Run one replica."""
    core = core_for(database, FileClock(Path(clock_file)))
    _, scheduler = build_digests(core, poster_for(slack, seconds=int(seconds)), checkpoint=killer(step))
    if mode == "once":
        scheduler.drain()
        scheduler.stop()
        core.close()
        return
    print(READY, flush=True)  # noqa: T201 - whoever started this waits for it
    while True:
        scheduler.run_once()
        time.sleep(0.03)


if __name__ == "__main__":
    main(*sys.argv[1:])
