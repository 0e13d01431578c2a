"""`sspr check`: everything the bot needs, each ok or why not."""

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.app.bot import NEEDS_TENANTS
from bot.app.digests import file_differences
from bot.app.graph import graph_checks, reads_graph
from bot.app.services import Engines, Services, build_services, open_engines, passed_over, staleness, wall_clock
from bot.app.tenants.settings import settings_of
from bot.app.tenants.tenants_file import tenants_file
from bot.app.tenants.workspaces import open_workspaces
from bot.app.zone_rules import zone_rules
from bot.errors import BotError, RunbookError, SettingsError
from bot.reports.coverage import coverage
from bot.reports.covered_spans import PULLED
from bot.reports.receipt import ReportKind
from bot.schedule.clock_guard import agree
from bot.service.digests.health import health
from bot.settings import Settings
from bot.slack.client import NO_ANSWER, SlackError, ask, slack_time, web_client
from bot.slack.directory.users import Users
from bot.slack.scopes import NEEDED, OPTIONAL
from bot.storage.database import not_yet_made, sqlite_file
from bot.storage.digests.slots import Slots
from bot.storage.digests.subscriptions import Subscriptions
from bot.storage.newest_written import newest_written
from bot.storage.plain_line import activity_file
from bot.storage.tenant_work import DEAD, TenantWork


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; it is ok without a problem, and the note describes it."""

    name: str
    problem: str = ""
    note: str = ""

    def __str__(self) -> str:
        """Write it as the command prints it."""
        return f"{self.name}: {self.problem or 'ok'}{f' ({self.note})' if self.note and not self.problem else ''}"


@dataclass(frozen=True, slots=True)
class _Clocks:
    """What time it is here and at Slack; None where it is not asked, or does not say."""

    here: datetime
    slack: datetime | None

    def finding(self) -> Finding:
        """Compare the two."""
        if self.slack is None:
            return Finding("clock", note=f"{self.here:%Y-%m-%d %H:%M} UTC here; Slack could not be asked what it says")
        said = f"{self.here:%Y-%m-%d %H:%M} UTC here, {self.slack:%Y-%m-%d %H:%M} at Slack"
        return Finding("clock", "" if agree(self.here, self.slack) else f"{said}; set the clock (NTP)", "as Slack's")

    def database(self, services: Services) -> tuple[str, str]:
        """What the database knows of the time: a problem and a note, each "" where there is none."""
        at = services.clock() if services.clock is not wall_clock else self.here
        if not agree(self.here, at):
            return (
                f"its clock says {at:%Y-%m-%d %H:%M} UTC, the one here {self.here:%Y-%m-%d %H:%M}; set them (NTP)",
                "",
            )
        newest = newest_written(services.tenant, services.activity)
        if newest is None or newest <= self.here or agree(newest, self.here):
            return "", ""
        ahead = f"it holds what was written at {newest:%Y-%m-%d %H:%M} UTC, still to come: a clock"
        if self.slack is not None and agree(self.here, self.slack):
            return "", f"; warning: {ahead} was ahead then"
        return f"{ahead} was ahead then, or the one here was set back", ""


def check(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """Check everything, one after the other; a problem does not stop the rest. `now` is what the clock here says."""
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # what it says of a network stands in our own line
    clocks = _Clocks(now or wall_clock(), slack_time_of(settings))
    yield Finding("settings")
    yield _file_rights(settings)
    yield Finding("time zone rules", note=str(zone_rules()))
    yield clocks.finding()
    yield from _stored(settings, clocks)
    yield from _slack(settings)
    if settings.mcp_url:
        yield _mcp(settings)


def has_slack(settings: Settings) -> bool:
    """Whether there is a Slack to ask what time it is."""
    return settings.slack_bot_token is not None or settings.slack_client_id is not None


def slack_time_of(settings: Settings) -> datetime | None:
    """What time it is at Slack, where there is one to ask."""
    if not has_slack(settings):
        return None
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    return slack_time(web_client(token, str(settings.slack_api_url), quiet=True))


def _stored(settings: Settings, clocks: _Clocks) -> Iterator[Finding]:
    """What is in the database. One that is not there yet is not made: an empty one elsewhere stands for it."""
    absent = not_yet_made(settings.database_url)
    with TemporaryDirectory(prefix="sspr-check-") if absent else nullcontext() as folder:
        instead = {"database_url": f"sqlite:///{folder}/empty.db"} if folder else {}
        there = settings.model_copy(update=instead)
        yet = f"; {absent} is not there yet: the first load, pull or run makes it" if absent else ""
        yield from _tenants(there, clocks) if there.tenants else _services(there, clocks, yet=yet)


def _tenants(settings: Settings, clocks: _Clocks) -> Iterator[Finding]:
    """The same of each tenant, under its key; one that is wrong does not stop the others."""
    assert settings.tenants is not None  # else there is one
    try:
        found = tenants_file(settings.tenants).current()
        engines = open_engines(settings)
    except BotError as error:
        for sentence in str(error).splitlines():
            yield Finding("tenants", sentence)
        return
    yield Finding("tenants", note=f"{len(found.rows)} of {settings.tenants}")
    given_up = [row for row in TenantWork(engines.activity, "").rows() if row.state == DEAD]
    for key, row in found.rows.items():
        for one in _services(settings_of(settings, row), clocks, engines):
            yield replace(one, name=f"{key}, {one.name}")
        for work in (one for one in given_up if one.tenant == key):
            until = f"given up after {work.attempts} tries, until sspr retry {key}"
            yield Finding(f"{key}, {work.kind}", f"{until}: {work.problem}")
    engines.dispose()


def _services(
    settings: Settings, clocks: _Clocks, engines: Engines | None = None, *, yet: str = ""
) -> Iterator[Finding]:
    try:
        services = build_services(settings, engines=engines)
    except BotError as error:
        yield Finding("runbook" if isinstance(error, RunbookError) else "database", str(error))
        return
    problem, warning = clocks.database(services)
    yield Finding("database", problem, f"{services.tenant.engine.dialect.name}{yet}{warning}")
    folder = settings.reports_dir
    if folder and not folder.is_dir():
        yield Finding("reports folder", f"{settings.where('reports_dir')} is {folder}, and there is no such folder")
    yield from _data(services)
    yield _access_log(services)
    yield from _digests(services)
    if settings.graph_token or settings.pull_minutes or reads_graph(settings) or _has_pulled(services):
        yield from (Finding(name, problem or "") for name, problem in graph_checks(services))
    services.close()


def _file_rights(settings: Settings) -> Finding:
    """Whether others on this machine can read what is personal or secret. Windows has other rights."""
    try:
        database = sqlite_file(settings.database_url)
    except (SQLAlchemyError, ValueError):
        database = None  # the database's own line says what is wrong with its address
    mine = [Path(".env"), *([database, activity_file(database)] if database else [])]
    mine += [path for path in (settings.subscriptions_file, settings.runbook, settings.tenants) if path]
    open_to_others = [str(path) for path in mine if os.name == "posix" and _others_read(path)]
    names = ", ".join(open_to_others)
    warning = f"warning: others on this machine can read {names}; run chmod 600 on it"
    return Finding("file rights", note=warning if names else "")


def _others_read(path: Path) -> bool:
    """Whether a file, and its folder, let others in."""
    try:
        return bool(path.stat().st_mode & stat.S_IROTH and path.resolve().parent.stat().st_mode & stat.S_IXOTH)
    except OSError:
        return False


def _how_to_load(settings: Settings) -> str:
    where = settings.where("reports_dir")
    named = "" if where == Settings.where(settings, "reports_dir") else f" --tenant {settings.tenant}"
    folder = f"put one into {settings.reports_dir}" if settings.reports_dir else f"set {where}"
    return f"run sspr load{named} FILE, or {folder}"


def _data(services: Services) -> Iterator[Finding]:
    snapshot, now = services.snapshots.current(), services.clock()
    newest = snapshot.newest(now)
    reports = [ReportKind.RESET, ReportKind.REGISTRATION] if snapshot.receipts else []
    reports += [ReportKind.ROSTER] if len(snapshot.roster) else []
    covered = [coverage(snapshot, report, None, now).warnings for report in reports]
    warnings = dict.fromkeys(sentence for sentences in covered for sentence in sentences)
    if newest is None:
        yield Finding(
            "data",
            " ".join(warnings) or f"nothing is loaded yet; {_how_to_load(services.settings)}",
        )
        return
    yield Finding(
        "data", staleness(services), f"newest row {newest:%Y-%m-%d %H:%M} UTC, {len(snapshot.attempts)} attempts"
    )
    yield Finding("files", note=passed_over(services))
    yield Finding("coverage", note=f"warning: {' '.join(warnings)}" if warnings else "")


def _has_pulled(services: Services) -> bool:
    return any(receipt.path == PULLED for receipt in services.snapshots.current().receipts)


def _access_log(services: Services) -> Finding:
    found = services.access_log.verify()
    problem = found.problem or services.access_log.lost
    unsealed = "" if services.settings.log_keys else "SSPR_ACCESS_LOG_KEY is not set, so it is not sealed; "
    return Finding("access log", problem, unsealed + found.note)


def _digests(services: Services) -> Iterator[Finding]:
    subscriptions = Subscriptions(services.activity)
    found = health(subscriptions, Slots(services.activity), services.clock(), None)
    sentences = list(found.sentences())
    yield Finding("digests", " ".join(sentences), f"{len(subscriptions.not_ended())} subscriptions")
    try:
        differences = file_differences(services)
    except BotError as error:
        yield Finding("subscriptions file", str(error))
        return
    if services.settings.subscriptions_file:
        yield Finding("subscriptions file", " ".join(differences))


def _slack(settings: Settings) -> Iterator[Finding]:
    if settings.slack_client_id is not None:
        yield from _installed(settings)
    elif settings.slack_bot_token is None:
        yield Finding("slack token", "SLACK_BOT_TOKEN is not set")
        return
    else:
        client = web_client(settings.slack_bot_token.get_secret_value(), str(settings.slack_api_url), quiet=True)
        yield from _workspace("slack token", client, "SLACK_BOT_TOKEN")
    if not settings.slack_app_token and not settings.slack_signing_secret:
        yield Finding("slack line", "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
    elif settings.slack_app_token:
        yield _socket(settings.slack_app_token.get_secret_value(), str(settings.slack_api_url))


def _installed(settings: Settings) -> Iterator[Finding]:
    """Each workspace that SSPR_TENANTS names."""
    try:
        if settings.tenants is None:
            raise SettingsError(NEEDS_TENANTS)
        named = tenants_file(settings.tenants).current().workspaces
        engines = None if not_yet_made(settings.database_url) else open_engines(settings)
        workspaces = engines and open_workspaces(settings, engines.activity, lambda: named, wall_clock)
        for team in sorted(named):
            if workspaces and workspaces.is_known(team):
                yield from _workspace(f"slack workspace {team}", workspaces.of(team).client, "the token")
                yield from _organisation(team, workspaces.of(team).users)
            else:
                yield Finding(f"slack workspace {team}", "the app is not installed there: open /slack/install")
        if engines:
            engines.dispose()
    except BotError as error:
        yield Finding("slack workspaces", str(error))


def _organisation(team: str, users: Users) -> Iterator[Finding]:
    """Whether an organisation's app was added to a workspace: else there is nobody whom it can answer."""
    try:
        problem = "" if users.teams() else "the app is in none of its workspaces yet: its admins add it there"
    except SlackError as error:
        problem = f"Slack does not say in which of its workspaces the app is ({error.code})"
    if problem:
        yield Finding(f"slack workspace {team}", problem)


def _workspace(name: str, client: WebClient, token: str) -> Iterator[Finding]:
    """Whether Slack takes a token, and what it may do."""
    try:
        identity = ask(client.auth_test)
    except SlackError as error:
        silent = f"Slack does not answer at {client.base_url}: no network, no DNS, or a proxy in between"
        yield Finding(name, silent if error.code == NO_ANSWER else f"Slack refuses {token} ({error.code})")
        return
    yield Finding(name, note=f"workspace {identity['team']}")
    granted = {scope for scope in str(identity.headers.get("x-oauth-scopes", "")).replace(" ", "").split(",") if scope}
    missing = sorted(set(NEEDED) - granted)
    if granted:
        without = [f"without {scope} {what}" for scope, what in OPTIONAL.items() if scope not in granted]
        lacking = f"missing {', '.join(missing)}; reinstall the app from manifest.yml" if missing else ""
        yield Finding("slack scopes", lacking, "; ".join(without))


def _mcp(settings: Settings) -> Finding:
    try:
        from bot.app.mcp_http import check_mcp  # noqa: PLC0415 - its library takes half a second

        check_mcp(settings)
    except BotError as error:
        return Finding("mcp", str(error))
    ways = [("Slackbot", settings.slack_signing_secret), ("tokens", settings.mcp_issuer)]
    return Finding("mcp", note=f"{' and '.join(way for way, there in ways if there)} at {settings.mcp_url}")


def _socket(app_token: str, api_url: str) -> Finding:
    client = web_client(app_token, api_url, quiet=True)
    try:
        ask(client.apps_connections_open, app_token=app_token)
    except SlackError as error:
        if error.code == NO_ANSWER:
            return Finding("slack line", f"Slack does not answer at {api_url}")
        return Finding("slack line", f"Slack refuses SLACK_APP_TOKEN ({error.code}); it needs connections:write")
    return Finding("slack line", note="Socket Mode")
