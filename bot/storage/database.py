"""Opening the database: SQLite by default, PostgreSQL by URL; brought to the newest schema or refused in words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import PoolProxiedConnection

from bot.errors import StoreError
from bot.storage.tables import metadata, with_postgresql
from bot.turns import waiting

SCHEMA = "0024"  # the newest migration; a test holds the two together
_FOLDED_OTHERWISE = "0021"  # databases of earlier schemas hold attempts that were folded by another rule
TENANT_SHOWN, EVERY_TENANT = "sspr.tenant", "*"  # the setting that the policies look at, and what opens all
_WAIT_SECONDS = 30  # that a write waits for another one on SQLite, unless it says how long
_LOCKED = "55P03"  # how PostgreSQL says that a lock was not to be had in time
BUSY = "The database is busy with other things just now. Please try again in a minute."
_MIGRATING = 0x53535052  # the number of PostgreSQL's advisory lock
_POOL = {"pool_size": 5, "max_overflow": 20, "pool_timeout": 1}  # more than all threads that ask and work


def open_database(url: str) -> Engine:
    """Open the database at `url`, with the schema this program needs.

    Raises StoreError when the URL is malformed, it cannot be opened, or a newer program made the schema.
    """
    try:
        engine = _engine(url)
        _bring_up_to_date(engine, url)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        missing = f"its driver {error.name} is not installed" if isinstance(error, ImportError) else ""
        raise StoreError(
            f"SSPR_DATABASE_URL is not a database address that can be used: {missing or type(error).__name__}. "
            "Write sqlite:///data/sspr.db, or postgresql+psycopg://user@host/name after "
            "pip install 'sspr-bot[postgres]'."
        ) from error
    except (DBAPIError, OSError) as error:
        raise StoreError(
            f"The database {shown(url)} cannot be opened: {_first_line(error)} "
            "Check SSPR_DATABASE_URL, who may read and write there, and the free space."
        ) from error
    return engine


def memory_database() -> Engine:
    """Open an empty database in memory, for one thread, with all tables; without Alembic, which takes half a second."""
    engine = _engine("sqlite://")
    metadata.create_all(engine)
    return engine


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for any other."""
    address = make_url(url)
    file = address.database if address.get_backend_name() == "sqlite" and "uri" not in address.query else None
    return Path(file) if file and file != ":memory:" else None


def not_yet_made(url: str) -> Path | None:
    """The SQLite file that opening would make; None where there is one, or where none can be made."""
    try:
        file = sqlite_file(url)
    except (ArgumentError, NoSuchModuleError, ValueError):
        return None
    if file is None or file.exists():
        return None
    folder = file.parent if file.parent.exists() else file.parent.parent
    return file if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) else None


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        with_postgresql()
        engine = create_engine(
            address, pool_pre_ping=True, hide_parameters=True, **_POOL, connect_args=_in_time(address)
        )
        return _lent_while_committing(engine)
    if file := sqlite_file(url):
        _make_room(file.parent, url)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's own files beside it get the same rights
    engine = create_engine(
        address, hide_parameters=True, connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _let_go_of_pages)
    return _lent_while_committing(engine)


def _lent_while_committing(engine: Engine) -> Engine:
    """Let others work while a commit waits for the disk: SQLAlchemy tells of none before it, and of none after it."""
    commit = engine.dialect.do_commit

    def do_commit(connection: PoolProxiedConnection) -> None:
        with waiting():
            commit(connection)

    engine.dialect.do_commit = do_commit  # type: ignore[assignment, method-assign]
    return engine


def _in_time(address: URL) -> dict[str, int]:
    """A server that does not answer is given up after some seconds; a busy one may take one or two."""
    return {} if "connect_timeout" in address.query else {"connect_timeout": 5}


def _make_room(folder: Path, url: str) -> None:
    """Make the database's own folder, but no path to it: a slip in the address would look like an empty database."""
    if not folder.parent.is_dir():
        raise StoreError(
            f"The database {shown(url)} cannot be opened: there is no folder {folder.parent}. "
            "Make it, or correct SSPR_DATABASE_URL."
        )
    folder.mkdir(mode=0o700, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """A commit survives a power cut (FULL), readers never wait for a writer (WAL)."""
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, not where pysqlite guesses
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")


def _let_go_of_pages(connection: Any, _record: object) -> None:
    """What is read again is in the system's memory: else each connection of the pool keeps up to 32 MB for good."""
    if connection is not None:
        connection.execute("PRAGMA shrink_memory")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: a read that turns into a write could find the database changed."""
    options = connection.get_execution_options()
    if options.get("writes", False):
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(options['wait'] * 1000)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a connection to read from. Raises StoreError when the database does not answer, or is damaged.

    It waits for a table that another one rebuilds no longer than `read_wait`, where the engine has that option.
    """
    try:
        with engine.connect() as connection:
            wait = connection.get_execution_options().get("read_wait")
            if wait is not None and engine.dialect.name == "postgresql":  # elsewhere readers wait for nobody
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait * 1000)}")
            yield connection
    except (DBAPIError, PoolTimeout) as error:
        if getattr(getattr(error, "orig", None), "sqlstate", None) == _LOCKED:
            raise StoreError(BUSY) from error
        raise StoreError(
            f"The database does not answer as it should: {_first_line(error)} "
            "Is it there, whole, and made by this program? A backup is the way back if it is damaged."
        ) from error


@contextmanager
def writing(engine: Engine, wait: float | None = None) -> Iterator[Connection]:
    """Open one transaction that writes: committed whole at the end, or not at all.

    `wait` is how many seconds it waits at most for another one's lock; as long as the database does where it is None.
    Raises StoreError when the database is locked for too long, read-only, or full.
    """
    try:
        options = {"writes": True, "wait": _WAIT_SECONDS if wait is None else wait}
        with engine.connect().execution_options(**options) as connection, connection.begin():
            if wait is not None and engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait * 1000)}")
            yield connection
    except (DBAPIError, PoolTimeout) as error:
        raise StoreError(
            f"The database did not take the change: {_first_line(error)} "
            "Nothing was half done; check the free space and who else writes, then try again."
        ) from error


def show_tenant(connection: Connection, name: str) -> None:
    """Let the rest of the transaction see the rows of one tenant alone: PostgreSQL's own wall behind our conditions."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.set_config(TENANT_SHOWN, name, True)))


def show_all_tenants(connection: Connection) -> None:
    """Let it see the rows of all tenants, for what is about all of them."""
    show_tenant(connection, EVERY_TENANT)


def _bring_up_to_date(engine: Engine, url: str) -> None:
    version = _version(engine)
    if version == SCHEMA:
        return
    if version is not None and version > SCHEMA:
        raise StoreError(
            f"The database {shown(url)} was made by a newer version of this program (schema {version}, "
            f"this one knows {SCHEMA}). Install that version, or point SSPR_DATABASE_URL at another database."
        )
    _migrate(engine)


def _version(engine: Engine) -> str | None:
    """Read the schema's version, without Alembic, whose import would double the start of a command."""
    with engine.connect() as connection:
        return _version_in(connection)


def _version_in(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _migrate(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - only a schema change needs it, and it is slow to import
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("bot.storage").joinpath("migrations")))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")  # one replica at a time
        show_all_tenants(connection)
        before = _version_in(connection)
        config.attributes["connection"] = connection
        config.attributes["target_metadata"] = metadata
        command.upgrade(config, "head")
        if before is not None and before < _FOLDED_OTHERWISE:
            from bot.storage.ledger.refold import refold  # noqa: PLC0415 - which itself needs an open database

            refold(connection, datetime.now(UTC))


def shown(url: str) -> str:
    """Write a database address without its password, wherever that stands."""
    address = make_url(url)
    hidden = {name: "***" for name in address.query if "pass" in name.lower()}
    return address.update_query_dict(hidden).render_as_string(hide_password=True)


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    line = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
    return line.rstrip(".") + "."
