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
    position: int | None = None  # in the ledger, behind which no row counts; None: all count
    filters: Filters = UNFILTERED  # by domain alone: what is usual is then that of its people

    def attempts(self, before: timedelta = timedelta()) -> Selection:
        """The attempts of the window, and of so long before it."""
        rows = within(self.snapshot.attempts, replace(self.window, start=self.window.start - before))
        return self._known(filtered(rows, self.filters, self.snapshot.people))

    def registrations(self, after: timedelta) -> Selection:
        """The registrations of the window, and of so long after it."""
        return self._known(within(self.snapshot.registrations, replace(self.window, end=self.window.end + after)))

    def interventions(self, after: timedelta) -> Selection:
        """What the audit log tells beside them, as long."""
        return self._known(within(self.snapshot.interventions, replace(self.window, end=self.window.end + after)))

    def previous(self) -> "Scope":
        """The window of equal length before."""
        return replace(self, window=self.window.previous())

    def known_at(self, position: int) -> "Scope":
        """The same, as of a position in the ledger."""
        return replace(self, position=position)

    def _known(self, rows: Selection) -> Selection:
        if self.position is None:
            return rows
        known: Bools = rows.frame.values("position")[rows.rows] <= self.position
        return rows.where(known)
