"""Reports in: load, pull; with a bar on a terminal for what takes long."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import DateOrder, ReceiptFormat, Tenant, one_line, opened, span
from bot.errors import ReportError, SourceError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from bot.app.services import Services
    from bot.service.loading.ports import OnProgress
    from bot.service.loading.ports import Progress as PullProgress
    from bot.settings import Settings

NOTHING_READ = 4  # the exit status when every file was taken and not one row of them was loaded
_LONG = 5_000_000  # bytes; reading more than that takes long enough to show how far it is


def load(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders or globs.")],
    *,
    tenant: Tenant = None,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
    dates: Annotated[DateOrder | None, typer.Option(help="For dates like 03/04/2017; SSPR_DATE_ORDER.")] = None,
    each: Annotated[
        bool, typer.Option("--each", help="PATH holds a folder for each tenant, named by its key.")
    ] = False,
) -> None:
    """Load reports and print a receipt for each: what was read, what is new, what was rejected and why."""
    from bot.settings import load_settings

    settings = load_settings()
    if each:
        if tenant or dates:
            raise typer.BadParameter("--each takes neither --tenant nor --dates; set SSPR_DATE_ORDER.")
        _load_each(settings, paths, format)
        return
    if dates:
        settings = settings.model_copy(update={"date_order": str(dates)})
    with opened(settings, tenant) as services:
        rows, refusals, notes = _load_all(services, paths, format)
        notes += _passed_over(services, paths)
    for sentence in (*refusals, *notes):
        typer.echo(one_line(sentence), err=True)
    if refusals:
        raise typer.Exit(1)
    if not rows:
        raise typer.Exit(NOTHING_READ)


def _load_each(settings: "Settings", folders: list[str], format: ReceiptFormat) -> None:  # noqa: A002
    """Load for many tenants; a line each, as receipts of all would be no overview."""
    from bot.app.tenants.loads import load_each
    from bot.render.blocks.wording import count
    from bot.render.formats.json_answer import to_json

    found = [one for folder in folders for one in load_each(settings, Path(folder))]
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps([to_json(one) for one in found], indent=2))
    else:
        for one in found:
            read = f"{count(one.files, 'file')}, {count(one.rows, 'row')}, {one.new:,} new"
            warned = f"; {count(one.warnings, 'warning')}: sspr ask data --tenant {one.tenant}" if one.warnings else ""
            typer.echo(one_line(f"{one.tenant}: {read}{warned}"))
    for one in found:
        for sentence in (*one.refused, *([one.problem] if one.problem else [])):
            typer.echo(one_line(f"{one.tenant}: {sentence}"), err=True)
    if any(one.refused or one.problem for one in found):
        raise typer.Exit(1)
    if any(one.files for one in found) and not any(one.rows for one in found):
        raise typer.Exit(NOTHING_READ)


def pull(
    *,
    since: Annotated[str | None, typer.Option(metavar="SPAN", help="At least so far back: 7d, 36h.")] = None,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
    tenant: Tenant = None,
) -> None:
    """Fetch what is new from Microsoft Graph: the audit log, and who is registered."""
    from bot.app.graph import pulling
    from bot.render.answers.receipt import message
    from bot.render.formats import terminal
    from bot.render.formats.json_answer import to_json
    from bot.settings import load_settings

    with opened(load_settings(), tenant) as services, pulling(services) as puller, _pull_progress() as progress:
        receipts = puller.pull(span(since), progress)
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps(to_json(receipts), indent=2))
        return
    for receipt in receipts:
        typer.echo(terminal.show(message(receipt, zone=services.settings.zone)))


def _passed_over(services: "Services", paths: list[str]) -> list[str]:
    """Remember the files of folders whose names are no report's; a sentence for each."""
    from bot.reports.receipt import unread
    from bot.sources.folder import NO_NAME, SUFFIXES, fingerprint, passed_over

    found = passed_over(paths)
    for path in found:
        if not services.has_loaded(path):
            services.ledger.pass_over(unread(str(path), NO_NAME, services.clock()), fingerprint(path))
    return [f"Not read: {path} ({NO_NAME}; they end in {', '.join(SUFFIXES)})" for path in found]


def _load_all(services: "Services", paths: list[str], format: ReceiptFormat) -> tuple[int, list[str], list[str]]:  # noqa: A002
    """Prints the receipts; returns rows taken, a sentence for each file refused, and one for each part passed over."""
    from bot.render.answers.receipt import messages
    from bot.render.formats import terminal
    from bot.render.formats.json_answer import to_json
    from bot.sources.folder import report_files

    rows = 0
    receipts, refusals, notes = [], [], list[str]()
    try:
        files = report_files(paths)
    except SourceError as error:
        raise SourceError(f"{error} Nothing was loaded.") from None
    for path in files:
        try:
            with _progress(path) as progress:
                loaded = services.load_file(path, progress)
        except (ReportError, SourceError) as error:
            refusals.append(str(error))
            continue
        receipts += [to_json(receipt) for receipt in loaded.receipts]
        rows += loaded.rows
        if format is ReceiptFormat.TEXT:
            shown = messages(loaded.receipts, loaded.unread, zone=services.settings.zone)
            typer.echo(terminal.show(shown))
        else:
            notes += [f"Not read: {one.name} of {path} ({one.reason})" for one in loaded.unread]
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps(receipts, indent=2))
    return rows, refusals, notes


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], None] | None]:
    """A bar on a terminal for a file that takes a while; nothing elsewhere."""
    if not sys.stderr.isatty() or path.stat().st_size < _LONG:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=path.stat().st_size)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def _pull_progress() -> Iterator["OnProgress | None"]:
    """A bar for each report on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from bot.reports.receipt import ReportKind

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[records]:,} records"),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {kind: bar.add_task(str(kind), total=None, visible=False, records=0) for kind in ReportKind}
        yield lambda reached: _advance(bar, tasks[reached.report], reached)


def _advance(bar: "Progress", task: "TaskID", reached: "PullProgress") -> None:
    """Show how far a pull has come; a bar without an end where nobody can tell."""
    total = None if reached.fraction_done is None else 1.0
    bar.update(task, visible=True, records=reached.records, total=total, completed=reached.fraction_done or 0.0)
