"""One tenant's part of the database: transactions that know the tenant's number."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from bot.storage.database import reading, writing
from bot.storage.tables import tenants


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant by name, in one database. Safe to share between threads."""

    engine: Engine
    name: str

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, int]]:
        """Open a connection to read from; with it comes the tenant's number. Raises StoreError as `reading` does."""
        with reading(self.engine) as connection:
            yield connection, self.number(connection)

    @contextmanager
    def writing(self, *, lock: bool = False) -> Iterator[tuple[Connection, int]]:
        """Open one transaction that writes; with `lock` no other one of this tenant runs beside it.

        Raises StoreError as `writing` does.
        """
        with writing(self.engine) as connection:
            yield connection, self.number(connection, lock=lock)

    def number(self, connection: Connection, *, lock: bool = False) -> int:
        """Find the tenant's number; 0 when it is not there yet.

        With `lock` it is made, and held until the transaction ends.
        """
        asked = select(tenants.c.id).where(tenants.c.name == self.name)
        if not lock:
            return connection.execute(asked).scalar() or 0
        number = connection.execute(asked.with_for_update()).scalar()
        if number is None:
            with suppress(IntegrityError), connection.begin_nested():  # another process may be first
                connection.execute(insert(tenants).values(name=self.name, position=0))
            number = connection.execute(asked.with_for_update()).scalar_one()
        return int(number)


def newest_position(connection: Connection, tenant: int) -> int:
    """Find the newest position in the tenant's ledger; 0 before the first load."""
    return connection.execute(select(tenants.c.position).where(tenants.c.id == tenant)).scalar() or 0
