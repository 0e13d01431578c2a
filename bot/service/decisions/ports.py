"""The store of what people follow. Every method may raise StoreError."""

from datetime import datetime
from typing import Protocol

from bot.digests.decision import CaseKey
from bot.digests.follow import Follow


class FollowStore(Protocol):
    """Keeps what people want to hear of, until they have heard of it."""

    def add(self, who: str, case: CaseKey, now: datetime, remind_at: datetime | None) -> bool:
        """Add a wish; False when the same person has the same one already."""
        ...

    def open(self) -> tuple[Follow, ...]:
        """List the wishes that are not fulfilled, oldest first."""
        ...

    def take(self, number: int, now: datetime) -> bool:
        """Take one to fulfil it, this replica alone; False when another one has it."""
        ...

    def give_back(self, number: int) -> None:
        """Open it again, as it could not be fulfilled now."""
        ...
