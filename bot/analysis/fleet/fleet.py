"""All tenants beside each other, the worst first; or their failures by cause, method or result, with who has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.analysis.answers import GroupBy
from bot.analysis.fleet.numbers import BREAKDOWNS, FEW, FleetRow, TenantNumbers
from bot.analysis.frames.grouping import labels
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.window import Window

_NO_METHOD: Final = "No method that the data names"
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
class FleetGroup:
    """The failures of all tenants with one cause, method or result."""

    key: str
    label: str
    people: int
    attempts: int
    tenants: tuple[tuple[str, int], ...]  # with their people, the most first
    cause: Cause | None = None  # by cause alone


@dataclass(frozen=True, slots=True)
class FleetAnswer:
    """One row a tenant."""

    window: Window
    about: str  # of ORDERS or BREAKDOWNS; "" for whatever is worst
    rows: tuple[FleetRow, ...]
    groups: tuple[FleetGroup, ...] = ()  # where it is about these, most people first

    @property
    def by(self) -> GroupBy | None:
        """What failures are counted by; None where the answer is a row a tenant."""
        return breakdown(self.about)

    @property
    def left_out(self) -> str:
        """That numbers of a few are not told, as a sentence; "" where all are."""
        said = FEW.partition("{")[0]
        return next((one for row in self.rows for one in row.warnings if one.startswith(said)), "")

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
    by = breakdown(about)
    groups = _groups(numbers, by, catalogue) if by else []
    return FleetAnswer(window, about, tuple(rows), tuple(sorted(groups, key=lambda one: (-one.people, one.key))))


def breakdown(about: str) -> GroupBy | None:
    """What failures are counted by in an answer about this; None where it is a row a tenant."""
    return next((by for by in BREAKDOWNS if by == about), None)


def _groups(numbers: Iterable[TenantNumbers], by: GroupBy, catalogue: Catalogue) -> list[FleetGroup]:
    found: dict[str, list[tuple[str, int, int]]] = {}
    for one in numbers:
        for group in one.groups:
            found.setdefault(group.key, []).append((one.row.tenant, group.people, group.attempts))
    label = labels(by, catalogue)
    return [
        FleetGroup(
            key,
            label(key) or _NO_METHOD,
            sum(people for _, people, _ in tenants),
            sum(attempts for *_, attempts in tenants),
            tuple((name, people) for name, people, _ in sorted(tenants, key=lambda row: (-row[1], row[0]))),
            catalogue.causes[key] if by is GroupBy.CAUSE else None,
        )
        for key, tenants in found.items()
    ]


def _badness(row: FleetRow) -> tuple[Any, ...]:
    return (*(-int(part) for part in row.badness), row.tenant)
