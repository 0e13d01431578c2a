"""What a channel wants of its digests."""

from dataclasses import dataclass, field
from datetime import tzinfo

from bot.digests.decision import Decisions
from bot.privacy import Visibility


@dataclass(frozen=True, slots=True)
class Setting:
    """What a channel wants of its digests, and what is said about this one."""

    zone: tzinfo
    show: Visibility = Visibility.MASKED
    title: str = "Password reset digest"
    note: str = ""  # "Catch-up: covers 3 missed digests", "Preview"
    token: str | None = None  # of the kept digest; no buttons without it
    decisions: Decisions = field(default_factory=dict)
