"""Posting to channels: what a channel is, the roles of whoever posts, and what may go wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from bot.errors import BotError
from bot.render.blocks.message import Message

Check: TypeAlias = Callable[[], None]  # raises when something is not to be written after all

NOT_ALLOWED = "not_allowed"  # our own code for a channel that may have no digest


def always_wanted() -> None:
    """Raise nothing."""


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A channel as Slack describes it."""

    name: str
    archived: bool
    shared: bool  # with another organisation
    member: bool  # whether the bot is in it


@dataclass(frozen=True, slots=True)
class Mark:
    """The metadata of a digest message: which delivery it belongs to, and as which part."""

    delivery: str
    part: int


class PostError(BotError):
    """Slack did not take something. A transient failure may have happened after the work was done."""

    def __init__(self, sentence: str, *, code: str, transient: bool, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.code = code  # Slack's word: channel_not_found, token_revoked, ratelimited ...
        self.transient = transient
        self.retry_after = retry_after  # seconds


class Channels(Protocol):
    """Describes channels. Every method may raise PostError."""

    def channel_info(self, channel: str) -> ChannelInfo:
        """Describe a channel as it is now."""
        ...

    def direct(self, user: str) -> str:
        """Return the channel of the direct message with a person."""
        ...


class Writer(Protocol):
    """Writes messages and files. Every method may raise PostError.

    `check` is called directly before each try, once all waits are over; what it raises goes through.
    """

    def post(
        self,
        channel: str,
        message: Message,
        *,
        mark: Mark | None = None,
        thread_ts: str | None = None,
        check: Check = always_wanted,
    ) -> str:
        """Post a message; return its ts."""
        ...

    def update(self, channel: str, ts: str, message: Message, *, mark: Mark | None = None) -> None:
        """Replace a message."""
        ...

    def upload(
        self,
        channel: str,
        thread_ts: str,
        name: str,
        content: bytes,
        *,
        title: str,
        alt: str,
        check: Check = always_wanted,
    ) -> str:
        """Upload a file into a thread; return its id."""
        ...


class Finder(Protocol):
    """Reads back what was posted. Every method may raise PostError."""

    def find(self, channel: str, mark: Mark, *, since: datetime, thread_ts: str | None = None) -> str | None:
        """Find the ts of the message that carries this mark in the channel or a thread; None: not posted."""
        ...

    def find_file(self, channel: str, thread_ts: str, name: str) -> str | None:
        """Find the id of our file of this name in a thread; None: not there."""
        ...


class Poster(Channels, Writer, Finder, Protocol):
    """All roles of whoever posts."""
