"""All tenants of one database beside each other, for whoever runs the bot: numbers, no names."""

from datetime import datetime

from sqlalchemy import select

from bot.analysis.fleet.fleet import FleetAnswer, breakdown, fleet
from bot.app.services import open_engines, wall_clock
from bot.app.tenants.executor import run_for
from bot.app.tenants.fleet import FleetTask
from bot.app.tenants.tenants_file import tenants_file
from bot.errors import RefusedError
from bot.knowledge.catalogue import load as load_catalogue
from bot.questions.grammar import read_command
from bot.questions.parse_error import ParseError
from bot.questions.question import Fleet
from bot.settings import Settings
from bot.storage.database import reading, show_all_tenants
from bot.storage.tables import tenants


def ask_fleet(settings: Settings, words: str, now: datetime | None) -> FleetAnswer:
    """The answer to `fleet WORDS`. Raises RefusedError for what is no such question, StoreError without a database."""
    at, catalogue = now or wall_clock(), load_catalogue()
    try:
        asked = read_command(f"fleet {words}", now=at, zone=settings.zone, catalogue=catalogue)
    except ParseError as error:
        others = "" if error.known else " sspr fleet takes a window, like 7d, and what to count or order by."
        raise RefusedError(f"{error.sentence}{others}") from error
    assert isinstance(asked, Fleet)
    task, keys = FleetTask(asked.window, asked.previous, at, breakdown(asked.about)), tenant_names(settings)
    found = run_for(settings, task, keys)
    return fleet(asked.window, asked.about, found, catalogue)


def tenant_names(settings: Settings) -> list[str]:
    """Every tenant of SSPR_TENANTS, else every one that the database knows, in the order in which they came."""
    if settings.tenants:
        return list(tenants_file(settings.tenants).current().rows)
    engines = open_engines(settings)
    try:
        with reading(engines.ledger) as connection:
            show_all_tenants(connection)
            return list(connection.execute(select(tenants.c.name).order_by(tenants.c.id)).scalars())
    finally:
        engines.dispose()
