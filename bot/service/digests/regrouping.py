"""The new cases of a digest by cause once more, after decisions took some away and brought others back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.analysis.answers import Case
from bot.analysis.digest_groups import INCIDENT_PEOPLE, DigestDetail, DigestGroup
from bot.knowledge.catalogue import Catalogue


def regrouped(cases: Iterable[Case], catalogue: Catalogue) -> tuple[DigestGroup, ...]:
    """Incidents first, then the cause with the most people; each group's cases oldest first."""
    by_cause = defaultdict[str, list[Case]](list)
    for case in sorted(cases, key=lambda case: (case.opened_at, case.user)):
        by_cause[case.cause.key].append(case)
    groups = [_group(same, catalogue) for same in by_cause.values()]
    return tuple(sorted(groups, key=lambda group: (not group.incident, -_people(group.cases), group.cause.key)))


def _group(same: Sequence[Case], catalogue: Catalogue) -> DigestGroup:
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
        incident=cause.tenant_wide and _people(same) >= INCIDENT_PEOPLE,
        first_at=same[0].opened_at,
        last_at=max(case.last_at for case in same),
    )


def _people(cases: Iterable[Case]) -> int:
    return len({case.user for case in cases})
