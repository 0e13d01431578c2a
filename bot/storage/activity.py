"""What people and digests do, apart from the ledger: on SQLite in a file of its own, so that it waits for no load.

SQLite locks a whole file for a writer, and a load writes for as long as it takes.
"""

from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, make_url, select

from bot.storage.database import open_database, reading, sqlite_file, writing
from bot.storage.plain_line import activity_file
from bot.storage.tables import (
    access_log,
    decisions,
    deliveries,
    delivery_cases,
    delivery_parts,
    kept_answers,
    locks,
    slots,
    subscriptions,
    tenants,
)

WAIT: Final = 1.0  # seconds that a request waits at most for another one's write
_MOVED: Final = (
    access_log, kept_answers, decisions, subscriptions, slots, deliveries, delivery_parts, delivery_cases
)  # fmt: skip
_COPIED: Final[dict[str, object]] = {"tenant": 0, "part": "copied"}
_CLEARED: Final[dict[str, object]] = {"tenant": 0, "part": "cleared"}
_AT_ONCE: Final = 5_000


def open_activity(url: str, ledger: Engine) -> Engine:
    """Open it, and move there what an earlier version wrote beside the ledger. Raises StoreError as `open_database`."""
    file = sqlite_file(url)
    if file is None:
        return ledger
    address = make_url(url).set(database=str(activity_file(file)))
    engine = open_database(address.render_as_string(hide_password=False))
    with reading(engine) as connection:
        done = _is_marked(connection, _CLEARED)
    if not done:
        _move(ledger, engine)
    return engine


def _move(ledger: Engine, engine: Engine) -> None:
    """Copy in one transaction, then delete: killed in between, the copy counts and the next start deletes."""
    with reading(ledger) as source, writing(engine) as target:
        if not _is_marked(target, _COPIED):
            for table in (tenants, *_MOVED):
                for rows in source.execute(select(table)).mappings().partitions(_AT_ONCE):
                    # By column: a column's key is not always its name in the database.
                    target.execute(insert(table), [{one.key: row[one] for one in table.c} for row in rows])
            target.execute(insert(locks).values(_COPIED))
    with reading(ledger) as source:
        left = [table for table in _MOVED if source.execute(select(table).limit(1)).first() is not None]
    if left:
        with writing(ledger) as source:
            for table in left:
                source.execute(delete(table))
    with writing(engine) as target:
        if not _is_marked(target, _CLEARED):
            target.execute(insert(locks).values(_CLEARED))


def _is_marked(connection: Connection, mark: dict[str, object]) -> bool:
    asked = select(locks.c.part).where(locks.c.tenant == mark["tenant"], locks.c.part == mark["part"])
    return connection.execute(asked).first() is not None
