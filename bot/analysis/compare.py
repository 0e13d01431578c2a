"""Two windows side by side: what became more, what fewer."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.analysis.answers import UNFILTERED, Counts, Filters, Group, GroupBy
from bot.analysis.frames import local_time
from bot.analysis.frames.breakdown import break_down
from bot.analysis.frames.daily_points import days_within, uncovered
from bot.analysis.frames.newest_window import reaches_back
from bot.analysis.frames.selection import DONE, Selection, having
from bot.analysis.frames.window_rows import window_rows
from bot.analysis.people.usual_people import UsualPeople, usual_people
from bot.analysis.statistics.change import Change, change, votes
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage, quiet
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


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
    change: Change | None = None  # of the success rate; None where a side is empty, or filtered so that it has none
    usual: tuple[UsualPeople, ...] = ()  # failing people against the last eight weeks; all together first
    strangers: int = 0  # names in the window that the directory's list lacks, counted nowhere else


def compare(
    snapshot: Snapshot,
    window: Window,
    previous: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo = UTC,
) -> CompareAnswer:
    """The failures of two windows by cause, the largest change first."""
    people, spans = snapshot.people, (window, previous)
    rows, before = (window_rows(snapshot, span, filters) for span in spans)
    sizes = break_down(rows, before, GroupBy.CAUSE, people=people, catalogue=catalogue, zone=UTC)
    rests = coverage(snapshot, ReportKind.RESET, window, now)
    ended = rests.until is None or rests.until < min(window.end, now) - quiet(window)
    covered = reaches_back(snapshot.attempts, previous) and all(_covered(snapshot, span, zone) for span in spans)
    covered = covered and not ended
    return CompareAnswer(
        window=window,
        previous_window=previous,
        counts=rows.counts(),
        previous=before.counts(),
        groups=tuple(sizes.group(key) for key in sizes.most_changed_first()),
        previous_covered=covered,
        coverage=rests,
        change=_change(before.rows, rows.rows, zone) if covered and not (filters.result or filters.cause) else None,
        usual=usual_people(snapshot, window, filters),
        strangers=rows.strangers,
    )


def _covered(snapshot: Snapshot, span: Window, zone: tzinfo) -> bool:
    return not uncovered(snapshot, days_within(snapshot, span, zone), zone)


def _change(earlier: Selection, later: Selection, zone: tzinfo) -> Change | None:
    sides = (
        votes(rows.codes("user"), local_time.days(rows.times(), zone), having(rows, DONE)) for rows in (earlier, later)
    )
    return change(*sides)
