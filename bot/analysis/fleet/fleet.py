"""All tenants beside each other, the worst first; or the causes of their failures, with who has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.analysis.fleet.numbers import FleetRow, TenantNumbers
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.window import Window

BY_CAUSE: Final = "cause"
# What the rows may be ordered by, besides how much a tenant needs a look; the most of it first.
ORDERS: Final[Mapping[str, Any]] = {
    "stuck": lambda row: row.stuck or 0,
    "failures": lambda row: row.failing or 0,
    "incidents": lambda row: row.incidents or 0,
    "compare": lambda row: row.is_worse,
    "cutoffs": lambda row: row.losing or 0,
    "data": lambda row: (bool(row.problem), row.newest is None, row.stale, len(row.failed), len(row.warnings)),
}


@dataclass(frozen=True, slots=True)
class FleetCause:
    """A cause of failures, over all tenants."""

    cause: Cause
    people: int
    attempts: int
    tenants: tuple[tuple[str, int], ...]  # with their people, the most first


@dataclass(frozen=True, slots=True)
class FleetAnswer:
    """One row a tenant."""

    window: Window
    about: str  # of ORDERS, or BY_CAUSE; "" for whatever is worst
    rows: tuple[FleetRow, ...]
    causes: tuple[FleetCause, ...] = ()  # where it is about these, most people first

    @property
    def needing(self) -> tuple[FleetRow, ...]:
        """The tenants that need a look, the worst first."""
        return tuple(sorted((row for row in self.rows if row.needs_a_look), key=_badness))


def fleet(window: Window, about: str, found: Iterable[TenantNumbers], catalogue: Catalogue) -> FleetAnswer:
    """Put the numbers of tenants beside each other."""
    numbers = list(found)
    rows = sorted((one.row for one in numbers), key=_badness)
    if order := ORDERS.get(about):
        rows.sort(key=order, reverse=True)
    causes = _causes(numbers, catalogue) if about == BY_CAUSE else []
    return FleetAnswer(window, about, tuple(rows), tuple(sorted(causes, key=lambda one: (-one.people, one.cause.key))))


def _causes(numbers: Iterable[TenantNumbers], catalogue: Catalogue) -> list[FleetCause]:
    found: dict[str, list[tuple[str, int, int]]] = {}
    for one in numbers:
        for cause in one.causes:
            found.setdefault(cause.cause, []).append((one.row.tenant, cause.people, cause.attempts))
    return [
        FleetCause(
            catalogue.causes[key],
            sum(people for _, people, _ in tenants),
            sum(attempts for *_, attempts in tenants),
            tuple((name, people) for name, people, _ in sorted(tenants, key=lambda row: (-row[1], row[0]))),
        )
        for key, tenants in found.items()
    ]


def _badness(row: FleetRow) -> tuple[Any, ...]:
    return (*(-int(part) for part in row.badness), row.tenant)
