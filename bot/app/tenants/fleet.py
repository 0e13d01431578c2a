"""The numbers of many tenants for those who may see them, worked out by the executor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from bot.analysis.answers import GroupBy
from bot.analysis.fleet.numbers import FleetRow, TenantNumbers, numbers_of, of_crowds
from bot.app.services import Services
from bot.app.tenants.executor import PER_TASK, Executor, Open
from bot.app.tenants.registry import Registry
from bot.digests.stuck import as_decided
from bot.privacy import Role
from bot.reports.window import Window
from bot.service.asker import Asker
from bot.storage.digests.decisions import DecisionLog
from bot.storage.tenant_work import PULL, TenantWork


@dataclass(frozen=True, slots=True)
class FleetTask:
    """What is worked out of each tenant: it travels to a worker, and its numbers travel back."""

    per_task: ClassVar[int] = PER_TASK
    window: Window
    previous: Window
    now: datetime
    by: GroupBy | None = None

    def __call__(self, services: Services) -> TenantNumbers:
        """The numbers of one tenant."""
        settings = services.settings
        services.access_log.record(services.terminal(), "fleet", None, "answered")
        services.snapshots.refresh()
        found = numbers_of(
            settings.tenant,
            services.snapshots.current(),
            self.window,
            self.previous,
            catalogue=services.catalogue,
            now=self.now,
            zone=settings.zone,
            budget=settings.incident_budget,
            by=self.by,
            decided=lambda answer: as_decided(
                answer, DecisionLog(services.activity).about, services.catalogue, self.now
            )[0],
        )
        return replace(found, row=replace(found.row, failed=tuple(_failed(services))))

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

    def numbers(
        self, asker: Asker, window: Window, previous: Window, now: datetime, by: GroupBy | None
    ) -> Sequence[TenantNumbers]:
        """The numbers of all tenants of which this person may see any."""
        roles = {key: role for key, role in self.roles(asker.id).items() if role >= Role.VIEWER}
        titles, found = self.titles(), self.executor.run(FleetTask(window, previous, now, by), list(roles))
        return [self._shown(one, titles, roles[one.row.tenant]) for one in found]

    def _shown(self, one: TenantNumbers, titles: Mapping[str, str], role: Role) -> TenantNumbers:
        shown = one if role >= Role.HELPDESK else of_crowds(one, self.smallest_group)
        return titled(shown, titles)


def _failed(services: Services) -> Iterator[str]:
    """What did not succeed for a tenant the last time, a sentence each."""
    for work in TenantWork(services.activity.engine, "").rows(services.settings.tenant):
        if work.problem:
            yield work.problem if work.kind == PULL else f"The last {work.kind} did not succeed. {work.problem}"


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
