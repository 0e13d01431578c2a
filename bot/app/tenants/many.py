"""The bots of all tenants behind one door: what `sspr run` runs where SSPR_TENANTS is set."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from slack_bolt import App

from bot.app.bot import Bot, assemble_bot
from bot.app.services import Engines, Services, boot_seconds, build_services, open_engines, shared_clock
from bot.app.tenants.executor import InProcess, OnDask
from bot.app.tenants.fleet import FleetOfMany, in_registry
from bot.app.tenants.fleet_digest import FleetDigest
from bot.app.tenants.registry import Registry
from bot.app.tenants.rounds import Rounds, new_owner
from bot.app.tenants.settings import settings_of, settings_of_provider
from bot.app.tenants.several import Part, Parts
from bot.app.tenants.tenants_file import PROVIDER, Row, Seen, TenantRow, tenants_file
from bot.app.tenants.workspaces import Workspaces, open_workspaces
from bot.errors import SettingsError
from bot.privacy import Role
from bot.schedule.clock_guard import ClockGuard, always_trusted
from bot.service.ports import Clock, Fleet
from bot.settings import Settings
from bot.slack.access import Access, Grants, Refused, domain_of
from bot.slack.client import SlackError, slack_time
from bot.slack.directory.channels import Channels
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.poster import SlackPoster
from bot.slack.sending.replies import Replies
from bot.slack.tenants.choosing import Known
from bot.slack.tenants.router import Router
from bot.slack.tenants.stamp import client_of
from bot.storage.activity import WAIT
from bot.storage.button_tokens import ButtonTokens
from bot.storage.tenant import Tenant
from bot.storage.tenant_work import PULL, TenantWork

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class People:
    """Who may ask about which tenant, by the grants of the rows and by domains; the router's TenantApps."""

    registry: Registry
    workspaces: Workspaces

    def is_known(self, team: str) -> bool:
        """Whether anybody of a workspace is answered."""
        return self.workspaces.is_known(team)

    def forget(self, team: str) -> None:
        """Let go of a workspace that has taken the app away."""
        self.workspaces.forget(team)

    def replies(self, team: str) -> Replies:
        """What answers in a workspace."""
        workspace = self.workspaces.of(team)
        return Replies(workspace.client, workspace.data_blocks, workspace.background)

    def known(self, team: str) -> Known:
        """What tells the tenants apart that are there for a workspace."""
        seen, provider = self.seen(team), self.registry.tenants.provider
        here = provider.is_seen_from(team, closed=self.workspaces.closed)
        channels = provider.at(team).channels if here else ()
        return Known(seen.by_domain, seen.by_channel, seen.by_name, seen.rows, PROVIDER if here else "", channels)

    def names(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        """How they are called, by key."""
        rows = self.registry.tenants.rows
        return {key: rows[key].title for key in keys if key in rows}

    @contextmanager
    def app(self, team: str, key: str) -> Iterator[App]:
        """The app of a tenant for a workspace, which is not let go while it is in use."""
        with self.bot(team, key) as bot:
            yield bot.bolt

    def bot(self, team: str, key: str) -> AbstractContextManager[Bot]:
        """The bot of a tenant for a workspace."""
        return self.registry.bot(key, team if self.workspaces.closed else None)

    def domain(self, team: str, user: str) -> str:
        """The domain of somebody's address; "" where Slack does not say."""
        try:
            return domain_of(self.workspaces.of(team).users.person(user).email)
        except SlackError:
            return ""

    def may(self, team: str, user: str, key: str) -> bool:
        """Whether somebody may ask about a tenant at all. In doubt, no."""
        return self.role(team, user, key) is not None

    def mine(self, team: str, user: str) -> tuple[str, ...]:
        """All tenants about which somebody may ask."""
        return tuple(key for key in self.seen(team).rows if self.may(team, user, key))

    def titles(self) -> Mapping[str, str]:
        """How all are called, by key."""
        return self.names(tuple(self.registry.tenants.rows))

    def roles(self, team: str, user: str) -> Mapping[str, Role]:
        """What somebody of a workspace may do with each tenant, where they may do anything."""
        found = {key: self.role(team, user, key) for key in self.seen(team).rows}
        return {key: role for key, role in found.items() if role is not None}

    def role(self, team: str, user: str, key: str) -> Role | None:
        """What somebody may do with a tenant; None for nothing at all."""
        row = self.seen(team).rows.get(key)
        found = self.access(team, row).asker(team, user) if row else None
        return None if found is None or isinstance(found, Refused) else found.role

    def access(self, team: str, row: Row) -> Access:
        """Who of a workspace may ask about a tenant, or about all of them; `row` is as it counts there."""
        workspace, grants = self.workspaces.of(team), Grants(row.admins, row.helpdesk, row.viewers)
        users, identity, zone = workspace.users, workspace.identity, ZoneInfo(row.timezone)
        if isinstance(row, TenantRow):
            return Access(users, identity, grants, zone, row.domains)
        return Access(users, identity, grants, zone, (), partial(self._sees_numbers, team))

    def roles_here(self, team: str, user: str) -> Mapping[str, Role]:
        """The same for a workspace of which Slack is to say the id where there is but one."""
        try:
            return self.roles(self.workspaces.of(team).identity.bot().team, user)
        except SlackError:
            return {}

    def _sees_numbers(self, team: str, user: str) -> bool:
        """Whether somebody may see the numbers of any tenant, and so may ask for those that they may see at once."""
        return any(role >= Role.VIEWER for role in self.roles_here(team, user).values())

    def seen(self, team: str) -> Seen:
        """The tenants that are there for a workspace."""
        return self.registry.tenants.seen_from(team, closed=self.workspaces.closed)


@dataclass(frozen=True, slots=True)
class ManyBots:
    """All of it, not yet listening."""

    settings: Settings
    clock: Clock
    engines: Engines
    workspaces: Workspaces
    registry: Registry
    people: People
    router: Router
    tokens: ButtonTokens
    rounds: Rounds
    guard: Callable[[], str]  # why the clock is not to be trusted just now

    def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        self.workspaces.background.stop()
        self.registry.close()
        self.tokens.close()
        self.engines.dispose()

    def data_blocks_refused(self) -> int:
        """How many messages the workspaces took as text alone."""
        return sum(one.data_blocks.refused for one in self.workspaces.opened())


def build_many(settings: Settings, *, clock: Clock | None = None, wait: float = WAIT) -> ManyBots:
    """Build the door and what is behind it; no tenant's bot yet. A question waits so long for its line of the log.

    Raises SettingsError when no token is set or SSPR_TENANTS cannot be read, StoreError without a database.
    """
    if settings.tenants is None:
        raise SettingsError("SSPR_TENANTS is not set: there is one tenant.")
    file = tenants_file(settings.tenants)
    engines = open_engines(settings, read_wait=WAIT)
    now = clock or shared_clock(engines.ledger)
    workspaces = open_workspaces(settings, engines.activity, lambda: file.current().workspaces, now)
    guard = always_trusted if clock else ClockGuard(now, boot_seconds, partial(slack_time, workspaces.client)).doubt
    work = TenantWork(engines.activity, new_owner())

    def build(key: str, row: Row, team: str, services: Services | None) -> Bot:
        fleet = FleetOfMany(executor, partial(people.roles_here, team), people.titles, settings.smallest_group)
        return _build(
            services or _services(settings, engines, now, wait, row),
            people,
            guard,
            lambda: next((one.problem for one in work.rows(key) if one.kind == PULL), ""),
            fleet if key == PROVIDER else None,
            (key, row, team),
        )

    registry = Registry(file, build, settings.tenants_memory * _MB)
    people = People(registry, workspaces)
    executor = OnDask(settings.dask) if settings.dask else InProcess(in_registry(registry))
    tokens = ButtonTokens(Tenant(engines.activity, PROVIDER))
    router = Router(people, tokens, workspaces.background, now)
    rounds = Rounds(registry, engines.ledger, work, FleetDigest(executor, people.titles), now)
    return ManyBots(settings, now, engines, workspaces, registry, people, router, tokens, rounds, guard)


def _services(settings: Settings, engines: Engines, clock: Clock, wait: float, row: Row) -> Services:
    own = settings_of(settings, row) if isinstance(row, TenantRow) else settings_of_provider(settings, row)
    return build_services(own, clock=clock, engines=engines, wait=wait, large_files_apart=True)


def _build(
    services: Services,
    people: People,
    guard: Callable[[], str],
    pull_problem: Callable[[], str],
    fleet: Fleet | None,
    which: tuple[str, Row, str],
) -> Bot:
    """The bot of a tenant, by its key and row, in a workspace."""
    key, row, team = which
    parts = Parts(row, {one: _part(people, key, row, one) for one in row.workspaces})
    here = parts.parts.get(team) or _part(people, key, row, team)
    return assemble_bot(
        services,
        people.workspaces.of(team),
        here.access,
        here.channels,
        guard,
        client=client_of(people.workspaces.of(team).client, key),
        pull_problem=pull_problem,
        fleet=fleet,
        several=(parts, parts.audience()) if len(parts.parts) > 1 else None,
        tenant=lambda: row.names if isinstance(row, TenantRow) and len(people.registry.tenants.rows) > 1 else (),
        may_ask_others=lambda asker: len(people.roles_here(asker.workspace or team, asker.id)) > 1,
    )


def _part(people: People, key: str, row: Row, team: str) -> Part:
    """What a workspace is for a tenant."""
    workspace, seen = people.workspaces.of(team), row.at(team)
    poster = SlackPoster(
        client_of(workspace.client, key), workspace.identity, ChannelRateLimit(), workspace.data_blocks
    )
    return Part(
        people.access(team, seen),
        Channels(workspace.client, workspace.clock, seen.channels, workspace.users.teams),
        poster,
    )
