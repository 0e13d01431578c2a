"""A line of the access log that names nobody, by SQLite's driver alone: for an answer from the documents.

To import SQLAlchemy takes longer than such an answer. Where anything is not as expected, nothing is written, and the
answer is given the way of all others.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.reports.instants import to_micros
from bot.storage.access_log_chain import START, line_hash, line_values

_ADDRESS: Final = re.compile(r"sqlite:///([^?]+)")
_INSERT: Final = """
INSERT INTO access_log (
    tenant, number, at, who, channel, asked, subject, outcome, reference, scope, rows, salt, commitment, scheme, hash
) VALUES (
    :tenant, :number, :at, :who, :channel, :asked, :subject, :outcome, :reference, :scope, :rows, :salt, :commitment,
    :scheme, :hash
)
"""
_VERSIONS: Final = Path(__file__).with_name("migrations") / "versions"


def activity_file(database: Path) -> Path:
    """The file beside an SQLite database: `sspr.activity.db` beside `sspr.db`."""
    return database.with_name(f"{database.stem}.activity{database.suffix}")


def write_line(
    url: str, tenant: str, said: Mapping[str, str], at: datetime, keys: Sequence[bytes], wait: float
) -> bool:
    """Append one line of a tenant's; `said` has who, channel, asked and outcome. False where it is not written.

    `url` is that of the database; it waits so many seconds for another writer.
    """
    address = _ADDRESS.fullmatch(url)
    file = activity_file(Path(address[1])) if address else None
    if file is None or not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file, timeout=wait, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            number = _tenant(connection, tenant)
            if number is not None:
                _append(connection, number, said, at, keys)
                connection.execute("COMMIT")
            return number is not None
    except sqlite3.Error:
        return False


def _tenant(connection: sqlite3.Connection, name: str) -> int | None:
    """The tenant's number, in a file that this version made and nothing is still moved to; else None."""
    newest = max(file.name.partition("_")[0] for file in _VERSIONS.glob("[0-9]*.py"))
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    moved = connection.execute("SELECT 1 FROM locks WHERE tenant = 0 AND part = 'cleared'").fetchone()
    row = connection.execute("SELECT id FROM tenants WHERE name = ?", (name,)).fetchone()
    return row[0] if version == (newest,) and moved and row else None


def _append(
    connection: sqlite3.Connection, tenant: int, said: Mapping[str, str], at: datetime, keys: Sequence[bytes]
) -> None:
    asked = "SELECT number, hash FROM access_log WHERE tenant = ? ORDER BY number DESC LIMIT 1"
    number, before = connection.execute(asked, (tenant,)).fetchone() or (0, START)
    line = {"at": to_micros(at), "subject": "", "reference": "", "scope": "", "rows": None, **said}
    values = line_values(tenant, number + 1, line, keyed=bool(keys))
    values["hash"] = line_hash(before, values, keys[0] if keys else b"")
    connection.execute(_INSERT, values)
