"""What the stories need from outside: small roles, owned here, filled by the composition root."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.reports.snapshot import Snapshot

Clock = Callable[[], datetime]


class Snapshots(Protocol):
    """Gives the snapshot to answer from."""

    def current(self) -> Snapshot:
        """The last good one; never blocks on a load."""
        ...


class Resolver(Protocol):
    """Knows which user ID in the reports a Slack person is."""

    def user_of(self, slack_id: str) -> str | None:
        """The person's e-mail address, or None when Slack does not tell."""
        ...
