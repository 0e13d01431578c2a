"""Who is stuck right now: the open cases, by cause and by age."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Case, Filters
from bot.analysis.cases.case_list import CaseList, blocked_first
from bot.analysis.cases.cases import Rows
from bot.analysis.cases.stuck_columns import OpenOfCause, stuck_columns
from bot.analysis.frames import arrays
from bot.analysis.incidents import Incident, recent_incidents
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
    columns = stuck_columns(snapshot, filters)
    groups = [_group(one, snapshot, catalogue, now) for one in columns.causes]
    return StuckAnswer(
        filters=filters,
        people=len(columns.opened),
        groups=tuple(sorted(groups, key=lambda group: (-group.people, group.cause.key))),
        ages=_by_age(columns.opened, now),
        coverage=coverage(snapshot, ReportKind.RESET, None, now),
        strangers=columns.strangers,
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
    if not found:
        return answer

    def of(group: StuckGroup) -> tuple[Incident, ...]:
        return tuple(one for one in found if group.cause.at_once and one.cause.key == group.cause.key)

    return replace(answer, groups=tuple(replace(group, bursts=of(group)) for group in answer.groups))


def _group(one: OpenOfCause, snapshot: Snapshot, catalogue: Catalogue, now: datetime) -> StuckGroup:
    """The open cases of one cause."""
    at, blocks_over = to_micros(now), one.block_ends <= to_micros(now)
    over = int(np.count_nonzero(blocks_over))
    return StuckGroup(
        cause=catalogue.causes[one.key],
        people=len(one.table),
        oldest=from_micros(arrays.times(snapshot.attempts)[one.table.first[0]]),
        fix=_fix(one.detail, catalogue, all_over=over == len(one.table)),
        cases=blocked_first(one.table, blocks_over, snapshot, catalogue=catalogue, now=now),
        block_over=over,
        privileged=one.privileged,
        by_now=int(np.count_nonzero(one.able_from <= at)),
    )


def _fix(detail: str, catalogue: Catalogue, *, all_over: bool) -> Detail | None:
    fix = catalogue.details.get(detail)
    return fix.after_block_fix() if fix and all_over else fix


def with_only(group: StuckGroup, cases: Sequence[Case], catalogue: Catalogue) -> StuckGroup:
    """A group with some of its cases, counted as if there were no others."""
    over, details = sum(case.block_over is not None for case in cases), Counter(case.detail for case in cases)
    frequent = min(details, key=lambda key: (-details[key], key))
    return replace(
        group,
        people=len(cases),
        oldest=min(case.opened_at for case in cases),
        fix=_fix(frequent, catalogue, all_over=over == len(cases)),
        cases=tuple(cases),
        block_over=over,
        privileged=any(case.privileged for case in cases),
        by_now=sum(case.by_now for case in cases),
    )


def ages_of(cases: Iterable[Case], now: datetime) -> tuple[tuple[str, int], ...]:
    """The people of some cases by the age of their oldest one."""
    oldest: dict[str, datetime] = {}
    for case in cases:
        oldest[case.user] = min(case.opened_at, oldest.get(case.user, case.opened_at))
    return _by_age(np.sort(np.array([to_micros(at) for at in oldest.values()], dtype=np.int64)), now)


def _by_age(opened: Rows, now: datetime) -> tuple[tuple[str, int], ...]:
    """How many began how long ago; they are sorted."""
    older = np.searchsorted(opened, [to_micros(now) - limit for limit in _LIMITS], side="right").tolist()
    return tuple((age, more - less) for age, more, less in zip(_AGES, [len(opened), *older], [*older, 0], strict=True))
