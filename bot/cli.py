"""The `sspr` command."""

import json
import logging
import shutil
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app.core import Core, build_core
from bot.errors import BotError, ReportError
from bot.render import terminal
from bot.render.json_answer import envelope, to_json
from bot.render.receipt import message as receipt_message
from bot.service.answering import Reply
from bot.settings import Settings, load_settings
from bot.sources.folder import report_files

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
