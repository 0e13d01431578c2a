"""Policy changes on the time line of failures: an order of events, and never a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.analysis.answers import Filters
from bot.analysis.changes import policy_changes
from bot.analysis.frames import arrays
from bot.analysis.frames.newest_window import reaches_back
from bot.analysis.frames.selection import filtered, itemised, within
from bot.analysis.incidents import Incident
from bot.analysis.people.strangers import strangers, without
from bot.reports.coverage import gaps, pulls_of, receipts_of
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

AROUND: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PolicyMark:
    """One change of the policy that was carried out, and what failed around it. Who made it is not in it."""

    at: datetime
    what: str  # the log's own words
    before: int | None  # failed attempts in the 24 hours before; None: not known, or too few to be shown to this reader
    after: int | None  # ... and after
    incident_at: datetime | None  # when the first incident after it began, within 24 hours


def policy_marks(
    snapshot: Snapshot, window: Window, filters: Filters, incidents: Sequence[Incident] = ()
) -> tuple[PolicyMark, ...]:
    """The changes of a window, newest first."""
    return tuple(
        PolicyMark(
            at=one.at,
            what=one.what,
            before=_failed(snapshot, Window(one.at - AROUND, one.at, ""), filters),
            after=_failed(snapshot, Window(one.at, one.at + AROUND, ""), filters),
            incident_at=min(
                (burst.first_at for burst in incidents if one.at <= burst.first_at < one.at + AROUND), default=None
            ),
        )
        for one in policy_changes(snapshot, window)
        if one.succeeded
    )


def _failed(snapshot: Snapshot, window: Window, filters: Filters) -> int | None:
    """Failed attempts of a window; None where the data does not reach over all of it, as that is not 0."""
    if not _is_known(snapshot, window):
        return None
    rows, _ = without(filtered(within(snapshot.attempts, window), filters, snapshot.people), strangers(snapshot))
    return len(itemised(rows, filters))


def _is_known(snapshot: Snapshot, window: Window) -> bool:
    if not reaches_back(snapshot.attempts, window):
        return False
    pulls = pulls_of(snapshot, ReportKind.RESET)
    until = max([from_micros(arrays.times(snapshot.attempts)[-1]), *(one.end for one in pulls)])
    holes = gaps(receipts_of(snapshot, ReportKind.RESET), pulls)
    return window.end <= until and not any(start < window.end and end > window.start for start, end in holes)
