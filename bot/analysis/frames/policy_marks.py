"""Policy changes on the time line of failures: an order of events, and never a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.analysis.answers import Filters
from bot.analysis.changes import policy_changes
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import filtered, itemised, within
from bot.analysis.incidents import Incident
from bot.analysis.people.strangers import strangers, without
from bot.reports.instants import from_micros
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

AROUND: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PolicyMark:
    """One change of the policy that was carried out, and what failed around it. Who made it is not in it."""

    at: datetime
    what: str  # the log's own words
    before: int | None  # failed attempts in the 24 hours before; None: too few to be shown to this reader
    after: int | None  # ... and after; None as well where the data does not reach so far
    incident_at: datetime | None  # when the first incident after it began, within 24 hours


def policy_marks(
    snapshot: Snapshot, window: Window, filters: Filters, incidents: Sequence[Incident] = ()
) -> tuple[PolicyMark, ...]:
    """The changes of a window, newest first."""
    times = arrays.times(snapshot.attempts)
    newest, strange = from_micros(times[-1]) if len(times) else window.start, strangers(snapshot)
    return tuple(
        PolicyMark(
            at=one.at,
            what=one.what,
            before=_failed(snapshot, Window(one.at - AROUND, one.at, ""), filters, strange),
            after=_failed(snapshot, Window(one.at, one.at + AROUND, ""), filters, strange)
            if one.at + AROUND <= newest
            else None,
            incident_at=min(
                (burst.first_at for burst in incidents if one.at <= burst.first_at < one.at + AROUND), default=None
            ),
        )
        for one in policy_changes(snapshot, window)
        if one.succeeded
    )


def _failed(snapshot: Snapshot, window: Window, filters: Filters, strange: arrays.Bools) -> int:
    rows, _ = without(filtered(within(snapshot.attempts, window), filters, snapshot.people), strange)
    return len(itemised(rows, filters))
