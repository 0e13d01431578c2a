"""Charts and tables that a workspace may refuse: what then goes out in their place, and how often that was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeVar

from bot.render.blocks.message import Message
from bot.render.blocks.text_twin import may_be_refused, plain
from bot.service.ports import Clock
from bot.slack.client import SlackError

_REFUSALS = ("invalid_blocks", "invalid_blocks_format")
_REMEMBERED = timedelta(days=1)  # Slack brings its blocks to workspaces one after the other

Sent = TypeVar("Sent")


class DataBlocks:
    """Send a message once more without data blocks where Slack refuses them, and for a day at once without."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: datetime | None = None
        self._lock = Lock()
        self.refused = 0  # messages that Slack refused with data blocks and took without

    def send(self, message: Message, post: Callable[[Message], Sent]) -> Sent:
        """Post a message. Raises what `post` raises, of the message without data blocks where it has any."""
        if not may_be_refused(message):
            return post(message)
        if self._until and self._clock() < self._until:
            return post(plain(message))
        try:
            return post(message)
        except SlackError as error:
            if not refuses(error):
                raise
        sent = post(plain(message))
        with self._lock:
            self._until = self._clock() + _REMEMBERED
            self.refused += 1
        return sent


def refuses(error: SlackError) -> bool:
    """Whether Slack takes the blocks for malformed; a response URL says so within more words."""
    return any(code in error.code for code in _REFUSALS)
