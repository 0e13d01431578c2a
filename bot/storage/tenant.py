"""A tenant's number in the database."""

from contextlib import suppress

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from bot.storage.tables import tenants


def tenant_number(connection: Connection, name: str, *, lock: bool = False) -> int:
    """The tenant's number; 0 when it is not there yet. With `lock` it is made, and held until the transaction ends."""
    asked = select(tenants.c.id).where(tenants.c.name == name)
    if not lock:
        return connection.execute(asked).scalar() or 0
    number = connection.execute(asked.with_for_update()).scalar()
    if number is None:
        with suppress(IntegrityError), connection.begin_nested():  # another process may be first
            connection.execute(insert(tenants).values(name=name, position=0))
        number = connection.execute(asked.with_for_update()).scalar_one()
    return int(number)


def newest_position(connection: Connection, tenant: int) -> int:
    """The newest place in the tenant's ledger; 0 before the first load."""
    return connection.execute(select(tenants.c.position).where(tenants.c.id == tenant)).scalar() or 0
