"""A channel's subscription to digests, and how far the channel has been informed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.digests.plan import SubscriptionPlan


class SubscriptionState(StrEnum):
    """Whether a subscription gets its digests."""

    ACTIVE = "active"
    PAUSED = "paused"  # its channel cannot be written to; its problem says why
    ENDED = "ended"


class SubscriptionOrigin(StrEnum):
    """Where a subscription was made."""

    SLACK = "slack"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One channel's plan for digests, and the position up to which its digests have reported."""

    number: int
    channel: str
    plan: SubscriptionPlan
    created_by: str  # a Slack user ID, "" when the file names nobody
    created_at: datetime
    origin: SubscriptionOrigin
    name: str  # of its entry in the file; "" for one from Slack
    state: SubscriptionState
    problem: str  # why it is paused, or what holds it up; "" when all is well
    cursor: datetime  # slots after it have not been looked at
    position: int | None  # the newest ledger position that was reported; None before the first digest
    delivered_at: datetime | None  # when the last digest was made
    posted_at: datetime | None  # when the last one was made that had anything to say
    data_suspect: bool  # whether the last one warned about its data
