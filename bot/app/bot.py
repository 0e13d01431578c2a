"""The bot on Slack, put together and not yet listening."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from prometheus_client import CollectorRegistry
from slack_bolt import App
from slack_sdk import WebClient

from bot.app.answering import build_answering
from bot.app.digests import Audience, build_digests, digest_channels
from bot.app.graph import ScheduledPull
from bot.app.metrics import registry_of
from bot.app.services import Services, boot_seconds, build_services
from bot.errors import SettingsError
from bot.schedule.clock_guard import ClockGuard, always_trusted
from bot.schedule.digest_scheduler import DigestScheduler
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.service.decisions.owner_notices import OwnerNotices
from bot.service.digest_services import PostedDigests
from bot.service.loading.shared_file import SharedReports
from bot.service.ports import Clock, Fleet
from bot.service.posting import Poster
from bot.settings import Settings
from bot.slack.access import Access, Grants
from bot.slack.app import build_app
from bot.slack.client import slack_time, web_client
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.directory.users import Users
from bot.slack.listeners.feedback import Feedback
from bot.slack.register import digest_listeners
from bot.slack.sending.background import Background
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.poster import SlackPoster
from bot.sources.slack_file import SlackFiles
from bot.storage.digests.owner_notices import OwnerNoticeLog

NEEDS_TENANTS: Final = "SLACK_CLIENT_ID needs SSPR_TENANTS, which says what workspace may see which tenant."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts of a bot that is run."""

    services: Services
    client: WebClient
    access: Access
    answering: Answering
    bolt: App
    digests: PostedDigests
    scheduler: DigestScheduler
    guard: Callable[[], str]  # why the clock is not to be trusted just now; "" when it is
    background: Background
    owner_notices: OwnerNotices
    pull: ScheduledPull | None
    registry: CollectorRegistry

    def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        self.scheduler.stop()
        self.background.stop()
        self.services.close()


@dataclass(frozen=True, slots=True)
class Workspace:
    """What all tenants of one Slack workspace have in common."""

    client: WebClient
    identity: Identity
    users: Users
    background: Background
    data_blocks: DataBlocks
    feedback: Feedback
    clock: Clock


def open_workspace(settings: Settings, clock: Clock) -> Workspace:
    """Put together what talks to Slack; nothing is asked yet. Raises SettingsError when no token is set."""
    client = web_client(_bot_token(settings), str(settings.slack_api_url))
    identity = Identity(client)
    users = Users(client, identity, clock)
    return Workspace(client, identity, users, Background(), DataBlocks(clock), Feedback(clock), clock)


def build_bot(settings: Settings, *, clock: Clock | None = None) -> Bot:
    """Build everything from settings. Raises SettingsError when no token is set, StoreError without a database.

    Another `clock` than the usual one, like the demo's, is trusted.
    """
    _bot_token(settings)
    services = build_services(settings, clock=clock, large_files_apart=True)
    workspace = open_workspace(settings, services.clock)
    grants = Grants(settings.admins, settings.helpdesk, settings.viewers)
    access = Access(workspace.users, workspace.identity, grants, settings.zone)
    guard = (
        always_trusted
        if clock
        else ClockGuard(services.clock, boot_seconds, lambda: slack_time(workspace.client)).doubt
    )
    return assemble_bot(services, workspace, access, Channels(workspace.client, services.clock), guard)


def assemble_bot(
    services: Services,
    workspace: Workspace,
    access: Access,
    channels: Channels,
    guard: Callable[[], str],
    *,
    client: WebClient | None = None,
    pull_problem: Callable[[], str] | None = None,
    fleet: Fleet | None = None,
    several: tuple[Poster, Audience] | None = None,
    tenant: Callable[[], Collection[str]] = tuple,
    may_ask_others: Callable[[Asker], bool] = lambda _: False,
) -> Bot:
    """Put a bot together over its services; `client` is the workspace's unless messages carry more than they say.

    `pull_problem` says what was wrong with the last pull, where others than this bot pull; `several` posts and knows
    people where the tenant is seen from more than this workspace; `tenant` is what it is called among several,
    and `may_ask_others` who may ask of another of these, too.
    """
    settings, client = services.settings, client or workspace.client
    background, data_blocks = workspace.background, workspace.data_blocks
    minutes = settings.pull_minutes
    pull = None if minutes is None else ScheduledPull(services, timedelta(minutes=minutes))
    problem = pull_problem or (lambda: pull.problem if pull else "")
    poster, audience = several or (
        SlackPoster(client, workspace.identity, ChannelRateLimit(), data_blocks),
        Audience(access.may_decide, access.zone_of, access.recipient, channels.of_person),
    )
    digests = build_digests(
        services,
        poster,
        warnings=lambda: [found] if (found := problem()) else [],
        later=background.submit,
        audience=audience,
    )
    answering = build_answering(services, digests.questions, access, fleet, tenant, may_ask_others)
    return Bot(
        services=services,
        client=client,
        access=access,
        answering=answering,
        bolt=build_bolt(
            services,
            digests,
            answering,
            client,
            access,
            background,
            services.clock,
            data_blocks,
            workspace.feedback,
            channels,
        ),
        digests=digests,
        scheduler=DigestScheduler(digests, services.snapshots, services.clock, guard),
        guard=guard,
        background=background,
        owner_notices=OwnerNotices(
            runbooks=services.runbooks.current,
            snapshots=services.snapshots,
            catalogue=services.catalogue,
            decisions=digests.decisions,
            store=OwnerNoticeLog(services.activity),
            poster=digests.poster,
            may_see=audience.may_see,
            zone=settings.zone,
            clock=services.clock,
            log=_log.warning,
        ),
        pull=pull,
        registry=registry_of(services, lambda: data_blocks.refused, workspace.feedback.counts),
    )


def build_bolt(
    services: Services,
    digests: PostedDigests,
    answering: Answering,
    client: WebClient,
    access: Access,
    background: Background,
    clock: Clock,
    data_blocks: DataBlocks,
    feedback: Feedback,
    channels: Channels | None = None,
) -> App:
    """Build the Bolt app with all listeners; `background` is stopped before the services."""
    files, allowed = SlackFiles(client), digest_channels(services.settings)
    listeners = digest_listeners(
        answering=answering,
        digests=digests,
        reports=SharedReports(files, services.loading, services.access_log, digests.poster, allowed),
        client=client,
        access=access,
        clock=clock,
        background=background,
        data_blocks=data_blocks,
    )
    return build_app(
        client=client,
        answering=answering,
        access=access,
        channels=channels or Channels(client, clock),
        background=background,
        clock=clock,
        data_blocks=data_blocks,
        feedback=feedback,
        shares=services.shares,
        public_url=str(services.settings.public_url or ""),
        on_file=listeners.on_file,
        more=listeners.more,
    )


def _bot_token(settings: Settings) -> str:
    if settings.slack_client_id is not None:
        raise SettingsError(NEEDS_TENANTS)
    if settings.slack_bot_token is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN is not set. Install the app from manifest.yml in your workspace and copy the Bot User "
            "OAuth Token (xoxb-...); `sspr demo` needs no token."
        )
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise SettingsError(
            "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set. Set the app-level token (xapp-...) for Socket "
            "Mode, or the signing secret for HTTP."
        )
    return settings.slack_bot_token.get_secret_value()


def signing_secret(settings: Settings) -> str:
    """Return the signing secret; "" with Socket Mode, which needs none."""
    return settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
