"""In what the signs are looked for: a window of the attempts, and from where they came."""

from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames.arrays import Bools
from bot.analysis.frames.selection import Selection, filtered, within
from bot.reports.origins import NO_ORIGINS, Origins
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class Scope:
    """Where signs are looked for."""

    snapshot: Snapshot
    window: Window
    zone: tzinfo
    origins: Origins = NO_ORIGINS
    seen: Bools | None = None  # for each attempt whether it counts; None: all do
    filters: Filters = UNFILTERED  # by domain alone: what is usual is then that of its people

    def attempts(self, before: timedelta = timedelta()) -> Selection:
        """The attempts of the window, and of so long before it."""
        window = Window(self.window.start - before, self.window.end, "")
        rows = filtered(within(self.snapshot.attempts, window), self.filters, self.snapshot.people)
        return rows if self.seen is None else rows.where(self.seen[rows.rows])

    def previous(self) -> "Scope":
        """The window of equal length before."""
        return replace(self, window=self.window.previous())

    def known_at(self, position: int) -> "Scope":
        """The same, as of a position in the ledger."""
        return replace(self, seen=self.snapshot.attempts["position"].to_numpy() <= position)
