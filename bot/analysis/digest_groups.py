"""The new cases of a digest by cause: one event that hits many is one incident, and comes first; then the worst."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analysis.answers import Case
from bot.analysis.cases.case_list import block_over, case_list
from bot.analysis.cases.cases import CaseTable
from bot.analysis.cases.cause_groups import by_cause, people, people_by_detail, sizes_by_detail
from bot.analysis.frames import arrays
from bot.analysis.incidents import Incident
from bot.knowledge.catalogue import Catalogue, Cause, Detail
from bot.reports.instants import from_micros, to_micros
from bot.reports.snapshot import Snapshot


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
    incident: bool  # whether there are bursts among them
    first_at: datetime
    last_at: datetime
    bursts: tuple[Incident, ...] = ()  # oldest first; their people are told as one event each

    @property
    def privileged(self) -> bool:
        """Whether administrators' accounts are among them."""
        return any(case.privileged for case in self.cases)

    def apart(self, cases: Iterable[Case]) -> list[Case]:
        """Those of some cases that are of no burst."""
        return [case for case in cases if not any(_part_of(case, burst) for burst in self.bursts)]


def grouped(
    new: CaseTable, snapshot: Snapshot, bursts: Sequence[Incident] = (), *, catalogue: Catalogue, now: datetime
) -> tuple[DigestGroup, ...]:
    """Urgent incidents first, then other incidents, then the cause with the most people."""
    tables = [(key, new.where(places)) for key, places in by_cause(new, snapshot)]
    found = [(people(same, snapshot), key, same) for key, same in tables]
    return _in_order([(size, _group(key, same, bursts, snapshot, catalogue, now)) for size, key, same in found])


def regrouped(cases: Iterable[Case], bursts: Sequence[Incident], catalogue: Catalogue) -> tuple[DigestGroup, ...]:
    """Group cases again, after decisions took some away and brought others back; each group's cases oldest first.

    Bursts of which no case is left are gone.
    """
    found = defaultdict[str, list[Case]](list)
    for case in sorted(cases, key=lambda case: (case.opened_at, case.user)):
        found[case.cause.key].append(case)
    groups = [(len({case.user for case in same}), same) for same in found.values()]
    return _in_order([(size, _group_again(same, bursts, catalogue)) for size, same in groups])


def _in_order(groups: Iterable[tuple[int, DigestGroup]]) -> tuple[DigestGroup, ...]:
    """Sort groups with their number of people."""

    def rank(one: tuple[int, DigestGroup]) -> tuple[bool, bool, int, str]:
        size, group = one
        return not group.incident, not (group.incident and group.cause.urgent), -size, group.cause.key

    return tuple(group for _, group in sorted(groups, key=rank))


def _part_of(case: Case, burst: Incident) -> bool:
    return case.cause.key == burst.cause.key and case.opened_at <= burst.last_at and case.last_at >= burst.first_at


def _group(
    key: str,
    same: CaseTable,
    bursts: Sequence[Incident],
    snapshot: Snapshot,
    catalogue: Catalogue,
    now: datetime,
) -> DigestGroup:
    """The cases of one cause."""
    at, cause = arrays.times(snapshot.attempts), catalogue.causes[key]
    first, last = at[same.first], at[same.last]
    over = sizes_by_detail(same.where(block_over(same, snapshot, now)), snapshot)
    cases = case_list(same, snapshot, catalogue=catalogue, now=now)
    own = tuple(
        burst
        for burst in bursts
        if burst.cause.key == key and ((first <= to_micros(burst.last_at)) & (last >= to_micros(burst.first_at))).any()
    )
    return DigestGroup(
        cause=cause,
        cases=cases,
        details=tuple(
            DigestDetail(detail, catalogue.text_of(detail), number, catalogue.details.get(detail), over[detail])
            for detail, number in people_by_detail(same, snapshot)
        ),
        incident=bool(own),
        bursts=own,
        first_at=from_micros(first.min()),
        last_at=from_micros(last.max()),
    )


def _group_again(same: Sequence[Case], bursts: Sequence[Incident], catalogue: Catalogue) -> DigestGroup:
    """The cases of one cause, oldest first, counted as `_group` does."""
    own = tuple(burst for burst in bursts if any(_part_of(case, burst) for case in same))
    sizes = Counter(detail for _, detail in {(case.user, case.detail) for case in same})
    over = Counter(detail for _, detail in {(case.user, case.detail) for case in same if case.block_over})
    return DigestGroup(
        cause=same[0].cause,
        cases=tuple(same),
        details=tuple(
            DigestDetail(key, catalogue.text_of(key), sizes[key], catalogue.details.get(key), over[key])
            for key in sorted(sizes, key=lambda key: (-sizes[key], key))
        ),
        incident=bool(own),
        bursts=own,
        first_at=same[0].opened_at,
        last_at=max(case.last_at for case in same),
    )
