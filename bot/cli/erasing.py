"""A person taken out: erase."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Tenant, opened
from bot.errors import RefusedError

if TYPE_CHECKING:
    from bot.app.erasing import Erased

_NOT_REACHED = (
    "Not reached: backups, PostgreSQL's own logs, the report files themselves, what other tools hold, private replies "
    "and direct messages in Slack. A bot that is running may hold the name in memory: restart it."
)


def erase(
    person: Annotated[str, typer.Argument(metavar="USER", help="The user ID, as the reports spell it.")],
    *,
    lift: Annotated[bool, typer.Option("--lift", help="Let loads bring in somebody who was erased.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    tenant: Tenant = None,
) -> None:
    """Take a person out of everything that is kept. Counts stay; a later load leaves the person's rows out."""
    from bot.app import erasing
    from bot.settings import load_settings

    with opened(load_settings(), tenant) as services:
        if lift:
            erasing.lift(services, person)
            typer.echo("Loads bring this person in again, from now on. What was erased stays erased.")
            return
        if not yes:
            _ask()
        done = erasing.erase(services, person, erasing.poster_of(services))
        _print(done)
        services.snapshots.refresh()
    if done.log_problem or done.slack_left or not done.files_clean:
        raise typer.Exit(1)


def _ask() -> None:
    """Go on only when somebody at the terminal says so."""
    if not sys.stdin.isatty():
        raise RefusedError("Nothing was changed. Add --yes to erase the person.")
    if not typer.confirm("Erase this person? It cannot be undone.", err=True):
        raise RefusedError("Nothing was changed.")


def _print(done: "Erased") -> None:
    from bot.render.blocks.wording import count

    rows = ", ".join(f"{name} {number:,}" for name, number in sorted(done.rows.items()))
    typer.echo(f"Erased. The rows that stay are those of {done.instead}. Rows changed or taken away: {rows or 'none'}.")
    whole = "" if done.log_problem else ", and its chain verifies"
    names = "names" if done.log_lines == 1 else "name"
    typer.echo(f"Access log: {count(done.log_lines, 'line')} no longer {names} the person{whole}.")
    if done.log_problem:
        typer.echo(f"Access log: {done.log_problem}", err=True)
    posted = count(done.slack_done, "message or file", "messages and files")
    typer.echo(f"Slack: {posted} of digests edited or deleted.")
    for left in done.slack_left:
        typer.echo(f"Slack, still there: {left}", err=True)
    if not done.files_clean:
        typer.echo(
            "The files of the database are in use and may hold the name: stop the bot, run this again.", err=True
        )
    typer.echo(_NOT_REACHED)
