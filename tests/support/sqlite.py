"""New SQLite databases for tests, copied from one that was migrated once: a migration takes longer than most tests."""

import tempfile
from functools import cache
from pathlib import Path

from bot.storage.database import open_database


def sqlite_url(folder: Path) -> str:
    """The address of the database in a folder; made with no rows in it where there is none yet."""
    path = folder / "sspr.db"
    if not path.exists():
        path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sspr.db"
        open_database(f"sqlite:///{path}").dispose()
        return path.read_bytes()
