"""The causes that people gave to details which no document lists, and their store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GivenCause:
    """One cause that was given to an unknown detail, or taken back."""

    code: str  # of the detail
    cause: str  # "" takes it back
    by: str  # a Slack user ID
    at: datetime


class GivenCauseStore(Protocol):
    """Keeps given causes: append-only, the newest of a detail counts. Every method may raise StoreError."""

    def record(self, given: GivenCause) -> None:
        """Append one."""
        ...
