"""Two windows side by side: what became more, what fewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.analysis.answers import UNFILTERED, Counts, Filters, Group, GroupBy
from bot.analysis.frames import local_time
from bot.analysis.frames.breakdown import break_down
from bot.analysis.frames.counting import counts
from bot.analysis.frames.daily_points import days_within, uncovered
from bot.analysis.frames.newest_window import reaches_back
from bot.analysis.frames.selection import DONE, Selection, having
from bot.analysis.frames.window_rows import WindowRows, window_rows
from bot.analysis.incidents import Incident, incidents, of_incidents
from bot.analysis.people.usual_people import UsualPeople, usual_people
from bot.analysis.statistics.change import Change, change, votes
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage, quiet
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class CalmSides:
    """Both windows without the failures of incidents."""

    counts: Counts
    previous: Counts
    change: Change | None


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """Two windows side by side."""

    window: Window
    previous_window: Window
    counts: Counts
    previous: Counts
    groups: tuple[Group, ...]  # by cause, largest absolute change first
    previous_covered: bool  # False: a part of either window lies before or behind the data, or in days no load covers
    coverage: Coverage
    change: Change | None = None  # of the success rate; None where a side is empty, has no rate, or overlaps the other
    usual: tuple[UsualPeople, ...] = ()  # failing people against the last eight weeks; all together first
    strangers: int = 0  # names in the window that the directory's list lacks, counted nowhere else
    incidents: tuple[Incident, ...] = ()  # of either window, oldest first; none where they were not looked for
    calm: CalmSides | None = None  # None where there was no incident
    filters: Filters = UNFILTERED


def compare(
    snapshot: Snapshot,
    window: Window,
    previous: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo = UTC,
    budget: float | None = None,
) -> CompareAnswer:
    """The failures of two windows by cause, the largest change first; with a `budget` incidents are looked for."""
    people, spans = snapshot.people, (window, previous)
    rows, before = (window_rows(snapshot, span, filters) for span in spans)
    sizes = break_down(rows, before, GroupBy.CAUSE, people=people, catalogue=catalogue, zone=UTC)
    rests = coverage(snapshot, ReportKind.RESET, window, now)
    ended = rests.until is None or rests.until < min(window.end, now) - quiet(window)
    covered = reaches_back(snapshot.attempts, previous) and all(_covered(snapshot, span, zone) for span in spans)
    covered = covered and not ended
    comparable = covered and not filters.of_outcome() and not window.overlaps(previous)  # else against itself
    found = () if budget is None else _incidents(snapshot, spans, filters, catalogue, zone, budget)
    return CompareAnswer(
        window=window,
        previous_window=previous,
        counts=rows.counts(),
        previous=before.counts(),
        groups=tuple(sizes.group(key) for key in sizes.most_changed_first()),
        previous_covered=covered,
        coverage=rests,
        change=_change(before.rows, rows.rows, zone) if comparable else None,
        usual=usual_people(snapshot, window, filters),
        strangers=rows.strangers,
        incidents=found,
        calm=_calm(before, rows, found, zone if comparable else None) if found else None,
        filters=filters,
    )


def _incidents(
    snapshot: Snapshot,
    spans: tuple[Window, Window],
    filters: Filters,
    catalogue: Catalogue,
    zone: tzinfo,
    budget: float,
) -> tuple[Incident, ...]:
    """Those of both windows; one that is seen the same from both is one, though the weeks before each differ.

    One that goes on in both is known twice, and no less true for it.
    """
    either = (
        incidents(snapshot, span, filters=filters, catalogue=catalogue, zone=zone, budget=budget)
        for span in reversed(spans)
    )
    every = {(one.first_at, one.cause.key, one.last_at): one for side in either for one in side}
    return tuple(every[key] for key in sorted(every))


def _calm(before: WindowRows, rows: WindowRows, found: Sequence[Incident], zone: tzinfo | None) -> CalmSides:
    """The windows without them; without a `zone` no change is told."""
    then, now = (side.rows.where(~of_incidents(side.rows, found)) for side in (before, rows))
    people, filters = rows.snapshot.people, rows.filters
    change_of_rate = _change(then, now, zone) if zone else None
    return CalmSides(counts(now, people, filters), counts(then, people, filters), change_of_rate)


def _covered(snapshot: Snapshot, span: Window, zone: tzinfo) -> bool:
    return not uncovered(snapshot, days_within(snapshot, span, zone), zone)


def _change(earlier: Selection, later: Selection, zone: tzinfo) -> Change | None:
    sides = (
        votes(rows.codes("user"), local_time.days(rows.times(), zone), having(rows, DONE)) for rows in (earlier, later)
    )
    return change(*sides)
