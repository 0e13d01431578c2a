"""`sspr run` with SSPR_TENANTS: one door to Slack, and the rounds through the tenants."""

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Protocol

from bot.app.bot import signing_secret
from bot.app.digests import apply_file
from bot.app.metrics import Readiness
from bot.app.tenants.many import ManyBots, build_many
from bot.app.tenants.metrics import registry_of_tenants
from bot.app.tenants.workspaces import InstalledWorkspaces
from bot.errors import BotError, SettingsError
from bot.schedule import dead_man
from bot.schedule.dead_man import DeadMan
from bot.schedule.jobs import Jobs
from bot.schedule.tenant_rounds import TenantRounds
from bot.settings import Settings
from bot.slack.directory.bot_user import Identity
from bot.slack.transport.http import HttpServer, http_app, operations_app
from bot.slack.transport.request_verifier import RequestVerifier
from bot.slack.transport.socket_mode import SocketMode
from bot.storage.tenant_work import DEAD

_PLAN_EVERY = timedelta(seconds=5)
_log = logging.getLogger(__name__)


class Part(Protocol):
    """Something that runs beside the others."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End."""
        ...


def run_tenants(settings: Settings, stop: threading.Event, greet: Callable[[Identity], None]) -> None:
    """Run until `stop` is set."""
    if settings.subscriptions_file or settings.reports_dir or settings.runbook:
        raise SettingsError(
            "With SSPR_TENANTS a folder, runbooks and subscriptions belong to a tenant: put them into its row instead "
            "of SSPR_REPORTS_DIR, SSPR_RUNBOOK and SSPR_SUBSCRIPTIONS."
        )
    with ExitStack() as ending:
        bots = build_many(settings)
        ending.callback(bots.close)
        if not bots.workspaces.closed:
            greet(bots.workspaces.of("").identity)
        bots.rounds.plan()
        for key, row in bots.registry.tenants.rows.items():
            if row.subscriptions:
                subscribe(bots, key)
        for part in _parts(bots):
            part.start()
            ending.callback(part.stop)
        _log.info("The bot is up for %d tenants", len(bots.registry.tenants.rows))
        stop.wait()
        _log.info("The bot stops")


def subscribe(bots: ManyBots, key: str) -> None:
    """Bring the digests of a tenant to what its file says; a file that is broken keeps no other tenant waiting."""
    try:
        with bots.registry.bot(key) as bot:
            for change in apply_file(bot.services):
                _log.info("Subscriptions of %s: %s", key, change)
    except BotError as error:
        _log.error("The subscriptions of %s stay as they were: %s", key, error.log_line)


def _parts(bots: ManyBots) -> list[Part]:
    settings, workspaces = bots.settings, bots.workspaces
    rounds = bots.rounds.parts(bots.guard)
    registry = registry_of_tenants(bots.rounds, bots.data_blocks_refused, workspaces.feedback.counts)
    socket = None

    def ready() -> list[str]:
        return [*(socket.problems() if socket else ()), *problems(rounds)]

    def looked_at() -> list[str]:
        return warnings(bots)

    registry.register(Readiness(ready, looked_at))
    if settings.slack_app_token:
        socket = SocketMode(bots.router, settings.slack_app_token.get_secret_value(), workspaces.client)
        flask = operations_app(ready, registry, looked_at)
    else:
        flask = http_app(bots.router, RequestVerifier(signing_secret(settings), bots.clock), ready, registry, looked_at)
    if isinstance(workspaces, InstalledWorkspaces):
        from bot.slack.transport.install import add_install  # noqa: PLC0415 - Bolt's part for it is seldom wanted

        add_install(flask, workspaces.flow)
    mcp: list[Part] = []
    if settings.mcp_url:
        from bot.app.tenants.mcp import serve_tenants  # noqa: PLC0415 - its library takes half a second and 36 MB

        mcp.append(serve_tenants(bots, flask))
    server = HttpServer(flask, settings.host, settings.port)
    return [*([socket] if socket else []), *mcp, server, _jobs(bots, ready), *rounds]


def _jobs(bots: ManyBots, ready: Callable[[], list[str]]) -> Jobs:
    jobs = Jobs()

    def plan() -> None:
        try:
            bots.rounds.plan()
        except BotError as error:
            _log.warning("What the tenants' work is could not be looked up: %s", error.logged)
        except Exception as error:  # noqa: BLE001 - the scheduler would log values
            _log.warning("What the tenants' work is could not be looked up: %s", type(error).__name__)

    jobs.every(_PLAN_EVERY, plan, name="plan")
    if url := bots.settings.ping_url:
        jobs.every(dead_man.EVERY, DeadMan(str(url), ready), name="sign of life")
    return jobs


def problems(rounds: list[TenantRounds]) -> list[str]:
    """List what keeps the bot from its work, for /readyz."""
    found = dict.fromkeys(one.problem for one in rounds if one.problem)
    return [f"The work of tenants waits: {problem}" for problem in found]


def warnings(bots: ManyBots) -> list[str]:
    """List what should be looked at though the bot answers: SSPR_TENANTS as it is now, and work that was given up."""
    try:
        rows = bots.rounds.work.rows()
    except BotError as error:
        return [error.logged]
    says = "The {0.kind} of {0.tenant} is given up until sspr retry {0.tenant}: {0.problem}"
    given_up = [says.format(row) for row in rows if row.state == DEAD]
    file = [bots.registry.problem] if bots.registry.problem else []
    return [*file, *bots.workspaces.problems(), *given_up]
