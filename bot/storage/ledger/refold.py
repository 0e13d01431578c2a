"""What was folded from steps by an earlier rule, folded again by today's, when a database is brought up to date."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, bindparam, func, select, update

from bot.reports.receipt import ReportKind
from bot.storage.ledger.audit_log import folded_rows, held_rows, rows_by_table
from bot.storage.ledger.rows import forget, insert_facts
from bot.storage.ledger.steps import People, steps_of
from bot.storage.tables import has_id, loads, steps, tenants
from bot.storage.tenant import newest_position

_PEOPLE_AT_ONCE: Final = 5_000


def refold(connection: Connection, now: datetime) -> None:
    """Fold all kept steps again, of every tenant.

    A row that says something else now stays at its position: it is no news. What an attempt falls apart into takes a
    new position, as a late row does; what has become a part of another is taken out.
    """
    for tenant in connection.execute(select(tenants.c.id)).scalars().all():
        audits = loads.c.tenant == tenant, loads.c.report == str(ReportKind.AUDIT)
        load = connection.execute(select(func.max(loads.c.id)).where(*audits)).scalar() or 0
        asked = select(steps.c.person).where(steps.c.tenant == tenant).distinct().order_by(steps.c.person)
        people = np.array(connection.execute(asked).scalars().all(), dtype=np.int64)
        position = newest_position(connection, tenant)
        for start in range(0, len(people), _PEOPLE_AT_ONCE):
            some = people[start : start + _PEOPLE_AT_ONCE]
            for table, frame in rows_by_table(steps_of(connection, some, tenant=tenant), now=now).items():
                position = _renew(connection, table, frame, some, tenant=tenant, load=load, position=position)
        connection.execute(update(tenants).where(tenants.c.id == tenant).values(position=position))


def _renew(
    connection: Connection, table: Table, frame: pd.DataFrame, people: People, *, tenant: int, load: int, position: int
) -> int:
    """Make the table say of these people what the frame says; the newest position afterwards."""
    rows = folded_rows(connection, table, frame, tenant)
    held = held_rows(connection, table, list(rows.columns), people, tenant)
    both = rows.merge(held, how="outer", indicator="side")
    fresh = both[both["side"] == "left_only"].drop(columns="side")
    stale = both.loc[both["side"] == "right_only", "event"]
    changed, added = fresh[fresh["event"].isin(stale)], fresh[~fresh["event"].isin(stale)]
    forget(connection, table, stale[~stale.isin(changed["event"])].tolist(), tenant=tenant, load=load)
    said = [column for column in rows.columns if column != "event"]
    if len(changed):
        one = update(table).where(table.c.tenant == tenant, has_id(table), table.c.event == bindparam("known"))
        values = [
            dict(zip(("known", *said), row, strict=True)) for row in changed[["event", *said]].to_numpy().tolist()
        ]
        connection.execute(one.values({column: bindparam(column) for column in said}), values)
    insert_facts(connection, table, added.assign(ordinal=0), tenant=tenant, load=load, position=position)
    return position + len(added)
