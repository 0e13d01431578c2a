"""What keeps the data safe, and no longer than it may: backup, restore, prune."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Tenant, one_line, opened
from bot.errors import RefusedError


def backup(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder; made when it is missing.")],
) -> None:
    """Copy the SQLite database into a folder while the bot runs, both files as of one moment."""
    from bot.app import keeping
    from bot.settings import load_settings

    made = keeping.back_up(load_settings(), folder)
    size = sum(file.bytes for file in made.files)
    files = "1 file" if len(made.files) == 1 else f"{len(made.files)} files"
    typer.echo(one_line(f"{folder}: {files}, {size:,} bytes, schema {made.schema}. It holds personal data."))


def restore(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that sspr backup made.")],
    *,
    replace: Annotated[bool, typer.Option(help="Even if there is a database; it is kept under another name.")] = False,
) -> None:
    """Put a backup in the place of the database, and look whether it is whole; stop the bot first."""
    from bot.app import keeping
    from bot.settings import load_settings

    settings = load_settings()
    for path in keeping.restore(settings, folder, replace=replace):
        typer.echo(one_line(f"Kept as {path}: the database that was there."))
    for sentence in keeping.restored(settings):
        typer.echo(one_line(sentence))


def prune(*, tenant: Tenant = None) -> None:
    """Take away now what SSPR_KEEP_DAYS says is too old; the running bot does it once a month."""
    from bot.app.retention import carry_out, clock_doubt
    from bot.settings import load_settings

    with opened(load_settings(), tenant) as services:
        if not services.settings.keep_days:
            raise RefusedError("SSPR_KEEP_DAYS is not set: everything is kept. Set it, like facts:730 origins:30.")
        if doubt := clock_doubt(services):
            raise RefusedError(f"Nothing was taken away: {doubt}")
        counts = carry_out(services)
    rows = ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()))
    typer.echo(f"Taken away or changed: {rows or 'nothing'}.")
