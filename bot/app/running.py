"""`sspr run`: the bot on a Slack workspace, by Socket Mode or HTTP, with everything that works beside it."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from prometheus_client import CollectorRegistry
from slack_bolt import App
from slack_sdk import WebClient

from bot.app.core import Core, build_core, stale, wall_clock
from bot.app.digests import Digests, apply_file, build_digests
from bot.app.graph import ScheduledPull
from bot.app.metrics import registry_of
from bot.app.slack_side import slack_side
from bot.errors import BotError, SettingsError
from bot.schedule.periodic import Every
from bot.service.ports import Clock
from bot.settings import Settings
from bot.slack.access import Access, Grants
from bot.slack.app import build_app
from bot.slack.client import SlackError, web_client
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.directory.users import Users
from bot.slack.sending.background import Background
from bot.slack.transport.http import HttpServer, http_app, operations_app
from bot.slack.transport.request_verifier import RequestVerifier
from bot.slack.transport.socket_mode import SocketMode
from bot.sources.folder import watch_folder

_LOOK_FOR_LOADS = 2.0  # seconds between looks whether another process has loaded something
_REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot on Slack, put together and not yet listening."""

    core: Core
    client: WebClient
    access: Access
    bolt: App
    digests: Digests
    background: Background
    pull: ScheduledPull | None
    registry: CollectorRegistry


def build_bot(settings: Settings, *, clock: Clock = wall_clock) -> Bot:
    """Everything from settings. Raises SettingsError when no token is set, StoreError without a database."""
    client = web_client(_bot_token(settings), str(settings.slack_api_url))
    identity = Identity(client)
    users = Users(client, identity, clock)
    core = build_core(settings, clock=clock, resolver=users)
    pull = _pull(core)
    digests = build_digests(core, client, identity, lambda: [pull.trouble] if pull and pull.trouble else [])
    grants = Grants(settings.admins, settings.helpdesk, settings.viewers)
    access = Access(users, identity, grants, settings.zone)
    background = Background()
    listeners = slack_side(
        core,
        subscribing=digests.subscribing,
        digesting=digests.digesting,
        deciding=digests.deciding,
        refreshing=digests.refreshing,
        poster=digests.poster,
        client=client,
        access=access,
        background=background,
    )
    bolt = build_app(
        client=client,
        signing_secret=_signing_secret(settings),  # "" with Socket Mode, which needs none
        answering=listeners.answering,
        access=access,
        channels=Channels(client, clock),
        background=background,
        clock=clock,
        on_file=listeners.on_file,
        more=listeners.more,
    )
    return Bot(core, client, access, bolt, digests, background, pull, registry_of(core))


class Line(Protocol):
    """How Slack's requests come in."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End."""
        ...


def run(settings: Settings) -> None:
    """Run until told to stop by SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with ExitStack() as ending:
        bot = build_bot(settings)
        ending.callback(bot.core.close)
        _greet(bot)
        for change in apply_file(bot.core):
            _log.info("Subscriptions: %s", change)
        ending.callback(bot.background.stop)
        pulls = [Every(bot.pull.every, bot.pull)] if bot.pull else []
        for line in (*_lines(bot, settings), bot.digests.clockwork, *pulls):
            line.start()
            ending.callback(line.stop)
        for work in beside(bot.core, stop):
            ending.callback(work.join)
            work.start()
        _log.info("The bot is up: %s", "Socket Mode" if settings.slack_app_token else f"HTTP on port {settings.port}")
        stop.wait()
        _log.info("The bot stops")


def _greet(bot: Bot) -> None:
    """Ask Slack who we are. Raises SettingsError when it refuses the token; that it is away does not keep us down."""
    try:
        bot.access.identity.bot()
    except SlackError as error:
        if error.code in _REFUSED:
            raise SettingsError(
                f"Slack refuses SLACK_BOT_TOKEN ({error.code}). Copy the Bot User OAuth Token of the app's "
                "OAuth & Permissions page; reinstall the app if it was revoked."
            ) from error
        _log.warning("Slack does not answer yet (%s); the bot starts and tries again with every request", error.code)


def _lines(bot: Bot, settings: Settings) -> list[Line]:
    """Socket Mode when there is an app-level token, else HTTP; /healthz and its kin with both."""
    if settings.slack_app_token:
        socket = SocketMode(bot.bolt, settings.slack_app_token.get_secret_value(), bot.client)
        flask = operations_app(lambda: [*socket.problems(), *problems(bot)], bot.registry, lambda: doubts(bot))
        return [socket, HttpServer(flask, settings.host, settings.port)]
    verifier = RequestVerifier(_signing_secret(settings), bot.core.clock)
    flask = http_app(bot.bolt, verifier, lambda: problems(bot), bot.registry, lambda: doubts(bot))
    return [HttpServer(flask, settings.host, settings.port)]


def _pull(core: Core) -> ScheduledPull | None:
    """The pull from Microsoft Graph, where one is wanted."""
    minutes = core.settings.pull_minutes
    return None if minutes is None else ScheduledPull(core, timedelta(minutes=minutes))


def beside(core: Core, stop: threading.Event) -> list[threading.Thread]:
    """What works beside the answers: renewing the snapshot, watching the reports folder."""
    folder = core.settings.reports_dir
    works: list[tuple[str, Callable[[], None]]] = [
        ("sspr-snapshot", lambda: core.snapshots.keep_fresh(_LOOK_FOR_LOADS, stop))
    ]
    if folder:
        works.append(("sspr-folder", lambda: watch_folder(folder, core.load_once, stop=stop)))
    return [threading.Thread(target=work, name=name, daemon=True) for name, work in works]


def problems(bot: Bot) -> list[str]:
    """What is not in order, for /readyz: the database, or digests that do not get out."""
    try:
        bot.core.ledger.version()
        digests = bot.digests.clockwork.health()
        return [] if digests.ready else list(digests.sentences())
    except Exception as error:  # noqa: BLE001 - whatever it is, the bot is not ready
        return [f"The database does not answer: {type(error).__name__}."]


def doubts(bot: Bot) -> list[str]:
    """What should be looked at though the bot answers: digests that wait, a pull that failed, data that is old."""
    told = [bot.pull.trouble if bot.pull else "", stale(bot.core)]
    try:
        told += bot.digests.clockwork.health().sentences()
    except BotError as error:
        told.append(error.logged)
    return [sentence for sentence in told if sentence]


def _bot_token(settings: Settings) -> str:
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


def _signing_secret(settings: Settings) -> str:
    return settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
