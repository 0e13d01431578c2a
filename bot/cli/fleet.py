"""All tenants of the database beside each other: fleet."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Now, ReceiptFormat, moment, one_line

if TYPE_CHECKING:
    from bot.app.fleet import FleetRow

_HEADS = ("Tenant", "Stuck", "Failing", "Incidents", "Success rate", "Will lose reset", "Newest row (UTC)")


def fleet(
    window: Annotated[list[str] | None, typer.Argument(help="7d when not given.")] = None,
    *,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
    now: Now = None,
) -> None:
    """One row a tenant of this database, worst first: people as numbers, no names. On this terminal only."""
    from bot.app.fleet import fleet as look
    from bot.render.formats.json_answer import to_json
    from bot.settings import load_settings

    rows = look(load_settings(), " ".join(window or ["7d"]), moment(now))
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps([to_json(row) for row in rows], indent=2))
        return
    typer.echo(_table(rows) if rows else "The database knows no tenant yet.")


def _table(rows: "list[FleetRow]") -> str:
    cells = [_HEADS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    notes = [one_line(f"{row.tenant}: {note}") for row in rows for note in (row.problem, *row.warnings) if note]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def _cells(row: "FleetRow") -> tuple[str, ...]:
    numbers = (row.stuck, row.failing, row.incidents)
    return (
        one_line(row.tenant),
        *("-" if one is None else f"{one:,}" for one in numbers),
        row.change or "-",
        "-" if row.losing is None else f"{row.losing:,}",
        _day(row.newest),
    )


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "nothing loaded"
