"""What whoever runs the bot types: run, mcp, demo, digest, check, access-log."""

import json
import logging
import re
import signal
import tempfile
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.asking import print_reply
from bot.cli.options import Format, Now, Tenant, moment, one_line, opened, printable, span
from bot.errors import RefusedError, StoreError

if TYPE_CHECKING:
    from bot.digests.subscription import Subscription
    from bot.service.digests.digesting import Digesting

_SPAN = re.compile(r"\d+[mhdw]")


def run() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on SSPR_HOST:SSPR_PORT."""
    from bot.app.running import run as run_bot
    from bot.settings import load_settings

    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns each time that a job is still running
    run_bot(settings)


def mcp(*, tenant: Tenant = None) -> None:
    """Answer an MCP client on standard input and output; it may ask what whoever runs this may ask."""
    from bot.app.mcp import run_stdio
    from bot.settings import load_settings

    settings = load_settings()
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelName(settings.log_level)))
    run_stdio(settings, tenant)


def demo(
    *,
    port: Annotated[int, typer.Option(metavar="PORT", help="Where the local Slack listens.", min=0, max=65535)] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    reports: Annotated[
        str | None, typer.Option(metavar="PATH", help="Your own reports instead of the sample tenant.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep the demo's database here; else it is temporary.")
    ] = None,
    fleet: Annotated[bool, typer.Option("--fleet", help="A provider with thirty tenants.")] = False,
) -> None:
    """A sample tenant and a local Slack in the browser, with the real bot behind it: no token, no network."""
    from bot.app.demo import Demo, start_demo

    if fleet and reports:
        raise typer.BadParameter("one's own reports are of one tenant: leave out --fleet", param_hint="--reports")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    with tempfile.TemporaryDirectory(prefix="sspr-demo-") if folder is None else nullcontext(str(folder)) as path:
        if fleet:
            from bot.app.fleet_demo import FleetDemo, start_fleet_demo

            running: Demo | FleetDemo = start_fleet_demo(Path(path), port=port)
        else:
            running = start_demo(Path(path), port=port, reports=reports)
        try:
            typer.echo(f"The demo is ready: {running.slack.page_url}")
            typer.echo("Press Ctrl-C to end it.")
            if browser:
                webbrowser.open(running.slack.page_url)
            _wait_for_signal()
        finally:
            running.stop()


def digest(
    *,
    channel: Annotated[
        str | None, typer.Option(metavar="ID", help="A Slack channel id that has a digest subscribed.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show it; post nothing.")] = False,
    since: Annotated[
        str, typer.Option(metavar="SPAN", help="Without a channel: preview the failures since then.")
    ] = "24h",
    format: Annotated[Format, typer.Option()] = Format.TEXT,  # noqa: A002
    now: Now = None,
) -> None:
    """Build or post one digest now."""
    from bot.settings import load_settings

    if channel is None:
        if not preview:
            raise typer.BadParameter("name a --channel to post to, or ask for a --preview")
        from bot.app.answering import terminal_answering

        with opened(load_settings()) as services:
            reply = terminal_answering(services).answer(
                f"digest preview since {since}", services.terminal(), now=moment(now)
            )
            print_reply(reply, format)
        return
    from bot.app.bot import build_bot

    bot = build_bot(load_settings())
    try:
        if preview:
            _print_previews(bot.digests.digesting, bot.digests.subscribing.not_ended(channel), format)
            return
        sent = bot.digests.digesting.send_now(bot.services.terminal(), channel)
        typer.echo(f"{len(sent)} digest{'' if len(sent) == 1 else 's'} posted to {printable(channel)}.")
    finally:
        bot.close()


def check() -> None:
    """Settings, database, data, Slack: each ok or why not."""
    from bot.app.checking import check as look
    from bot.settings import load_settings

    findings = []
    for finding in look(load_settings()):
        findings.append(finding)
        typer.echo(one_line(str(finding)))
    if any(finding.problem for finding in findings):
        raise typer.Exit(1)


def retry(tenant: Annotated[str, typer.Argument(metavar="KEY", help="The key of the tenant.")]) -> None:
    """Try again what was given up for one of many tenants, once somebody has mended why."""
    from bot.app.services import open_engines, wall_clock
    from bot.app.tenants.named import settings_named
    from bot.settings import load_settings
    from bot.storage.tenant_work import TenantWork

    engines = open_engines(settings_named(load_settings(), tenant))
    number = TenantWork(engines.activity, "").revive(tenant, wall_clock())
    engines.dispose()
    typer.echo(printable(f"{number} of {tenant} will be tried again." if number else f"{tenant}: nothing is given up."))


def access_log(
    *,
    about: Annotated[str | None, typer.Option(metavar="USER", help="Only lines about this user ID.")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="Only lines since a time or span, like 7d; with --verify: a NUMBER:HASH."),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only say whether the chain of lines is whole, and its head.")
    ] = False,
    erase: Annotated[
        str | None, typer.Option(metavar="USER", help="Take this user ID out of all lines; they still verify.")
    ] = None,
    acknowledge: Annotated[
        int | None,
        typer.Option(
            metavar="LINE", help="Say in the log that you know of the lines lost at this line and before.", min=1
        ),
    ] = None,
    tenant: Tenant = None,
) -> None:
    """Who asked what about whom, as JSON lines; or whether anything was changed."""
    from bot.settings import load_settings

    with opened(load_settings(), tenant) as services:
        log = services.access_log
        if erase is not None:
            typer.echo(f"{log.erase(services.terminal(), erase)} lines no longer name that person.")
            return
        if acknowledge is not None:
            lost = log.acknowledge(services.terminal(), acknowledge)
            typer.echo(f"Acknowledged, and written into the log: {lost} lost {'line' if lost == 1 else 'lines'}.")
            return
        found = log.verify(_noted(since) if verify else None)
        if not verify:
            for line in log.lines(about, _since(since, services.clock())):
                typer.echo(json.dumps(line, ensure_ascii=True))
        if found.problem:
            raise StoreError(f"The access log is not whole: {found.problem}.")
        if verify:
            typer.echo(f"The access log is whole: {found.note}.")


def _noted(text: str | None) -> tuple[int, str] | None:
    """Read number and hash of a line that was noted earlier."""
    if text is None:
        return None
    number, mark, digest = text.strip().partition(":")
    if not (number.isdecimal() and mark and digest):
        raise typer.BadParameter(
            "with --verify, write NUMBER:HASH as an earlier --verify printed it", param_hint="--since"
        )
    return int(number), digest.lower()


def _since(text: str | None, now: datetime) -> datetime | None:
    """Read a span back from now, or a time."""
    if text is None:
        return None
    return now - length if (length := span(text) if _SPAN.fullmatch(text) else None) else moment(text, "--since")


def _print_previews(digesting: "Digesting", subscriptions: "Sequence[Subscription]", format: Format) -> None:  # noqa: A002
    from bot.render.formats import terminal

    if not subscriptions:
        raise RefusedError("This channel gets no digest. Subscribe it first: /sspr subscribe daily at 09:00")
    messages = [message for one in subscriptions for message in digesting.preview(one)]
    if format is Format.TEXT:
        typer.echo("\n".join(terminal.show(message) for message in messages))
    else:
        typer.echo(json.dumps([message.payload() for message in messages], indent=2))


def _wait_for_signal() -> None:
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    stop.wait()
