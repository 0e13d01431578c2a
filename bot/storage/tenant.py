"""One tenant's part of the database: transactions that know the tenant's number."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final, Literal

from sqlalchemy import Connection, Engine, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from bot.questions.text import alike
from bot.storage.database import reading, show_all_tenants, show_tenant, writing
from bot.storage.tables import locks, tenants

Part = Literal["access log", "decisions", "subscriptions"]  # what is locked apart from the ledger and from each other
_NUMBER: Final = select(tenants.c.id).where(tenants.c.name == bindparam("tenant"))  # asked with every question


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant by name, in one database. Safe to share between threads.

    `wait` is how many seconds a write waits for another one at most; None for as long as the database does.
    """

    engine: Engine
    name: str
    wait: float | None = None

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, int]]:
        """Open a connection to read from; with it comes the tenant's number. Raises StoreError as `reading` does."""
        with reading(self.engine) as connection:
            yield connection, self.number(connection)

    def at_one_moment(self) -> "Tenant":
        """The same, whose `reading` sees nothing that is committed after its first look, as SQLite's never does."""
        if self.engine.dialect.name == "sqlite":
            return self
        return Tenant(self.engine.execution_options(isolation_level="REPEATABLE READ"), self.name)

    @contextmanager
    def writing(self, *, lock: bool = False) -> Iterator[tuple[Connection, int]]:
        """Open one transaction that writes; with `lock` no other one of this tenant's ledger runs beside it.

        Raises StoreError as `writing` does.
        """
        if lock:
            self._make()
        with writing(self.engine, self.wait) as connection:
            yield connection, self.number(connection, lock=lock)

    @contextmanager
    def writing_part(self, part: Part) -> Iterator[tuple[Connection, int]]:
        """Open one transaction that alone writes to a part of this tenant's rows; it waits for no load.

        Raises StoreError as `writing` does.
        """
        with writing(self.engine, self.wait) as connection:
            yield connection, self.hold(connection, part)

    def number(self, connection: Connection, *, lock: bool = False) -> int:
        """Find the tenant's number; 0 when it is not there yet. With `lock` it is held until the transaction ends."""
        show_tenant(connection, self.name)
        asked = _NUMBER.with_for_update() if lock else _NUMBER
        return connection.execute(asked, {"tenant": self.name}).scalar() or 0

    def made(self, connection: Connection) -> int:
        """Find the tenant's number, and make it where it is not there yet."""
        if known := self.number(connection):
            return known
        with suppress(IntegrityError), connection.begin_nested():  # another process may be first
            connection.execute(insert(tenants).values(name=self.name, position=0))
        return self.number(connection)

    def hold(self, connection: Connection, part: Part) -> int:
        """Lock a part of the tenant's rows until the transaction ends; the tenant's number."""
        tenant = self.made(connection)
        if connection.dialect.name == "sqlite":  # where a transaction that writes is alone from its beginning
            return tenant
        asked = select(locks.c.part).where(locks.c.tenant == tenant, locks.c.part == part).with_for_update()
        if connection.execute(asked).first() is None:
            with suppress(IntegrityError), connection.begin_nested():
                connection.execute(insert(locks).values(tenant=tenant, part=part))
            connection.execute(asked)
        return tenant

    def _make(self) -> None:
        """Make the tenant in a transaction of its own: within a load's, all others would wait for the load."""
        with self.reading() as (_, tenant):
            known = tenant
        if not known:
            with writing(self.engine, self.wait) as connection:
                self.made(connection)


def known_as(tenant: Tenant) -> Tenant:
    """The tenant as the database has it, which may be written otherwise where people see no difference.

    Raises StoreError as `reading` does.
    """
    with tenant.reading() as (connection, number):
        if number:
            return tenant
        show_all_tenants(connection)
        names = connection.execute(select(tenants.c.name).order_by(tenants.c.id)).scalars()
        return replace(tenant, name=next((name for name in names if alike(name) == alike(tenant.name)), tenant.name))


def newest_position(connection: Connection, tenant: int) -> int:
    """Find the newest position in the tenant's ledger; 0 before the first load."""
    return connection.execute(select(tenants.c.position).where(tenants.c.id == tenant)).scalar() or 0


def unloads(connection: Connection, tenant: int) -> int:
    """Count how often something was taken out of the tenant's ledger: loads, old rows, an erased person's."""
    return connection.execute(select(tenants.c.unloads).where(tenants.c.id == tenant)).scalar() or 0
