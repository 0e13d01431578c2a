"""The numbers of many tenants for those who may see them, worked out by the executor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.analysis.fleet.numbers import FleetRow, TenantNumbers, numbers_of, of_crowds
from bot.app.services import Services
from bot.app.tenants.executor import Executor, Open
from bot.app.tenants.registry import Registry
from bot.privacy import Role
from bot.reports.window import Window
from bot.service.asker import Asker


@dataclass(frozen=True, slots=True)
class FleetTask:
    """What is worked out of each tenant: it travels to a worker, and its numbers travel back."""

    window: Window
    previous: Window
    now: datetime

    def __call__(self, services: Services) -> TenantNumbers:
        """The numbers of one tenant."""
        settings = services.settings
        services.access_log.record(services.terminal(), "fleet", None, "answered")
        services.snapshots.refresh()
        return numbers_of(
            settings.tenant,
            services.snapshots.current(),
            self.window,
            self.previous,
            catalogue=services.catalogue,
            now=self.now,
            zone=settings.zone,
            budget=settings.incident_budget,
        )

    def unreadable(self, key: str, why: str) -> TenantNumbers:
        """The row of a tenant that cannot be read."""
        return TenantNumbers(FleetRow(key, problem=why))


@dataclass(frozen=True, slots=True)
class FleetOfMany:
    """Fills the port of answering: each asker gets the tenants whose numbers they may see, by their names."""

    executor: Executor
    roles: Callable[[str], Mapping[str, Role]]  # of a user of the workspace that asks, by the keys of tenants
    titles: Callable[[], Mapping[str, str]]
    smallest_group: int
    problems: Callable[[str], Sequence[str]]  # what is wrong with the work of a tenant

    def numbers(self, asker: Asker, window: Window, previous: Window, now: datetime) -> Sequence[TenantNumbers]:
        """The numbers of all tenants of which this person may see any."""
        roles = {key: role for key, role in self.roles(asker.id).items() if role >= Role.VIEWER}
        titles, found = self.titles(), self.executor.run(FleetTask(window, previous, now), list(roles))
        return [self._shown(one, titles, roles[one.row.tenant]) for one in found]

    def _shown(self, one: TenantNumbers, titles: Mapping[str, str], role: Role) -> TenantNumbers:
        shown = one if role >= Role.HELPDESK else of_crowds(one, self.smallest_group)
        warnings = dict.fromkeys([*shown.row.warnings, *self.problems(shown.row.tenant)])
        return titled(replace(shown, row=replace(shown.row, warnings=tuple(warnings))), titles)


def titled(one: TenantNumbers, titles: Mapping[str, str]) -> TenantNumbers:
    """The numbers of a tenant by its name instead of its key."""
    return replace(one, row=replace(one.row, tenant=titles.get(one.row.tenant, one.row.tenant)))


def in_registry(registry: Registry) -> Open:
    """Open the services of a tenant that is loaded, or load it."""

    @contextmanager
    def opened(key: str) -> Iterator[Services]:
        with registry.bot(key) as bot:
            yield bot.services

    return opened
