"""What is to be done for many tenants: any number of replicas take it from here, each tenant's by one at a time.

The oldest comes first, so that a tenant with much to do has but its own row in the queue. A claim ends at `lease`, so
that another replica takes over from a dead one.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, and_, case, exists, func, insert, select, tuple_, update
from typing_extensions import override

from bot.reports.instants import from_micros, to_micros
from bot.service.tenant_work import Claim, Work
from bot.storage.database import reading, show_all_tenants, writing
from bot.storage.tables import tenant_work as table
from bot.storage.tables import tenants

WAITING, DEAD, GONE = "waiting", "dead", "gone"
DIGESTS: Final = "digests"
PULL: Final = "pull"
MOST_ATTEMPTS: Final = 8
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_LOOKED_AT: Final = 4  # rows for one that is claimed: some are of tenants that another replica is busy with


@dataclass(frozen=True, slots=True)
class WorkRow:
    """How far one tenant's work is."""

    tenant: str
    kind: str
    state: str
    due: datetime
    attempts: int
    problem: str


@dataclass(frozen=True, slots=True)
class TenantWork(Work):
    """The rows of all tenants. Every method may raise StoreError."""

    engine: Engine
    owner: str  # this replica

    def plan(self, kinds: Mapping[str, Collection[str]], now: datetime) -> None:
        """Have a row for each kind of each tenant's work, by its key; those of others are gone until they are back."""
        with self._writing() as connection:
            ids = _ids(connection, kinds)
            there = {(row.tenant, row.kind): row.state for row in connection.execute(select(table))}
            wanted = {(ids[key], kind) for key, of_tenant in kinds.items() for kind in of_tenant}
            new = [_new(tenant, kind, to_micros(now)) for tenant, kind in sorted(wanted - there.keys())]
            if new:
                connection.execute(insert(table), new)
            back = {one for one in wanted & there.keys() if there[one] == GONE}
            _set_state(connection, back, WAITING)
            _set_state(connection, {one for one in there.keys() - wanted if there[one] != GONE}, GONE)

    def look_at_loads(self, positions: Mapping[str, int]) -> None:
        """Let the digests of tenants be looked at whose ledger has grown since; `positions` are by their keys."""
        with self._reading() as connection:
            asked = select(tenants.c.name, table.c.tenant, table.c.position).join(
                tenants, tenants.c.id == table.c.tenant
            )
            rows = connection.execute(asked.where(table.c.kind == DIGESTS, table.c.state == WAITING)).all()
        grown = [row for row in rows if positions.get(row.name, 0) != row.position]
        if grown:
            with self._writing() as connection:
                for row in grown:
                    mine = update(table).where(table.c.tenant == row.tenant, table.c.kind == DIGESTS)
                    connection.execute(mine.values(due=0, position=positions.get(row.name, 0)))

    @override
    def claim(self, kinds: Collection[str], now: datetime, until: datetime, most: int) -> tuple[Claim, ...]:
        """Claim what is due of these kinds, the oldest first, of each tenant one thing that nobody else has."""
        moment, busy = to_micros(now), table.alias("busy")
        with self._writing() as connection:
            asked = select(table.c.tenant).where(
                table.c.state == WAITING,
                table.c.due <= moment,
                table.c.kind.in_(kinds),
                ~exists().where(busy.c.tenant == table.c.tenant, busy.c.lease > moment),
            )
            asked = asked.order_by(table.c.due, table.c.tenant).limit(_LOOKED_AT * most)
            due = list(dict.fromkeys(connection.execute(asked.with_for_update(skip_locked=True)).scalars()))
            free = _whole(connection, due, moment)
            found = [
                min((one for one in free[tenant] if one.kind in kinds), key=lambda one: (one.due, one.kind))
                for tenant in due
                if tenant in free
            ][:most]
            if found:
                mine = tuple_(table.c.tenant, table.c.kind).in_([(row.tenant, row.kind) for row in found])
                values = {"owner": self.owner, "lease": to_micros(until), "due": moment}
                connection.execute(update(table).where(mine).values(**values))
        return tuple(Claim(row.name, row.kind, now, row.attempts) for row in found)

    @override
    def renew(self, until: datetime) -> None:
        """Extend all claims of this replica."""
        with self._writing() as connection:
            mine = update(table).where(table.c.owner == self.owner, table.c.lease > 0)
            connection.execute(mine.values(lease=to_micros(until)))

    @override
    def done(self, claim: Claim, due: datetime) -> None:
        """Give a claim back after it went well; it is due again then, or earlier where somebody has asked for that."""
        with self._writing() as connection:
            again = case((table.c.due == to_micros(claim.at), to_micros(due)), else_=table.c.due)
            given_back = {"owner": "", "lease": 0, "attempts": 0, "problem": "", "due": again}
            connection.execute(update(table).where(self._held(claim)).values(**given_back))

    @override
    def failed(self, claim: Claim, problem: str, now: datetime, jitter: float) -> bool:
        """Give a claim back after it failed: later again, a little apart from others (0 to 1); True when it is dead."""
        attempts = claim.attempts + 1
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**claim.attempts) * (1 + jitter / 4)
        dead = attempts >= MOST_ATTEMPTS
        values: dict[str, object] = {"owner": "", "lease": 0, "attempts": attempts, "problem": problem}
        with self._writing() as connection:
            mine = update(table).where(self._held(claim))
            connection.execute(mine.values(**values, due=to_micros(now + wait), state=DEAD if dead else WAITING))
        return dead

    def revive(self, tenant: str, now: datetime) -> int:
        """Try again what was given up for a tenant; how much that is."""
        with self._writing() as connection:
            mine = update(table).where(table.c.tenant == _id(tenant), table.c.state == DEAD)
            return connection.execute(mine.values(state=WAITING, attempts=0, due=to_micros(now))).rowcount

    def rows(self, tenant: str | None = None) -> tuple[WorkRow, ...]:
        """How far the work of all tenants is, or of one."""
        asked = select(tenants.c.name, table).join(tenants, tenants.c.id == table.c.tenant).where(table.c.state != GONE)
        if tenant is not None:
            asked = asked.where(tenants.c.name == tenant)
        with self._reading() as connection:
            return tuple(
                WorkRow(row.name, row.kind, row.state, from_micros(row.due), row.attempts, row.problem)
                for row in connection.execute(asked.order_by(tenants.c.name, table.c.kind))
            )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with writing(self.engine) as connection:
            show_all_tenants(connection)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reading(self.engine) as connection:
            show_all_tenants(connection)
            yield connection

    def _held(self, claim: Claim) -> ColumnElement[bool]:
        return and_(table.c.tenant == _id(claim.tenant), table.c.kind == claim.kind, table.c.owner == self.owner)


def look_soon(connection: Connection, tenant: int) -> None:
    """Let the digests of a tenant be looked at soon: something has changed that says when they are due."""
    connection.execute(update(table).where(table.c.tenant == tenant, table.c.kind == DIGESTS).values(due=0))


def _whole(connection: Connection, due: Sequence[int], moment: int) -> Mapping[int, Sequence[Any]]:
    """The rows of tenants all of which are locked here, so that no other replica has any, nor is about to."""
    if not due:
        return {}
    counted = select(table.c.tenant, func.count().label("rows")).where(table.c.tenant.in_(due)).group_by(table.c.tenant)
    counts = {row.tenant: row.rows for row in connection.execute(counted)}
    asked = select(table, tenants.c.name).join(tenants, tenants.c.id == table.c.tenant).where(table.c.tenant.in_(due))
    locked = connection.execute(asked.with_for_update(skip_locked=True, of=table)).all()
    mine = Counter(row.tenant for row in locked)
    busy = {row.tenant for row in locked if row.lease > moment}
    free = {one for one in due if mine[one] == counts[one] and one not in busy}
    return {one: [row for row in locked if row.tenant == one and _is_due(row, moment)] for one in free}


def _is_due(row: Any, moment: int) -> bool:
    return bool(row.state == WAITING and row.due <= moment and row.lease <= moment)


def _ids(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """The numbers of tenants, which are made where they are not there yet."""
    asked = select(tenants.c.name, tenants.c.id)
    known = {row.name: row.id for row in connection.execute(asked)}
    if new := sorted(set(names) - known.keys()):
        connection.execute(insert(tenants), [{"name": name, "position": 0} for name in new])
        known = {row.name: row.id for row in connection.execute(asked)}
    return known


def _id(name: str) -> Any:
    return select(tenants.c.id).where(tenants.c.name == name).scalar_subquery()


def _new(tenant: int, kind: str, due: int) -> dict[str, object]:
    waiting = {"state": WAITING, "due": due, "owner": "", "lease": 0, "attempts": 0, "problem": "", "position": 0}
    return {"tenant": tenant, "kind": kind, **waiting}


def _set_state(connection: Connection, rows: Collection[tuple[int, str]], state: str) -> None:
    for tenant, kind in sorted(rows):
        mine = update(table).where(table.c.tenant == tenant, table.c.kind == kind)
        connection.execute(mine.values(state=state))
