"""The history by another catalogue: replay."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Now, ReceiptFormat, Tenant, moment, one_line


def replay(
    catalogue: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder with files of the catalogue, like details/failed.toml.")
    ],
    window: Annotated[list[str] | None, typer.Argument(metavar="WINDOW", help="30d when not given.")] = None,
    *,
    format: Annotated[ReceiptFormat, typer.Option()] = ReceiptFormat.TEXT,  # noqa: A002
    now: Now = None,
    tenant: Tenant = None,
) -> None:
    """What another catalogue would have told otherwise, of all tenants or one: causes and advice, no names."""
    from bot.analysis.fleet.replay import together
    from bot.app.tenants.replay import replay_all
    from bot.render.blocks.wording import count
    from bot.render.blocks.wording import people as persons
    from bot.render.formats.json_answer import to_json
    from bot.settings import load_settings

    found = replay_all(load_settings(), catalogue, " ".join(window or ["30d"]), moment(now), tenant)
    if format is ReceiptFormat.JSON:
        typer.echo(json.dumps([to_json(one) for one in found], indent=2))
        return
    total = sum(one.attempts for one in found)
    retold = together(found)
    attempts = sum(numbers[2] for numbers in retold.values())
    typer.echo(f"{attempts:,} of {total:,} failures of {count(len(found), 'tenant')} would have been told otherwise.")
    for (detail, before, after, advice), (tenants, people, number) in retold.items():
        what = f"{before} -> {after}" if before != after else f"{after}, other advice"
        more = ", other advice" if advice and before != after else ""
        how_many = f"{persons(people)}, {count(number, 'attempt')}, {count(tenants, 'tenant')}"
        typer.echo(one_line(f"  {detail}: {what}{more}; {how_many}"))
    for one in found:
        if one.problem:
            typer.echo(one_line(f"  {one.tenant}: {one.problem}"))
