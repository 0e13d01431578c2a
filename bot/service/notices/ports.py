"""What messages to people need from outside. Methods of the store may raise StoreError."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.digests.notice import Notice


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member of the workspace behind an address of the reports."""

    id: str
    zone: ZoneInfo


class NoticeStore(Protocol):
    """Keeps what was sent to whom, and who may be written to: append-only."""

    def all(self) -> tuple[Notice, ...]:
        """List every line, oldest first."""
        ...

    def append(self, notice: Notice, allowed: Callable[[Sequence[Notice]], bool] = ...) -> bool:
        """Append a line if the lines before it allow that; no other replica appends meanwhile. Whether it was."""
        ...


FindRecipient = Callable[[str], Recipient | None]  # by address: a member who may be written to; None in doubt
