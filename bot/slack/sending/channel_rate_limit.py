"""Slack's limit of about one message a second for each channel, kept without holding up other channels."""

import time
from collections.abc import Callable
from threading import Lock

_SECONDS = 1.0


class ChannelRateLimit:
    """Give out turns. Waiting is done outside the lock, so a busy channel delays nobody else."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._monotonic = monotonic
        self.sleep = sleep
        self._lock = Lock()
        self._next: dict[str, float] = {}

    def wait(self, channel: str) -> None:
        """Return when it is this message's turn in its channel."""
        with self._lock:
            now = self._monotonic()
            turn = max(now, self._next.get(channel, now))
            self._next[channel] = turn + _SECONDS
        if turn > now:
            self.sleep(turn - now)
