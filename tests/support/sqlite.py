"""New SQLite databases for tests, copied from one that was migrated once: a migration takes longer than most tests."""

import tempfile
from functools import cache
from pathlib import Path

from bot.storage.activity import open_activity
from bot.storage.database import open_database
from bot.storage.plain_line import activity_file


def sqlite_url(folder: Path) -> str:
    """The address of the database in a folder; made with no rows in it where there is none yet."""
    path = folder / "sspr.db"
    if not path.exists():
        for name, content in _migrated().items():
            (folder / name).write_bytes(content)
    return f"sqlite:///{path}"


@cache
def _migrated() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sspr.db"
        ledger = open_database(f"sqlite:///{path}")
        open_activity(f"sqlite:///{path}", ledger).dispose()
        ledger.dispose()
        return {file.name: file.read_bytes() for file in (path, activity_file(path))}
