"""Starting replicas as processes, and counting what stands in the local Slack afterwards."""

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.people import BOT_USER
from tests.support.digest_fixture import HandClock

ROOT = Path(__file__).parents[2]


@dataclass
class SharedClock(HandClock):
    """A clock that other processes read from a file."""

    path: Path = field(default=Path())

    def __post_init__(self) -> None:
        self.write()

    def go_to(self, day: int, hour: int = 9, minute: int = 0, month: int = 2) -> None:
        super().go_to(day, hour, minute, month)
        self.write()

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.write()

    def write(self) -> None:
        """Whole or not at all: a reader never sees half a time."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(self.now.isoformat())
        fresh.replace(self.path)


def replica(
    database: str, slack: LocalSlack, clock: SharedClock, mode: str, step: str = "", *, seconds: int = 10
) -> subprocess.Popen[str]:
    """Start a replica; it ends by itself, by its STEP, or when the test kills it."""
    command = [
        sys.executable,
        "-m",
        "tests.support.digest_driver",
        database,
        slack.api_url,
        str(clock.path),
        mode,
        step,
        str(seconds),
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def marks(slack: LocalSlack, channel: str) -> Counter[tuple[str, int]]:
    """How often each part of each delivery stands in a channel, by its metadata."""
    with slack.context.workspace.lock:
        found = [message.metadata for message in slack.context.workspace.messages[channel] if message.user == BOT_USER]
    payloads = [one["event_payload"] for one in found if one]
    return Counter((payload["delivery"], payload["part"]) for payload in payloads)


def files(slack: LocalSlack, channel: str) -> Counter[str]:
    """How often each file was shared in a channel, by its name."""
    with slack.context.workspace.lock:
        workspace = slack.context.workspace
        return Counter(workspace.files[file].name for message in workspace.messages[channel] for file in message.files)
