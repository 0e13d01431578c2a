"""The new cases of a digest by cause: one event that hits many is one incident, and comes first; then the worst."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.analysis.answers import Case
from bot.analysis.cases.case_list import block_over, case_list
from bot.analysis.cases.cases import CaseTable
from bot.analysis.cases.cause_groups import by_cause, people, people_by_detail, sizes_by_detail
from bot.analysis.frames import arrays
from bot.knowledge.catalogue import Catalogue, Cause, Detail
from bot.reports.instants import from_micros
from bot.reports.snapshot import Snapshot

INCIDENT_PEOPLE: Final = 5  # so many people with one tenant-wide cause are one event


@dataclass(frozen=True, slots=True)
class DigestDetail:
    """One detail within a cause of a digest, with its documented fix."""

    key: str
    text: str
    people: int
    fix: Detail | None
    block_over: int = 0  # those of the people whose block should be over


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """The new cases of one cause."""

    cause: Cause
    cases: Sequence[Case]  # oldest first
    details: tuple[DigestDetail, ...]  # most people first
    incident: bool  # a tenant-wide cause that hits many is one event
    first_at: datetime
    last_at: datetime


def grouped(new: CaseTable, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime) -> tuple[DigestGroup, ...]:
    """Incidents first, then the cause with the most people."""
    found = [(people(same, snapshot), key, same) for key, same in by_cause(new, snapshot)]
    groups = [(size, _group(key, same, size, snapshot, catalogue, now)) for size, key, same in found]
    return _in_order(groups)


def regrouped(cases: Iterable[Case], catalogue: Catalogue) -> tuple[DigestGroup, ...]:
    """Group cases again, after decisions took some away and brought others back; each group's cases oldest first."""
    found = defaultdict[str, list[Case]](list)
    for case in sorted(cases, key=lambda case: (case.opened_at, case.user)):
        found[case.cause.key].append(case)
    groups = [(len({case.user for case in same}), same) for same in found.values()]
    return _in_order([(size, _group_again(same, size, catalogue)) for size, same in groups])


def _in_order(groups: Iterable[tuple[int, DigestGroup]]) -> tuple[DigestGroup, ...]:
    """Sort groups with their number of people: incidents first, then the most people."""
    ordered = sorted(groups, key=lambda one: (not one[1].incident, -one[0], one[1].cause.key))
    return tuple(group for _, group in ordered)


def _is_incident(cause: Cause, size: int) -> bool:
    return cause.tenant_wide and size >= INCIDENT_PEOPLE


def _group(
    key: str, same: CaseTable, size: int, snapshot: Snapshot, catalogue: Catalogue, now: datetime
) -> DigestGroup:
    """The cases of one cause."""
    at, cause = arrays.times(snapshot.attempts), catalogue.causes[key]
    over = sizes_by_detail(same.where(block_over(same, snapshot, now)), snapshot)
    return DigestGroup(
        cause=cause,
        cases=case_list(same, snapshot, catalogue=catalogue, now=now),
        details=tuple(
            DigestDetail(detail, catalogue.text_of(detail), number, catalogue.details.get(detail), over[detail])
            for detail, number in people_by_detail(same, snapshot)
        ),
        incident=_is_incident(cause, size),
        first_at=from_micros(at[same.first.min()]),
        last_at=from_micros(at[same.last.max()]),
    )


def _group_again(same: Sequence[Case], size: int, catalogue: Catalogue) -> DigestGroup:
    """The cases of one cause, oldest first, counted as `_group` does."""
    cause = same[0].cause
    sizes = Counter(detail for _, detail in {(case.user, case.detail) for case in same})
    over = Counter(detail for _, detail in {(case.user, case.detail) for case in same if case.block_over})
    return DigestGroup(
        cause=cause,
        cases=tuple(same),
        details=tuple(
            DigestDetail(key, catalogue.text_of(key), sizes[key], catalogue.details.get(key), over[key])
            for key in sorted(sizes, key=lambda key: (-sizes[key], key))
        ),
        incident=_is_incident(cause, size),
        first_at=same[0].opened_at,
        last_at=max(case.last_at for case in same),
    )
