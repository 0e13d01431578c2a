"""The `sspr` command."""

import json
import logging
import re
import shutil
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app.core import Core, build_core
from bot.errors import BotError, RefusedError, ReportError, StoreError
from bot.render import terminal
from bot.render.export import ExportFile
from bot.render.json_answer import envelope, to_json
from bot.render.receipt import message as receipt_message
from bot.reports.receipt import ReportKind
from bot.service.answering import Reply
from bot.service.digest_ports import Subscription
from bot.service.digesting import Digesting
from bot.service.pull_ports import Told
from bot.settings import Settings, load_settings
from bot.sources.folder import report_files, write_whole

app = typer.Typer(
    name="sspr",
    help="Answers for self-service password reset, from the reports that Azure AD keeps.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"
    BLOCKS = "blocks"


class ReceiptFormat(StrEnum):
    """How receipts are printed."""

    TEXT = "text"
    JSON = "json"


class DateOrder(StrEnum):
    """Which comes first in 03/04/2017."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_LONG = 5_000_000  # bytes; reading more than that takes long enough to show how far it is

Tenant = Annotated[str | None, typer.Option(help="Whose reports; SSPR_TENANT when not given.")]
Now = Annotated[str | None, typer.Option(metavar="ISO", help="Answer as of this moment, e.g. 2017-02-28T12:00:00Z.")]


def main(words: Sequence[str] | None = None) -> None:
    """Run the command; what a person can put right is one sentence on stderr and exit code 1."""
    try:
        app(args=words)
    except BotError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED if sys.stderr.isatty() else None)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@contextmanager
def _core(settings: Settings, tenant: str | None = None) -> Iterator[Core]:
    core = build_core(settings, tenant=tenant)
    try:
        yield core
    finally:
        core.close()


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help='What you would type behind /sspr, e.g. "failures 7d".')],
    *,
    format: Annotated[Format, typer.Option(help="blocks is the exact Slack message.")] = Format.TEXT,  # noqa: A002
    now: Now = None,
    tenant: Tenant = None,
) -> None:
    """Answer a question, as in Slack."""
    with _core(load_settings(), tenant) as core:
        reply = core.answering.answer(" ".join(question), core.terminal(), now=_moment(now))
        _print_reply(reply, format)


@app.command()
def fix(
    text: Annotated[list[str], typer.Argument(help="A detail, an SSPR code, a writeback event id or a cause.")],
    *,
    format: Annotated[Format, typer.Option()] = Format.TEXT,  # noqa: A002
) -> None:
    """The documented fix for a detail, a code, an event or a cause."""
    with _core(load_settings()) as core:
        reply = core.answering.answer("fix " + " ".join(text), core.terminal())
        _print_reply(reply, format)


@app.command()
def load(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or globs.")],
    *,
    tenant: Tenant = None,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
    dates: Annotated[DateOrder | None, typer.Option(help="For dates like 03/04/2017; SSPR_DATE_ORDER.")] = None,
) -> None:
    """Load reports and print a receipt for each: what was read, what is new, what was rejected and why."""
    settings = load_settings()
    if dates:
        settings = settings.model_copy(update={"date_order": str(dates)})
    with _core(settings, tenant) as core:
        refusals = _load_all(core, paths, format)
    for sentence in refusals:
        typer.echo(sentence, err=True)
    if refusals:
        raise typer.Exit(1)


def _load_all(core: Core, paths: list[str], format: ReceiptFormat) -> list[str]:  # noqa: A002
    """Prints the receipts; returns a sentence for each file that was refused."""
    receipts, refusals = [], []
    for path in report_files(paths):
        try:
            with _progress(path) as progress:
                receipt = core.load_file(path, progress)
        except ReportError as error:
            refusals.append(str(error))
            continue
        receipts.append(to_json(receipt))
        if format is ReceiptFormat.TEXT:
            typer.echo(terminal.show(receipt_message(receipt, zone=core.settings.zone)))
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps(receipts, indent=2, ensure_ascii=False))
    return refusals


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], None] | None]:
    """A bar on a terminal for a file that takes a while; nothing elsewhere."""
    if not sys.stderr.isatty() or path.stat().st_size < _LONG:
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - most commands draw nothing
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=path.stat().st_size)
        yield lambda done: bar.update(task, completed=done)


@app.command()
def pull(
    *,
    since: Annotated[str | None, typer.Option(metavar="SPAN", help="At least so far back: 7d, 36h.")] = None,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
    tenant: Tenant = None,
) -> None:
    """Fetch what is new from Microsoft Graph: the audit log, and who is registered."""
    from bot.app.graph import pulling  # noqa: PLC0415 - the HTTP client would slow every other command

    with _core(load_settings(), tenant) as core, pulling(core) as puller, _pull_progress() as progress:
        receipts = puller.pull(_span(since), progress)
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps(to_json(receipts), indent=2, ensure_ascii=False))
        return
    for receipt in receipts:
        typer.echo(terminal.show(receipt_message(receipt, zone=core.settings.zone)))


@app.command()
def export(
    question: Annotated[list[str], typer.Argument(help='Whose rows, e.g. "failures 30d".')],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="A file; .parquet for Parquet, else CSV.")],
    classic: Annotated[bool, typer.Option("--classic", help="The columns of the classic report.")] = False,
    now: Now = None,
    tenant: Tenant = None,
) -> None:
    """Write the rows behind an answer into a file."""
    kind = "parquet" if output.suffix.lower() == ".parquet" else "csv"
    words = f"export {' '.join(question)}{' classic' if classic else ''} as {kind}"
    with _core(load_settings(), tenant) as core:
        reply = core.answering.answer(words, core.terminal(), now=_moment(now))
    if not isinstance(reply.answer, ExportFile):
        raise RefusedError(terminal.flatten(reply.message.text))
    try:
        write_whole(output, reply.answer.data)
    except OSError as error:
        raise RefusedError(f"{output} cannot be written: {error.strerror}. Choose another file.") from error
    typer.echo(f"{output}: {reply.answer.rows:,} rows")


_SPANS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _span(text: str | None) -> timedelta | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,4})([mhdw])", text.strip().lower())
    if match is None or not int(match[1]):
        raise typer.BadParameter(f"{text} is no span, like 7d or 36h", param_hint="--since")
    return timedelta(**{_SPANS[match[2]]: int(match[1])})


@contextmanager
def _pull_progress() -> Iterator[Told | None]:
    """A bar for each report on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - most commands draw nothing
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[records]:,} records"),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {kind: bar.add_task(str(kind), total=None, visible=False, records=0) for kind in ReportKind}
        yield lambda far: bar.update(
            tasks[far.report], visible=True, records=far.records, total=far.share and 1.0, completed=far.share or 0.0
        )


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is no ISO time, like 2017-02-28T12:00:00Z", param_hint="--now") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _print_reply(reply: Reply, format: Format) -> None:  # noqa: A002
    if format is Format.TEXT:
        width = min(shutil.get_terminal_size().columns, 100)
        typer.echo(terminal.show(reply.message, width), nl=False)
        return
    if format is Format.BLOCKS:
        said: dict[str, Any] = reply.message.payload()
    else:
        said = {
            **envelope(reply.question, reply.answer, terminal.flatten(reply.message.text)),
            "coverage": to_json(reply.coverage),
        }
    typer.echo(json.dumps(said, indent=2, ensure_ascii=False))


@app.command()
def run() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on SSPR_HOST:SSPR_PORT."""
    from bot.app.running import run as run_bot  # noqa: PLC0415 - Slack's libraries would slow every other command

    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    run_bot(settings)


@app.command()
def demo(
    *,
    port: Annotated[int, typer.Option(help="Where the local Slack listens.", min=0, max=65535)] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    reports: Annotated[str | None, typer.Option(help="Your own reports instead of the sample tenant.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Keep the demo's database here; else it is temporary.")] = None,
) -> None:
    """A sample tenant and a local Slack in the browser, with the real bot behind it: no token, no network."""
    from bot.app.demo import start_demo  # noqa: PLC0415 - as above

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    with tempfile.TemporaryDirectory(prefix="sspr-demo-") if folder is None else nullcontext(str(folder)) as place:
        running = start_demo(Path(place), port=port, reports=reports)
        try:
            typer.echo(f"The demo is ready: {running.slack.page_url}")
            typer.echo("Press Ctrl-C to end it.")
            if browser:
                webbrowser.open(running.slack.page_url)
            signal.sigwait((signal.SIGINT, signal.SIGTERM))
        finally:
            running.stop()


@app.command()
def digest(
    *,
    channel: Annotated[str | None, typer.Option(help="A Slack channel id that has a digest subscribed.")] = None,
    preview: Annotated[bool, typer.Option(help="Only show it; post nothing.")] = False,
    since: Annotated[str, typer.Option(help="Without a channel: preview the failures since then.")] = "24h",
    format: Annotated[Format, typer.Option()] = Format.TEXT,  # noqa: A002
    now: Now = None,
) -> None:
    """Build or post one digest now."""
    if channel is None:
        if not preview:
            raise typer.BadParameter("name a --channel to post to, or ask for a --preview")
        with _core(load_settings()) as core:
            reply = core.answering.answer(f"digest preview since {since}", core.terminal(), now=_moment(now))
            _print_reply(reply, format)
        return
    from bot.app.running import build_bot  # noqa: PLC0415 - Slack's libraries would slow every other command

    bot = build_bot(load_settings())
    try:
        if preview:
            _print_previews(bot.digests.digesting, bot.digests.subscribing.living(channel), format)
            return
        sent = bot.digests.digesting.send_now(bot.core.terminal(), channel)
        typer.echo(f"{len(sent)} digest{'' if len(sent) == 1 else 's'} posted to {channel}.")
    finally:
        bot.core.close()


def _print_previews(digesting: Digesting, living: Sequence[Subscription], format: Format) -> None:  # noqa: A002
    if not living:
        raise RefusedError("This channel gets no digest. Subscribe it first: /sspr subscribe daily at 09:00")
    messages = [message for one in living for message in digesting.preview(one)]
    if format is Format.TEXT:
        typer.echo("\n".join(terminal.show(message) for message in messages))
    else:
        typer.echo(json.dumps([message.payload() for message in messages], indent=2, ensure_ascii=False))


@app.command()
def check() -> None:
    """Settings, database, data, Slack: each ok or why not."""
    from bot.app.checking import check as look  # noqa: PLC0415 - as above

    findings = []
    for finding in look(load_settings()):
        findings.append(finding)
        typer.echo(str(finding))
    if any(finding.problem for finding in findings):
        raise typer.Exit(1)


@app.command("access-log")
def access_log(
    *,
    verify: Annotated[bool, typer.Option(help="Only say whether the chain of lines is whole.")] = False,
    tenant: Tenant = None,
) -> None:
    """Who asked what about whom, as JSON lines; or whether anything was changed."""
    with _core(load_settings(), tenant) as core:
        broken = core.access_log.first_broken()
        if not verify:
            for line in core.access_log.lines():
                typer.echo(json.dumps(line, ensure_ascii=False))
        if broken is not None:
            raise StoreError(f"The access log is not whole: line {broken} was changed, or one before it is gone.")
        if verify:
            typer.echo("The access log is whole.")
