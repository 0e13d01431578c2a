"""What a channel wants of its digests."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.analysis.answers import UNFILTERED, Filters
from bot.digests.decision import Decisions
from bot.privacy import CROWD, Visibility
from bot.render.blocks.native_chart import day_label
from bot.render.lines.runbook import Own


@dataclass(frozen=True, slots=True)
class Setting:
    """What a channel wants of its digests, and what is said about this one."""

    zone: tzinfo
    show: Visibility = Visibility.MASKED
    title: str = "Password reset digest"
    note: str = ""  # "Catch-up: covers 3 missed digests", "Preview"
    token: str | None = None  # of the kept digest; no buttons without it
    decisions: Decisions = field(default_factory=dict)
    own: Own | None = None  # the operator's runbooks
    filters: Filters = UNFILTERED  # which cases the digest is about
    smallest_group: int = CROWD  # where numbers alone are shown, none is about fewer people
    made_at: datetime | None = None  # None for a preview by hand, which has no day of its own

    @property
    def dated(self) -> str:
        """The title with the day, which tells one digest from the next: `Password reset digest, Mon 23 Nov`."""
        return f"{self.title}, {day_label(self.made_at.astimezone(self.zone).date())}" if self.made_at else self.title
