"""One tenant in numbers, as its own questions give them: what is told of it beside others. It names nobody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from bot.analysis.answers import GroupBy
from bot.analysis.compare import CompareAnswer, compare
from bot.analysis.failures import failures
from bot.analysis.incident_list import incident_list
from bot.analysis.roster.cutoffs import cutoffs
from bot.analysis.statistics.change import Verdict
from bot.analysis.stuck import StuckAnswer, stuck
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import STALE_AFTER, Coverage, pulls_of
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

# What failures may be counted by over all tenants: each means the same at every one of them.
BREAKDOWNS: Final = (GroupBy.CAUSE, GroupBy.METHOD, GroupBy.RESULT)
FEW: Final = "Numbers of fewer than {} people are left out."


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One tenant. What cannot be told is None, never 0."""

    tenant: str
    newest: datetime | None = None  # its newest row
    stuck: int | None = None  # people
    failing: int | None = None  # people, in the window
    incidents: int | None = None  # in the window
    change: str | None = None  # of the success rate against the window before: better, worse, no change, too few ...
    stale: bool = False  # whether its newest data is old
    losing: int | None = None  # people who lose self-service reset on a known date; None without the directory's list
    warnings: tuple[str, ...] = ()  # stale, missing or doubtful sources
    problem: str = ""  # why the tenant cannot be read at all
    failed: tuple[str, ...] = ()  # what did not succeed for it: a pull without the permission, a folder that is gone

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say beside the numbers."""
        return (*([self.problem] if self.problem else []), *self.failed, *self.warnings)

    @property
    def badness(self) -> tuple[bool, bool, int, bool, bool, int]:
        """How much it needs a look; more is worse."""
        silent = self.stuck is None and not self.newest
        missing = self.stale or bool(self.failed)
        return bool(self.problem), silent, self.incidents or 0, missing, self.is_worse, self.stuck or 0

    @property
    def needs_a_look(self) -> bool:
        """Whether there is anything about it that somebody should look at."""
        return bool(self.problem or self.failed or self.incidents or self.stale or self.is_worse or not self.newest)

    @property
    def is_worse(self) -> bool:
        """Whether its success rate is certainly lower than before."""
        return self.change == str(Verdict.WORSE)


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """The failures of one tenant with one cause, method or result."""

    key: str
    people: int
    attempts: int


@dataclass(frozen=True, slots=True)
class TenantNumbers:
    """All that is told of one tenant beside others."""

    row: FleetRow
    groups: tuple[GroupNumbers, ...] = ()  # of the window, by what was asked


def numbers_of(
    title: str,
    snapshot: Snapshot,
    window: Window,
    previous: Window,
    *,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    budget: float,
    by: GroupBy | None = None,
    decided: Callable[[StuckAnswer], StuckAnswer] = lambda answer: answer,
) -> TenantNumbers:
    """The numbers of one tenant in a window, against the one before, and `by` one of BREAKDOWNS its failures.

    `budget` is that of its incidents; `decided` takes out of who is stuck what somebody closed by hand.
    """
    open_now = decided(stuck(snapshot, catalogue=catalogue, now=now))
    compared = compare(snapshot, window, previous, catalogue=catalogue, now=now, zone=zone)
    newest = snapshot.newest(now)
    warnings = [is_stale(snapshot, now), *open_now.coverage.warnings, *compared.coverage.warnings]
    row = FleetRow(title, newest, warnings=tuple(dict.fromkeys(one for one in warnings if one)))
    if open_now.coverage.last is None:
        return TenantNumbers(row)
    losing = cutoffs(snapshot, None, catalogue=catalogue, now=now)
    row = replace(
        row,
        stuck=open_now.people,
        stale=bool(is_stale(snapshot, now)),
        losing=None if losing.seen is None else len(losing.losing),
    )
    if not _is_known(snapshot, compared.coverage, window):  # which is not 0
        return TenantNumbers(row)
    found = incident_list(snapshot, window, catalogue=catalogue, now=now, zone=zone, budget=budget)
    row = replace(row, failing=compared.counts.failing_people, incidents=len(found.incidents), change=_change(compared))
    if by is None:
        return TenantNumbers(row)
    divided = failures(snapshot, window, by=by, catalogue=catalogue, now=now, zone=zone)
    groups = tuple(GroupNumbers(one.key, one.people, one.attempts) for one in divided.groups)
    return TenantNumbers(row, groups)


def _is_known(snapshot: Snapshot, covered: Coverage, window: Window) -> bool:
    """Whether the data reaches into a window at all."""
    if covered.first is None or covered.until is None:
        return False
    begins = min([covered.first, *(span.start for span in pulls_of(snapshot, ReportKind.RESET))])
    return begins < window.end and covered.until > window.start


def of_crowds(numbers: TenantNumbers, least: int) -> TenantNumbers:
    """The same for somebody who may not see people of this tenant: nothing about fewer than `least` of them."""
    row = numbers.row
    few = [name for name in ("stuck", "failing", "losing") if 0 < (getattr(row, name) or 0) < least]
    groups = _crowds(numbers.groups, least)
    if not few and groups == numbers.groups:
        return numbers
    shown: dict[str, None] = dict.fromkeys(few)
    return TenantNumbers(replace(row, **shown, warnings=(*row.warnings, FEW.format(least))), groups)  # type: ignore[arg-type]


def _crowds(groups: tuple[GroupNumbers, ...], least: int) -> tuple[GroupNumbers, ...]:
    """The groups without those of too few people, nor with these alone to be worked out from the number of all."""
    by_size = sorted(groups, key=lambda one: one.people)
    hidden = sum(one.people < least for one in groups)
    while hidden < len(by_size) and 0 < sum(one.people for one in by_size[:hidden]) < least:
        hidden += 1
    return tuple(one for one in groups if one not in by_size[:hidden])


def is_stale(snapshot: Snapshot, now: datetime) -> str:
    """Say that the data is old; "" when it is not, or when there is none."""
    newest = snapshot.newest(now)
    pulled = [min(span.end, now) for span in snapshot.pulls if span.report is ReportKind.AUDIT]  # quiet time is none
    if newest is None or now - max([newest, *pulled]) <= STALE_AFTER:
        return ""
    return f"The data is stale: its newest row is from {newest:%Y-%m-%d %H:%M} UTC; load a newer report."


def _change(compared: CompareAnswer) -> str | None:
    """What may be said of the success rate; None where nothing may."""
    return str(compared.change.verdict) if compared.change and compared.previous_covered else None
