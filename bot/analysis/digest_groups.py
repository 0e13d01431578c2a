"""The new cases of a digest by cause: one event that hits many is told as one, then the worst first."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from bot.analysis.answers import Case, DigestDetail, DigestGroup
from bot.knowledge.catalogue import Catalogue

INCIDENT_PEOPLE: Final = 5  # so many people with one tenant-wide cause are one event


def grouped(new: Iterable[Case], catalogue: Catalogue) -> tuple[DigestGroup, ...]:
    """Incidents first, then the cause with the most people."""
    by_cause = defaultdict[str, list[Case]](list)
    for case in new:
        by_cause[case.cause.key].append(case)
    groups = [_group(tuple(same), catalogue) for same in by_cause.values()]
    return tuple(sorted(groups, key=lambda group: (not group.incident, -_people(group.cases), group.cause.key)))


def _group(same: tuple[Case, ...], catalogue: Catalogue) -> DigestGroup:
    """The cases of one cause, oldest first as they come."""
    cause = same[0].cause
    return DigestGroup(
        cause=cause,
        cases=same,
        details=_details(same, catalogue),
        incident=cause.tenant_wide and _people(same) >= INCIDENT_PEOPLE,
        first_at=same[0].opened_at,
        last_at=max(case.last_at for case in same),
    )


def _details(same: Iterable[Case], catalogue: Catalogue) -> tuple[DigestDetail, ...]:
    """The details of the cases, each case by its newest one; most people first."""
    users = defaultdict[str, set[str]](set)
    for case in same:
        users[case.detail].add(case.user)
    return tuple(
        DigestDetail(key, catalogue.text_of(key), len(users[key]), catalogue.details.get(key))
        for key in sorted(users, key=lambda key: (-len(users[key]), key))
    )


def _people(found: Iterable[Case]) -> int:
    return len({case.user for case in found})
