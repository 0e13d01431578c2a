"""The bots of all tenants behind one door: what `sspr run` runs where SSPR_TENANTS is set."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from slack_bolt import App

from bot.app.bot import Bot, Workspace, assemble_bot, open_workspace
from bot.app.services import Engines, boot_seconds, build_services, open_engines, shared_clock
from bot.app.tenants.executor import InProcess, OnDask
from bot.app.tenants.fleet import FleetOfMany, in_registry
from bot.app.tenants.fleet_digest import FleetDigest
from bot.app.tenants.registry import Registry
from bot.app.tenants.rounds import PULL, Rounds, new_owner
from bot.app.tenants.settings import settings_of, settings_of_provider
from bot.app.tenants.tenants_file import PROVIDER, Row, TenantRow, tenants_file
from bot.errors import SettingsError
from bot.privacy import Role
from bot.schedule.clock_guard import ClockGuard, always_trusted
from bot.service.ports import Clock, Fleet
from bot.settings import Settings
from bot.slack.access import Access, Grants, Refused, domain_of
from bot.slack.client import SlackError, slack_time
from bot.slack.directory.channels import Channels
from bot.slack.sending.replies import Replies
from bot.slack.tenants.choosing import Known
from bot.slack.tenants.router import Router
from bot.slack.tenants.stamp import client_of
from bot.storage.activity import WAIT
from bot.storage.button_tokens import ButtonTokens
from bot.storage.tenant import Tenant
from bot.storage.tenant_work import TenantWork

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class People:
    """Who may ask about which tenant, by the grants of the rows and by domains; the router's TenantApps."""

    registry: Registry
    workspace: Workspace

    def known(self) -> Known:
        """What tells the tenants apart."""
        tenants = self.registry.tenants
        return Known(tenants.by_domain, tenants.by_channel, tenants.rows, PROVIDER, tenants.provider.channels)

    def names(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        """How they are called, by key."""
        rows = self.registry.tenants.rows
        return {key: rows[key].title for key in keys if key in rows}

    @contextmanager
    def app(self, key: str) -> Iterator[App]:
        """The app of a tenant, which is not let go while it is in use."""
        with self.registry.bot(key) as bot:
            yield bot.bolt

    def domain(self, user: str) -> str:
        """The domain of somebody's address; "" where Slack does not say."""
        try:
            return domain_of(self.workspace.users.person(user).email)
        except SlackError:
            return ""

    def may(self, team: str | None, user: str, key: str) -> bool:
        """Whether somebody may ask about a tenant at all. In doubt, no."""
        return self.role(team, user, key) is not None

    def mine(self, team: str | None, user: str) -> tuple[str, ...]:
        """All tenants about which somebody may ask."""
        return tuple(key for key in self.registry.tenants.rows if self.may(team, user, key))

    def titles(self) -> Mapping[str, str]:
        """How all are called, by key."""
        return self.names(tuple(self.registry.tenants.rows))

    def roles(self, user: str) -> Mapping[str, Role]:
        """What somebody of the workspace may do with each tenant, where they may do anything."""
        try:
            team = self.workspace.identity.bot().team
        except SlackError:
            return {}
        found = {key: self.role(team, user, key) for key in self.registry.tenants.rows}
        return {key: role for key, role in found.items() if role is not None}

    def role(self, team: str | None, user: str, key: str) -> Role | None:
        """What somebody may do with a tenant; None for nothing at all."""
        row = self.registry.tenants.rows.get(key)
        found = self.access(row).asker(team, user) if row else None
        return None if found is None or isinstance(found, Refused) else found.role

    def access(self, row: Row) -> Access:
        """Who may ask about a tenant, or about all of them."""
        domains = row.domains if isinstance(row, TenantRow) else ()
        grants = Grants(row.admins, row.helpdesk, row.viewers)
        users, identity, zone = self.workspace.users, self.workspace.identity, ZoneInfo(row.timezone)
        if isinstance(row, TenantRow):
            return Access(users, identity, grants, zone, domains)
        return Access(users, identity, grants, zone, domains, self._sees_numbers)

    def _sees_numbers(self, user: str) -> bool:
        """Whether somebody may see the numbers of any tenant, and so may ask for those that they may see at once."""
        return any(role >= Role.VIEWER for role in self.roles(user).values())


@dataclass(frozen=True, slots=True)
class ManyBots:
    """All of it, not yet listening."""

    settings: Settings
    clock: Clock
    engines: Engines
    workspace: Workspace
    registry: Registry
    people: People
    router: Router
    tokens: ButtonTokens
    rounds: Rounds
    guard: Callable[[], str]  # why the clock is not to be trusted just now

    def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        self.workspace.background.stop()
        self.registry.close()
        self.tokens.close()
        self.engines.dispose()


def build_many(settings: Settings, *, clock: Clock | None = None, wait: float = WAIT) -> ManyBots:
    """Build the door and what is behind it; no tenant's bot yet. A question waits so long for its line of the log.

    Raises SettingsError when no token is set or SSPR_TENANTS cannot be read, StoreError without a database.
    """
    if settings.tenants is None:
        raise SettingsError("SSPR_TENANTS is not set: there is one tenant.")
    file = tenants_file(settings.tenants)
    engines = open_engines(settings)
    now = clock or shared_clock(engines.ledger)
    workspace = open_workspace(settings, now)
    guard = always_trusted if clock else ClockGuard(now, boot_seconds, lambda: slack_time(workspace.client)).doubt

    work = TenantWork(engines.activity, new_owner())

    def build(key: str, row: Row) -> Bot:
        return _build(
            settings,
            engines,
            workspace,
            people.access(row),
            guard,
            wait,
            work,
            fleet if key == PROVIDER else None,
            key,
            row,
        )

    registry = Registry(file, build, settings.tenants_memory * _MB)
    people = People(registry, workspace)
    executor = OnDask(settings.dask) if settings.dask else InProcess(in_registry(registry))
    fleet = FleetOfMany(executor, people.roles, people.titles, settings.smallest_group, partial(_problems, work))
    tokens = ButtonTokens(Tenant(engines.activity, PROVIDER))
    router = Router(people, Replies(workspace.client, workspace.data_blocks), tokens, workspace.background, now)
    rounds = Rounds(registry, engines.ledger, work, FleetDigest(executor, people.titles), now)
    return ManyBots(settings, now, engines, workspace, registry, people, router, tokens, rounds, guard)


def _build(
    settings: Settings,
    engines: Engines,
    workspace: Workspace,
    access: Access,
    guard: Callable[[], str],
    wait: float,
    work: TenantWork,
    fleet: Fleet | None,
    key: str,
    row: Row,
) -> Bot:
    own = settings_of(settings, row) if isinstance(row, TenantRow) else settings_of_provider(settings, row)
    services = build_services(own, clock=workspace.clock, engines=engines, wait=wait, large_files_apart=True)
    channels = Channels(workspace.client, workspace.clock, row.channels)
    return assemble_bot(
        services,
        workspace,
        access,
        channels,
        guard,
        client=client_of(workspace.client, key),
        pull_problem=lambda: next((one.problem for one in work.rows(key) if one.kind == PULL), ""),
        fleet=fleet,
    )


def _problems(work: TenantWork, key: str) -> list[str]:
    """What did not succeed for a tenant, a sentence each."""
    return [f"The last {row.kind} did not succeed. {row.problem}" for row in work.rows(key) if row.problem]
