"""Two windows side by side: what became more, what fewer."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.analysis.answers import UNFILTERED, Counts, Filters, Group, GroupBy
from bot.analysis.frames.breakdown import break_down
from bot.analysis.frames.counting import counts
from bot.analysis.frames.newest_window import reaches_back
from bot.analysis.frames.selection import filtered, itemised, within
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage
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
    previous_covered: bool
    coverage: Coverage


def compare(
    snapshot: Snapshot,
    window: Window,
    previous: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
) -> CompareAnswer:
    """The failures of two windows by cause, the largest change first."""
    people, spans = snapshot.people, (window, previous)
    rows, before = (filtered(within(snapshot.attempts, span), filters, people) for span in spans)
    items, earlier = itemised(rows, filters), itemised(before, filters)
    sizes = break_down(items, earlier, GroupBy.CAUSE, people=people, catalogue=catalogue, zone=UTC)
    return CompareAnswer(
        window=window,
        previous_window=previous,
        counts=counts(rows, people, filters),
        previous=counts(before, people, filters),
        groups=tuple(sizes.group(key) for key in sizes.most_changed_first()),
        previous_covered=reaches_back(snapshot.attempts, previous),
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
    )
