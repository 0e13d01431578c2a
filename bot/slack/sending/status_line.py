"""A line that says what the bot is doing, where an answer takes longer than a person expects."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer

from slack_sdk import WebClient

from bot.slack.client import WHILE_SOMEBODY_WAITS, SlackError, ask, impatient
from bot.slack.payloads import Json

_AFTER = 1.0  # seconds
_log = logging.getLogger(__name__)


class StatusLine:
    """Say `is looking through 75,000 rows ...` in a thread while an answer is being made."""

    def __init__(self, client: WebClient, rows: Callable[[], int], later: type[Timer] = Timer) -> None:
        """`rows` counts what is looked through; `later` does something after so many seconds."""
        self._client = impatient(client, seconds=WHILE_SOMEBODY_WAITS)
        self._rows = rows
        self._later = later

    @contextmanager
    def while_working(self, event: Json) -> Iterator[None]:
        """Say it once the time is over, and take it back when the work is done; an answer takes it away as well."""
        lock, said = Lock(), [False, False]  # whether it was said, and whether the work is done

        def say() -> None:
            with lock:
                if not said[1]:
                    said[0] = self._set(event, f"is looking through {self._rows():,} rows ...")

        timer = self._later(_AFTER, say)
        timer.daemon = True
        if event.get("ts"):
            timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with lock:
                said[1] = True
            if said[0]:
                self._set(event, "")

    def _set(self, event: Json, status: str) -> bool:
        where = {"channel_id": event["channel"], "thread_ts": event.get("thread_ts") or event["ts"]}
        try:
            ask(self._client.assistant_threads_setStatus, **where, status=status)
        except SlackError as error:
            _log.info("Slack does not show what the bot is doing: %s", error.code)
            return False
        return True
