"""`sspr run`: the bot on a Slack workspace, by Socket Mode or HTTP, with the jobs that run beside it."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Protocol

from flask import Flask

from bot.app import memory
from bot.app.bot import Bot, build_bot, signing_secret
from bot.app.digests import apply_file
from bot.app.files.watched import WatchedFolder, all_apart, tell_admins
from bot.app.metrics import Readiness
from bot.app.retention import MonthlyRetention
from bot.app.services import passed_over, staleness
from bot.app.tenants.running import run_tenants
from bot.errors import BotError, SettingsError
from bot.schedule import dead_man
from bot.schedule.dead_man import DeadMan
from bot.schedule.jobs import Jobs
from bot.settings import Settings
from bot.slack.client import SlackError
from bot.slack.directory.bot_user import REFUSED, Identity
from bot.slack.transport.http import HttpServer, http_app, operations_app
from bot.slack.transport.request_verifier import RequestVerifier
from bot.slack.transport.socket_mode import SocketMode
from bot.sources.folder import watch_folder

_LOOK_FOR_LOADS = timedelta(seconds=2)  # between looks whether another process has loaded something
_TELL_OWNERS = timedelta(minutes=1)  # between looks for new cases that somebody looks after by a runbook
_LOOK_AT_TOKEN = timedelta(minutes=1)  # between looks whether Slack still takes the bot token
_LOOK_FOR_OLD_DATA = timedelta(hours=1)  # between looks whether this month has had its round of SSPR_KEEP_DAYS
_log = logging.getLogger(__name__)


class Transport(Protocol):
    """How Slack's requests come in."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End."""
        ...


def run(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C."""
    memory.share()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if settings.tenants:
        run_tenants(settings, stop, greet)
        return
    with ExitStack() as ending:
        bot = build_bot(settings)
        ending.callback(bot.close)
        greet(bot.access.identity)
        for change in apply_file(bot.services):
            _log.info("Subscriptions: %s", change)
        for part in _parts(bot, settings):
            part.start()
            ending.callback(part.stop)
        if watch := _folder_thread(bot, stop):
            ending.callback(watch.join)
            watch.start()
        _log.info("The bot is up: %s", "Socket Mode" if settings.slack_app_token else f"HTTP on port {settings.port}")
        stop.wait()
        _log.info("The bot stops")


def greet(identity: Identity) -> None:
    """Ask Slack who we are. Raises SettingsError when it refuses the token; that it is away does not keep us down."""
    try:
        identity.bot()
    except SlackError as error:
        if error.code in REFUSED:
            raise SettingsError(
                f"Slack refuses SLACK_BOT_TOKEN ({error.code}). Copy the Bot User OAuth Token of the app's "
                "OAuth & Permissions page; reinstall the app if it was revoked."
            ) from error
        _log.warning("Slack does not answer yet (%s); the bot starts and tries again with every request", error.code)


def _parts(bot: Bot, settings: Settings) -> list[Transport]:
    """Build Socket Mode when there is an app-level token, else HTTP; /healthz and its kin with both; and the jobs."""

    def looked_at() -> list[str]:
        return warnings(bot)

    def ready() -> list[str]:
        return [*bot.access.identity.problems(), *(socket.problems() if socket else ()), *problems(bot)]

    socket = None
    register_readiness(bot, ready)
    if settings.slack_app_token:
        socket = SocketMode(bot.bolt, settings.slack_app_token.get_secret_value(), bot.client)
        flask = operations_app(ready, bot.registry, looked_at)
    else:
        verifier = RequestVerifier(signing_secret(settings), bot.services.clock)
        flask = http_app(bot.bolt, verifier, ready, bot.registry, looked_at)
    mcp = _mcp(bot, flask)
    server = HttpServer(flask, settings.host, settings.port)
    return [*([socket] if socket else []), *mcp, server, _jobs(bot, ready)]


def _mcp(bot: Bot, flask: Flask) -> list[Transport]:
    """/mcp where it is asked for. It ends after the server that lets its requests in."""
    if bot.services.settings.mcp_url is None:
        return []
    from bot.app.mcp_http import serve_http  # noqa: PLC0415 - its library takes half a second and 36 MB

    return [serve_http(bot, flask)]


def register_readiness(bot: Bot, ready: Callable[[], list[str]]) -> None:
    """Show in /metrics how much /readyz has to say."""
    bot.registry.register(Readiness(ready, lambda: warnings(bot)))


def _jobs(bot: Bot, ready: Callable[[], list[str]]) -> Jobs:
    """Plan what runs beside the answers: digests, renewing the snapshot, pulling from Graph, the sign of life."""
    jobs = Jobs()
    bot.scheduler.start(jobs)
    jobs.every(_LOOK_FOR_LOADS, bot.services.snapshots.try_refresh, name="snapshot")
    jobs.every(_LOOK_AT_TOKEN, bot.access.identity.look, name="token")
    jobs.every(memory.EVERY, memory.give_back, name="memory")
    jobs.every(_TELL_OWNERS, bot.owner_notices.run_once, name="owners")
    if bot.pull:
        jobs.every(bot.pull.every, bot.pull, name="pull", heavy=True)
    if bot.services.settings.keep_days:
        jobs.every(_LOOK_FOR_OLD_DATA, MonthlyRetention(bot.services, bot.guard), name="retention", heavy=True)
    if url := bot.services.settings.ping_url:
        jobs.every(dead_man.EVERY, DeadMan(str(url), ready), name="sign of life")
    return jobs


def _folder_thread(bot: Bot, stop: threading.Event) -> threading.Thread | None:
    """Watch the reports folder in a thread of its own, where there is a folder."""
    folder = bot.services.settings.reports_dir
    if folder is None:
        return None
    watched = WatchedFolder(all_apart(bot.services), tell_admins(bot.client, bot.services.settings.admins))
    return threading.Thread(
        target=lambda: watch_folder(folder, watched.load, stop=stop), name="sspr-folder", daemon=True
    )


def problems(bot: Bot) -> list[str]:
    """List what is not in order, for /readyz: the database, lines of the access log, or digests that do not get out."""
    log = bot.services.access_log
    found = [log.problem]
    try:
        digests = bot.scheduler.health()
        found += [log.lost, *([] if digests.ready else digests.sentences())]
    except Exception as error:  # noqa: BLE001 - whatever it is, the bot is not ready
        found.append(f"The database does not answer: {type(error).__name__}.")
    return [sentence for sentence in found if sentence]


def warnings(bot: Bot) -> list[str]:
    """List what should be looked at though the bot answers: waiting digests, a failed pull, old data."""
    found = [bot.pull.problem if bot.pull else "", staleness(bot.services), passed_over(bot.services)]
    bot.services.runbooks.current()
    found.append(bot.services.runbooks.problem)
    try:
        found += bot.scheduler.health().sentences()
    except BotError as error:
        found.append(error.logged)
    return [sentence for sentence in found if sentence]
