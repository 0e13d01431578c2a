"""All tenants of the database beside each other: fleet."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Now, ReceiptFormat, moment, one_line

if TYPE_CHECKING:
    from bot.analysis.fleet.fleet import FleetAnswer
    from bot.analysis.fleet.numbers import FleetRow

_HEADS = ("Tenant", "Stuck", "Failing", "Incidents", "Success rate", "Will lose reset", "Newest row (UTC)")


def fleet(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION WINDOW", help="As behind /sspr fleet; 7d when not given."),
    ] = None,
    *,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
    now: Now = None,
) -> None:
    """One row a tenant of this database, worst first: people as numbers, no names. On this terminal only."""
    from bot.app.fleet import ask_fleet
    from bot.render.formats.json_answer import to_json
    from bot.settings import load_settings

    answer = ask_fleet(load_settings(), " ".join(words or ["7d"]), moment(now))
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps([to_json(one) for one in (answer.groups if answer.by else answer.rows)], indent=2))
        return
    if not answer.rows:
        typer.echo("The database knows no tenant yet.")
    else:
        typer.echo(_groups(answer) if answer.by else _table(answer.rows))


def _groups(answer: "FleetAnswer") -> str:
    rows = [
        (
            one.label,
            f"{one.people:,}",
            f"{one.attempts:,}",
            ", ".join(f"{name} ({n:,})" for name, n in one.tenants),
        )
        for one in answer.groups
    ]
    heads = (str(answer.by).capitalize(), "People", "Attempts", "Tenants")
    notes = [one_line(f"{row.tenant}: {note}") for row in answer.rows for note in row.notes if note]
    lines = _aligned([heads, *(tuple(map(one_line, row)) for row in rows)])
    return "\n".join([*lines, *([""] if notes else []), *notes])


def _table(rows: "Sequence[FleetRow]") -> str:
    lines = _aligned([_HEADS, *(_cells(row) for row in rows)])
    notes = [one_line(f"{row.tenant}: {note}") for row in rows for note in row.notes if note]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def _aligned(cells: "Sequence[tuple[str, ...]]") -> list[str]:
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


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
