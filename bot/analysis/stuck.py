"""Who is stuck right now: the open cases, by cause and by age."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.analysis.answers import UNFILTERED, Case, Filters, StuckAnswer, StuckGroup
from bot.analysis.case_values import told
from bot.analysis.cases import by_person, cases, open_people
from bot.knowledge.catalogue import Catalogue, Detail
from bot.reports.coverage import coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot

_AGES: Final = (
    ("under 1 day", timedelta(days=1)),
    ("1-3 days", timedelta(days=3)),
    ("3-7 days", timedelta(days=7)),
    ("over 7 days", timedelta.max),
)


def stuck(snapshot: Snapshot, *, filters: Filters = UNFILTERED, catalogue: Catalogue, now: datetime) -> StuckAnswer:
    """Every case that no success has closed yet."""
    table = cases(snapshot, by_person(snapshot, open_people(snapshot)), filters)
    found = told(table.where(table.open), snapshot, catalogue=catalogue, now=now)
    groups = [_group(tuple(same), catalogue) for _, same in groupby(sorted(found, key=_cause), key=_cause)]
    return StuckAnswer(
        filters=filters,
        people=len({case.user for case in found}),
        groups=tuple(sorted(groups, key=lambda group: (-group.people, group.cause.key))),
        ages=_ages(found, now),
        coverage=coverage(snapshot, ReportKind.RESET, None, now),
    )


def frequent_fix(found: Iterable[Case], catalogue: Catalogue) -> Detail | None:
    """The documented fix of the most frequent detail."""
    sizes = Counter(case.detail for case in found)
    return catalogue.details.get(min(sizes, key=lambda key: (-sizes[key], key)))


def _cause(case: Case) -> str:
    return case.cause.key


def _group(same: tuple[Case, ...], catalogue: Catalogue) -> StuckGroup:
    """The open cases of one cause; a person has one of them at most."""
    return StuckGroup(same[0].cause, len(same), same[0].opened_at, frequent_fix(same, catalogue), same)


def _ages(found: Iterable[Case], now: datetime) -> tuple[tuple[str, int], ...]:
    sizes = Counter(next(name for name, limit in _AGES if now - case.opened_at < limit) for case in found)
    return tuple((name, sizes[name]) for name, _ in _AGES)
