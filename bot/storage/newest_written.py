"""When the newest thing was written down that bears the time of its writing: none can be later than now."""

from datetime import datetime
from typing import Final

from sqlalchemy import Column, func, select

from bot.reports.instants import from_micros
from bot.storage.tables import access_log, decisions, deliveries, loads, pulled_spans, slots
from bot.storage.tenant import Tenant

_IN_LEDGER: Final[tuple[Column[int], ...]] = (loads.c.loaded_at, pulled_spans.c.pulled_at)
_IN_ACTIVITY: Final[tuple[Column[int], ...]] = (access_log.c.at, decisions.c.at, deliveries.c.made_at, slots.c.due)


def newest_written(ledger: Tenant, activity: Tenant) -> datetime | None:
    """Find the newest time of a load, pull, question, decision, delivery or slot of a tenant. Raises StoreError."""
    found = [*_times(ledger, _IN_LEDGER), *_times(activity, _IN_ACTIVITY)]
    return max(map(from_micros, found), default=None)


def _times(tenant: Tenant, columns: tuple[Column[int], ...]) -> list[int]:
    with tenant.reading() as (connection, number):
        newest = [select(func.max(column)).where(column.table.c.tenant == number) for column in columns]
        return [at for asked in newest if (at := connection.execute(asked).scalar()) is not None]
