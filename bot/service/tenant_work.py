"""What is to be done for many tenants again and again, as the rounds take it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing to do for one tenant, claimed for one replica."""

    tenant: str
    kind: str
    at: datetime  # when it was claimed
    attempts: int  # that failed before this one


class Work(Protocol):
    """Hands out what is to be done. Every method may raise StoreError."""

    def claim(self, kinds: Collection[str], now: datetime, until: datetime, most: int) -> Collection[Claim]:
        """Claim what is due of these kinds, the oldest first, of each tenant one thing that nobody else has."""
        ...

    def renew(self, until: datetime) -> None:
        """Extend all claims of this replica."""
        ...

    def done(self, claim: Claim, due: datetime) -> None:
        """Give a claim back after it went well; it is due again then."""
        ...

    def failed(self, claim: Claim, problem: str, now: datetime, jitter: float) -> bool:
        """Give a claim back after it failed, to try again later; True when it is given up."""
        ...
