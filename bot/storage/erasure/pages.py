"""The files of a database, without what was deleted: a database only marks it as free."""

import sqlite3
from typing import Final

from sqlalchemy import Connection, Engine

from bot.errors import StoreError

_WAIT: Final = 30_000  # milliseconds for whoever reads or writes meanwhile


def zero_what_is_freed(connection: Connection) -> None:
    """Let this connection overwrite with zeros what it deletes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def write_anew(engine: Engine) -> bool:
    """Write the database anew without what was deleted, and empty its log; False where somebody else holds it.

    Raises StoreError when the disk refuses.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("VACUUM")
            return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        for statement in (f"PRAGMA busy_timeout={_WAIT}", "PRAGMA secure_delete=ON", "VACUUM"):
            cursor.execute(statement)
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise StoreError(f"The database could not be written anew: {error}. Check the free space.") from error
        busy = True
    finally:
        raw.close()
    return not busy
