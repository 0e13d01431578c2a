"""Takes a person out of one tenant: first the ledger, then what people and digests do."""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.errors import RefusedError
from bot.reports.instants import to_micros
from bot.storage.erasure.erased import name_hash
from bot.storage.erasure.names import Names
from bot.storage.erasure.pages import zero_what_is_freed
from bot.storage.erasure.sweep import Change, carry_out, changes
from bot.storage.ledger.origins import erase_origins
from bot.storage.tables import decisions, delivery_cases, delivery_parts, erasures, object_ids, people, roster, tenants
from bot.storage.tenant import Tenant

_ENOUGH: Final = 5  # people of a domain; one of fewer tells who somebody was


@dataclass(frozen=True, slots=True)
class PostedPart:
    """A message or file of a digest in Slack that names the person, and what it shall say."""

    subscription: int
    due: int  # microseconds
    part: int
    kind: str
    ts: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Erasing:
    """Erases people of one tenant. Every method may raise StoreError; to do it again does no harm."""

    owner: Tenant
    activity: Tenant  # where the digests are

    def names_of(self, person: str) -> Names:
        """Find what somebody is called, and who shall stand there instead. Raises RefusedError for an empty name."""
        key = person.strip().casefold()
        if not key:
            raise RefusedError("Name the person as the reports do, like dana@contoso.com.")
        with self.owner.reading() as (connection, tenant):
            known = _erased_as(connection, tenant, key)
            return Names((key, *_object_ids(connection, tenant, key)), known or _instead(connection, tenant, key))

    def out_of_ledger(self, names: Names, now: datetime) -> Counter[str]:
        """Rename the person in facts and what was loaded; origins, object ids and the roster's row go."""
        with self.owner.writing(lock=True) as (connection, tenant):
            zero_what_is_freed(connection)
            counts = _forgotten(connection, tenant, names)
            counts += _changed(connection, tenant, names)
            if not _erased_as(connection, tenant, names.keys[0]):
                _remember(connection, tenant, names, counts, now)
            again = update(tenants).where(tenants.c.id == tenant)
            connection.execute(again.values(unloads=tenants.c.unloads + 1))  # no snapshot of before is carried on
        return counts

    def was_erased(self, person: str) -> bool:
        """Whether somebody of this name was erased, and not let in again."""
        with self.owner.reading() as (connection, tenant):
            return bool(_erased_as(connection, tenant, person.strip().casefold()))

    def is_named(self, names: Names) -> bool:
        """Whether anything that is kept names the person, the access log apart.

        An ordinary word counts only where a person stands: as running text it names nobody.
        """
        for place in (self.owner, self.activity):
            with place.reading() as (connection, tenant):
                if _stands(connection, tenant, names):
                    return True
                if names.certain and next(changes(connection, tenant, names), None) is not None:
                    return True
        return False

    def posted(self, names: Names) -> list[PostedPart]:
        """Find what stands in Slack: messages and files of digests that name the person."""
        with self.activity.reading() as (connection, tenant):
            return list(_posted(connection, tenant, names))

    def out_of_activity(self, names: Names) -> Counter[str]:
        """Rename the person in digests, decisions and questions that are kept; the access log is apart."""
        if self.activity.engine is self.owner.engine:
            return Counter()  # one database: done
        with self.activity.writing() as (connection, tenant):
            zero_what_is_freed(connection)
            return _changed(connection, tenant, names)

    def lift(self, person: str, now: datetime) -> bool:
        """Let loads bring a person in again, from now on; False when nobody of that name was erased."""
        with self.owner.writing(lock=True) as (connection, tenant):
            numbers = [row.number for row in _rows_of(connection, tenant, person.strip().casefold())]
            chosen = erasures.c.tenant == tenant, erasures.c.number.in_(numbers)
            connection.execute(update(erasures).where(*chosen).values(lifted=to_micros(now)))
        return bool(numbers)


def _stands(connection: Connection, tenant: int, names: Names) -> bool:
    """Whether a row is this person's."""
    for column in (people.c.key, delivery_cases.c.user, decisions.c.user):
        asked = select(column).where(column.table.c.tenant == tenant, column.in_(names.keys)).limit(1)
        if connection.execute(asked).first() is not None:
            return True
    return False


def _rows_of(connection: Connection, tenant: int, key: str) -> list[Any]:
    asked = select(erasures).where(erasures.c.tenant == tenant, erasures.c.lifted.is_(None))
    return [row for row in connection.execute(asked).all() if name_hash(row.salt, key) in row.hashes]


def _erased_as(connection: Connection, tenant: int, key: str) -> str:
    """Who stands there since an earlier erasure of the same person; "" when there was none."""
    return next((str(row.instead) for row in _rows_of(connection, tenant, key)), "")


def _object_ids(connection: Connection, tenant: int, key: str) -> list[str]:
    asked = select(object_ids.c.key).join(people, people.c.id == object_ids.c.person)
    mine = object_ids.c.tenant == tenant, people.c.tenant == tenant, people.c.key == key
    listed = select(roster.c.object_id).join(people, people.c.id == roster.c.person)
    theirs = roster.c.tenant == tenant, people.c.tenant == tenant, people.c.key == key, roster.c.object_id != ""
    both = (*connection.execute(asked.where(*mine)).scalars(), *connection.execute(listed.where(*theirs)).scalars())
    return list(dict.fromkeys(both))


def _instead(connection: Connection, tenant: int, key: str) -> str:
    """A name for the rows that stay. It keeps the domain where that is no name of one person."""
    number = _next(connection, tenant)
    domain = key.rpartition("@")[2] if "@" in key else ""
    asked = select(func.count()).where(people.c.tenant == tenant, people.c.key.like(f"%@{domain}"))
    shared = bool(domain) and (connection.execute(asked).scalar() or 0) > _ENOUGH
    return f"erased-{number}@{domain}" if shared else f"erased-{number}"


def _next(connection: Connection, tenant: int) -> int:
    newest = select(func.max(erasures.c.number)).where(erasures.c.tenant == tenant)
    return (connection.execute(newest).scalar() or 0) + 1


def _forgotten(connection: Connection, tenant: int, names: Names) -> Counter[str]:
    """Take away what is of no use without a name."""
    counts: Counter[str] = Counter()
    asked = select(people.c.id, people.c.key).where(people.c.tenant == tenant, people.c.key.in_(names.keys))
    for number, (person, key) in enumerate(connection.execute(asked).all()):
        if key != names.keys[0]:  # somebody known by the object id alone, until it was told whose it is
            other = f"{names.instead} ({number + 1})"
            mine = people.c.tenant == tenant, people.c.id == person
            connection.execute(update(people).where(*mine).values(key=other, shown=other))
        counts["step_origins"] += erase_origins(connection, tenant, person)
        for table in (object_ids, roster):
            gone = delete(table).where(table.c.tenant == tenant, table.c.person == person)
            counts[table.name] += connection.execute(gone).rowcount
    return +counts


def _changed(connection: Connection, tenant: int, names: Names) -> Counter[str]:
    counts: Counter[str] = Counter()
    for change in list(changes(connection, tenant, names)):
        carry_out(connection, change)
        counts[change.table.name] += 1
    return counts


def _remember(connection: Connection, tenant: int, names: Names, counts: Counter[str], now: datetime) -> None:
    """Leave the receipt."""
    salt = connection.execute(select(erasures.c.salt).where(erasures.c.tenant == tenant).limit(1)).scalar()
    salt = str(salt or secrets.token_hex(32))
    values = {
        "tenant": tenant,
        "number": _next(connection, tenant),
        "at": to_micros(now),
        "salt": salt,
        "hashes": [name_hash(salt, key) for key in names.keys],
        "instead": names.instead,
        "counts": dict(counts),
    }
    connection.execute(insert(erasures).values(values))


def _posted(connection: Connection, tenant: int, names: Names) -> Iterator[PostedPart]:
    for change in changes(connection, tenant, names):
        if change.table is delivery_parts:
            row = _part(connection, change)
            if row.ts:
                yield PostedPart(
                    row.subscription, row.due, row.part, row.kind, row.ts, change.values.get("payload", row.payload)
                )


def _part(connection: Connection, change: Change) -> Any:
    here = [delivery_parts.c[name] == value for name, value in change.key.items()]
    return connection.execute(select(delivery_parts).where(*here)).one()
