"""What happened since the last digest: what closed, what opened, what came back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.analysis.answers import UNFILTERED, Case, Counts, Filters, TrendPoint
from bot.analysis.cases.case_list import case_list
from bot.analysis.cases.ledger_range import LedgerRange, by_position, by_time, case_outcomes, late, stuck_now
from bot.analysis.digest_groups import DigestGroup, grouped
from bot.analysis.frames.counting import counts
from bot.analysis.frames.daily_points import points
from bot.analysis.frames.selection import Selection, filtered, within
from bot.analysis.incidents import BUDGET, HISTORY, Incident, incidents
from bot.analysis.odd import Sign
from bot.analysis.people.strangers import strangers, without
from bot.analysis.people.usual_day import UsualDay, usual_day
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

CHART: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """What happened between two ledger positions."""

    since: datetime | None  # when the last digest was made, or where a preview by time begins; None for a first one
    from_position: int
    to_position: int
    baseline: bool  # the first digest: one summary, no flood
    recovered: Sequence[Case]  # were open in the last digest, have succeeded since
    helpdesk: Sequence[Case]  # were open in the last digest, an admin has reset the password since
    still_stuck: int  # people who were failing in the last digest, and have neither recovered nor been helped since
    was_open: int  # people who were failing in the last digest
    new: tuple[DigestGroup, ...]  # incidents first, then worst first; of a baseline the open cases alone
    back_again: Sequence[Case]  # those of the new cases whose person had recovered from the same cause before
    late: int  # new rows that are older than the newest row of the last digest
    counts: Counts  # of the new rows
    chart: tuple[TrendPoint, ...] = field(default=())
    coverage: Coverage = field(default=Coverage((), 0, None, None, None))
    by_time: bool = False  # a preview: no digest was made at `since`
    fewer_than: int = 0  # causes of fewer people are left out, where numbers alone are shown; 0: none is
    day: UsualDay | None = None  # the newest day beside what is usual; None: too little data, or a first digest
    signs: tuple[Sign, ...] | None = None  # of a subscription to signs: those that showed; None: an ordinary digest
    strangers: int = 0  # names that the directory's list does not know, with new cases that are counted nowhere
    no_longer: int = 0  # people failing in the last digest of whose failure the data says no more, without a success
    other_cause: int = 0  # of those still stuck: people whose reported attempt went on, and failed for another cause


def digest(
    snapshot: Snapshot,
    *,
    from_position: int,
    to_position: int,
    since: datetime | None,
    baseline: bool = False,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    budget: float = BUDGET,
) -> DigestAnswer:
    """The digest of the rows behind one position up to another; a baseline lists who is stuck now and no more."""
    ledger = by_position(snapshot, from_position, to_position)
    return _answer(snapshot, ledger, since, baseline, filters, catalogue=catalogue, now=now, zone=zone, budget=budget)


def preview(
    snapshot: Snapshot,
    window: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    budget: float = BUDGET,
) -> DigestAnswer:
    """The digest as it would be if the last one had known exactly the rows older than the window."""
    ledger = by_time(snapshot, window)
    since = window.start
    made = _answer(snapshot, ledger, since, False, filters, catalogue=catalogue, now=now, zone=zone, budget=budget)
    return replace(made, by_time=True)


def _answer(
    snapshot: Snapshot,
    ledger: LedgerRange,
    since: datetime | None,
    baseline: bool,
    filters: Filters,
    *,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    budget: float,
) -> DigestAnswer:
    found = (stuck_now if baseline else case_outcomes)(snapshot, ledger, filters)
    came = filtered(Selection(snapshot.attempts, ledger.fresh), filters, snapshot.people)
    fresh, _ = without(came, strangers(snapshot))
    covered = coverage(snapshot, ReportKind.RESET, Window(since or now - CHART, now, "since the last digest"), now)
    bursts = () if baseline else _bursts(snapshot, ledger, fresh, filters, catalogue, now, zone, budget)
    return DigestAnswer(
        since=since,
        from_position=ledger.from_position,
        to_position=ledger.to_position,
        baseline=baseline,
        recovered=case_list(found.recovered, snapshot, catalogue=catalogue, now=now),
        helpdesk=case_list(found.helpdesk, snapshot, catalogue=catalogue, now=now),
        still_stuck=found.was_open - len({*found.recovered.user.tolist(), *found.helpdesk.user.tolist()}),
        was_open=found.was_open,
        new=grouped(found.new, snapshot, bursts, catalogue=catalogue, now=now),
        back_again=case_list(found.new.where(found.new.back_again), snapshot, catalogue=catalogue, now=now),
        late=late(snapshot, ledger),
        strangers=found.strangers,
        counts=counts(fresh, snapshot.people, filters),
        chart=_chart(snapshot, ledger, filters, now, zone),
        day=None if baseline else usual_day(snapshot, filters=filters, now=now, zone=zone),
        coverage=replace(covered, rows=len(came)),  # new is a position in the ledger, not a time
    )


def _bursts(
    snapshot: Snapshot,
    ledger: LedgerRange,
    fresh: Selection,
    filters: Filters,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    budget: float,
) -> tuple[Incident, ...]:
    """The incidents since the oldest new row, of the last eight weeks at most."""
    if not len(fresh):
        return ()
    start = max(from_micros(fresh.times()[0]), now - HISTORY)
    window = Window(start, max(now, start) + timedelta(microseconds=1), "")
    seen = ledger.seen(len(snapshot.attempts)) if len(ledger.later) else None
    return incidents(snapshot, window, filters=filters, catalogue=catalogue, zone=zone, budget=budget, seen=seen)


def _chart(
    snapshot: Snapshot, ledger: LedgerRange, filters: Filters, now: datetime, zone: tzinfo
) -> tuple[TrendPoint, ...]:
    """The last fourteen days, today among them, as far as the data covers them."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    window = Window(midnight - CHART + timedelta(days=1), now, "the last 14 days")
    rows = within(snapshot.attempts, window)
    if len(ledger.later):
        rows = rows.where(ledger.seen(len(snapshot.attempts))[rows.rows])
    return points(snapshot, filtered(rows, filters, snapshot.people), window, zone)
