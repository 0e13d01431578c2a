"""Who is stuck right now: the open cases, by cause and by age."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Case, Filters
from bot.analysis.cases.case_list import CaseList, block_over, blocked_first
from bot.analysis.cases.cases import CaseTable, Rows, open_cases
from bot.analysis.cases.cause_groups import by_cause, people
from bot.analysis.cases.since_failure import by_now
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools
from bot.analysis.incidents import Incident, recent_incidents
from bot.analysis.people.privileged import privileged
from bot.analysis.people.strangers import strangers
from bot.knowledge.catalogue import Catalogue, Cause, Detail
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import from_micros, to_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot

DAY: Final = timedelta(days=1)
_AGES: Final = ("under 1 day", "1-3 days", "3-7 days", "over 7 days")
_LIMITS: Final = tuple(timedelta(days=days) // timedelta(microseconds=1) for days in (1, 3, 7))


@dataclass(frozen=True, slots=True)
class StuckGroup:
    """The open cases of one cause."""

    cause: Cause
    people: int
    oldest: datetime
    fix: Detail | None
    cases: Sequence[Case]  # all of them, oldest first; those whose block is over last. Each is made when looked at
    block_over: int = 0  # people whose block should be over, and who have not got through since
    privileged: bool = False  # administrators' accounts are among them
    by_now: int = 0  # people who may get through by now: by a method registered since, or by the directory
    bursts: tuple[Incident, ...] = ()  # of the last day, oldest first, where that may mean something else altogether


@dataclass(frozen=True, slots=True)
class StuckAnswer:
    """Who is stuck right now."""

    filters: Filters
    people: int
    groups: tuple[StuckGroup, ...]  # most people first
    ages: tuple[
        tuple[str, int], ...
    ]  # "under 1 day", "1-3 days", "3-7 days", "over 7 days": people, each by their oldest open case
    coverage: Coverage
    closed: tuple[tuple[Cause, int], ...] = ()  # people whose case somebody closed by hand, counted nowhere else
    strangers: int = 0  # names with an open case that the directory's list does not know, counted nowhere else


def stuck(snapshot: Snapshot, *, filters: Filters = UNFILTERED, catalogue: Catalogue, now: datetime) -> StuckAnswer:
    """Every case that no success has closed yet."""
    every = open_cases(snapshot, filters)
    strange = strangers(snapshot)[every.user]
    table = every.where(~strange)
    over, able = block_over(table, snapshot, now), by_now(table, snapshot, now)
    groups = [
        _group(key, table.where(places), over[places], able[places], snapshot, catalogue, now)
        for key, places in by_cause(table, snapshot)
    ]
    return StuckAnswer(
        filters=filters,
        people=people(table, snapshot),
        groups=tuple(sorted(groups, key=lambda group: (-group.people, group.cause.key))),
        ages=_ages(table, snapshot, now),
        coverage=coverage(snapshot, ReportKind.RESET, None, now),
        strangers=people(every.where(strange), snapshot),
    )


def stuck_cases(
    snapshot: Snapshot, *, filters: Filters = UNFILTERED, catalogue: Catalogue, now: datetime
) -> dict[Cause, CaseList]:
    """The open cases of each cause, in the order of `stuck`; none is made before it is looked at."""
    groups = stuck(snapshot, filters=filters, catalogue=catalogue, now=now).groups
    return {group.cause: group.cases for group in groups if isinstance(group.cases, CaseList)}


def with_bursts(
    answer: StuckAnswer, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime, zone: tzinfo, budget: float
) -> StuckAnswer:
    """The answer with the bursts of the last day of the causes that many at once make a signal."""
    if not any(group.cause.at_once for group in answer.groups):
        return answer
    found = recent_incidents(snapshot, catalogue=catalogue, now=now, zone=zone, budget=budget)

    def of(group: StuckGroup) -> tuple[Incident, ...]:
        return tuple(one for one in found if group.cause.at_once and one.cause.key == group.cause.key)

    return replace(answer, groups=tuple(replace(group, bursts=of(group)) for group in answer.groups))


def _group(
    key: str,
    same: CaseTable,
    blocks_over: Bools,
    able: Bools,
    snapshot: Snapshot,
    catalogue: Catalogue,
    now: datetime,
) -> StuckGroup:
    """The open cases of one cause; a person has one of them at most."""
    details = arrays.words(snapshot.attempts, "detail")
    sizes = np.bincount(arrays.codes(snapshot.attempts, "detail")[same.last], minlength=len(details))
    frequent = min(details[code] for code in np.flatnonzero(sizes == sizes.max()).tolist())
    fix, over = catalogue.details.get(frequent), int(np.count_nonzero(blocks_over))
    return StuckGroup(
        cause=catalogue.causes[key],
        people=len(same),
        oldest=from_micros(arrays.times(snapshot.attempts)[same.first.min()]),
        fix=fix.after_block_fix() if fix and over == len(same) else fix,
        cases=blocked_first(same, blocks_over, snapshot, catalogue=catalogue, now=now),
        block_over=over,
        privileged=bool(privileged(snapshot)[same.user].any()),
        by_now=int(np.count_nonzero(able)),
    )


def ages_of(cases: Iterable[Case], now: datetime) -> tuple[tuple[str, int], ...]:
    """The people of some cases by the age of their oldest one."""
    oldest: dict[str, datetime] = {}
    for case in cases:
        oldest[case.user] = min(case.opened_at, oldest.get(case.user, case.opened_at))
    return _sorted_by_age(np.array([to_micros(at) for at in oldest.values()], dtype=np.int64), now)


def _ages(table: CaseTable, snapshot: Snapshot, now: datetime) -> tuple[tuple[str, int], ...]:
    """The people with open cases by the time since their first failure; the table is in the order of people."""
    starts = np.flatnonzero(np.diff(table.user, prepend=-1))
    oldest = np.minimum.reduceat(table.first, starts) if len(starts) else table.first
    return _sorted_by_age(arrays.times(snapshot.attempts)[oldest], now)


def _sorted_by_age(opened: Rows, now: datetime) -> tuple[tuple[str, int], ...]:
    ages = to_micros(now) - opened
    sizes = np.bincount(np.searchsorted(_LIMITS, ages, side="right"), minlength=len(_AGES))
    return tuple(zip(_AGES, sizes.tolist(), strict=True))
