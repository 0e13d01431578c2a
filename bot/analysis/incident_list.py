"""The incidents of a window, with what they stand out from and what could not have been seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.frames.selection import FAILED, filtered, having, within
from bot.analysis.incidents import BUDGET, HISTORY, Incident, incidents
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class IncidentsAnswer:
    """The incidents that began or went on in a window, oldest first."""

    window: Window
    filters: Filters
    incidents: tuple[Incident, ...]
    failing_people: int  # all who failed in the window
    history_days: int  # days of data before the window, at most eight weeks: what is usual comes from these
    at_newest: "IncidentsAnswer | None"
    coverage: Coverage


def incident_list(
    snapshot: Snapshot,
    window: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    budget: float = BUDGET,
) -> IncidentsAnswer:
    """The bursts of one cause that stand out against the same hours of the weeks before."""
    rows = filtered(within(snapshot.attempts, window), filters, snapshot.people)
    failed = rows.where(having(rows, FAILED))
    shifted = at_newest(snapshot.attempts, window, now)
    return IncidentsAnswer(
        window=window,
        filters=filters,
        incidents=incidents(snapshot, window, filters=filters, catalogue=catalogue, zone=zone, budget=budget),
        failing_people=arrays.distinct(failed.codes("user"), len(snapshot.people.keys)),
        history_days=_history(snapshot, window),
        at_newest=incident_list(
            snapshot, shifted, filters=filters, catalogue=catalogue, now=now, zone=zone, budget=budget
        )
        if shifted
        else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
    )


def _history(snapshot: Snapshot, window: Window) -> int:
    if not len(snapshot.attempts):
        return 0
    begins = max(window.start - HISTORY, from_micros(int(arrays.times(snapshot.attempts)[0])))
    return max((window.start - begins) // timedelta(days=1), 0)
