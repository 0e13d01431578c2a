"""A load taken back: unload."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import ReceiptFormat, Tenant, one_line, opened
from bot.errors import StoreError

if TYPE_CHECKING:
    from bot.app.services import Services
    from bot.reports.receipt import Receipt
    from bot.reports.unload_receipt import UnloadReceipt

_LISTED = 20


def unload(
    receipt: Annotated[
        str | None, typer.Argument(metavar="LOAD", help="A load's number, or its file; without it: the loads.")
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    tenant: Tenant = None,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
) -> None:
    """Take a load back: what it alone brought goes; what other loads have brought, too, stays."""
    from bot.settings import load_settings

    with opened(load_settings(), tenant) as services:
        if receipt is None:
            _list(services, format)
            return
        with services.unloading.prepared(_number(services, receipt)) as load:
            if not yes:
                _print(services, load.preview(), format)
                _ask()
            scope, asker = json.dumps({"load": load.load.id}), services.terminal()
            services.access_log.record(asker, "unload", None, "begun", scope=scope, personal=True)
            done = load.carry_out(services.clock())
            services.access_log.record(asker, "unload", None, "done", scope=scope, rows=sum(done.gone.values()))
        services.snapshots.refresh()
        _print(services, done, format)


def _ask() -> None:
    """Go on only when somebody at the terminal says so."""
    if not sys.stdin.isatty():
        raise StoreError("Nothing was changed. Add --yes to take the load back.")
    if not typer.confirm("Take it back?", err=True):
        raise StoreError("Nothing was changed.")


def _number(services: "Services", receipt: str) -> int:
    """The load that is meant by a number, or by a file of which there is one load alone."""
    from bot.reports.receipt import file_name

    if receipt.isdecimal():
        return int(receipt)
    found = [one for one in services.unloading.loads() if receipt in (one.path, file_name(one.path))]
    if len(found) == 1:
        return found[0].number
    if not found:
        raise StoreError(f"No load is of a file {receipt}. sspr unload lists the loads.")
    numbers = ", ".join(str(one.number) for one in found)
    raise StoreError(f"{receipt} was loaded {len(found)} times: name one of the loads {numbers}.")


def _list(services: "Services", format: ReceiptFormat) -> None:  # noqa: A002
    from bot.render.formats.json_answer import to_json

    loads = services.unloading.loads(_LISTED)
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps([to_json(one) for one in loads], indent=2))
        return
    typer.echo("\n".join(map(_line, loads)) or "Nothing is loaded.")


def _line(one: "Receipt") -> str:
    from bot.render.blocks.wording import count

    counts = f"{count(one.rows, 'row')}, {one.new:,} new"
    return one_line(f"{one.number:>6}  {one.loaded_at:%Y-%m-%d %H:%M} UTC  {one.path} ({one.report}): {counts}")


def _print(services: "Services", receipt: "UnloadReceipt", format: ReceiptFormat) -> None:  # noqa: A002
    from bot.render.answers.receipt import unloaded
    from bot.render.formats import terminal
    from bot.render.formats.json_answer import to_json

    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps(to_json(receipt), indent=2))
    else:
        typer.echo(terminal.show(unloaded(receipt, zone=services.settings.zone)))
