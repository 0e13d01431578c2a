"""Copies of an SQLite database: made while it is used, both files as of one moment, and put back in its place."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from bot.errors import RefusedError, StoreError
from bot.storage.database import SCHEMA, sqlite_file
from bot.storage.plain_line import activity_file

MANIFEST: Final = "backup.json"
_WAIT: Final = 600  # seconds for a load under way; nothing is held meanwhile
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One file of a backup."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a folder with a backup holds; written last, so that a folder without it is none."""

    made_at: str  # ISO, UTC
    version: str
    schema: str
    files: tuple[BackupFile, ...]
    format: int = _FORMAT


def back_up(url: str, folder: Path, *, now: datetime, version: str) -> Backup:
    """Copy the database into a new or empty folder.

    Raises RefusedError where there is nothing to copy or no empty folder, StoreError when a copy does not succeed.
    """
    files = _files_there(url)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if any(folder.iterdir()):
            raise RefusedError(f"{folder} is not empty. Name a new folder: a backup never replaces another one.")
        with _at_one_moment(files) as sources:
            copies = [_copy(source, folder / file.name) for source, file in zip(sources, files, strict=True)]
        backup = Backup(now.isoformat(timespec="seconds"), version, _schema(copies[0]), tuple(map(_described, copies)))
        _write(folder / MANIFEST, json.dumps(asdict(backup), indent=2).encode())
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The backup in {folder} is not whole: {error}. "
            "Check the free space, and who else writes; then take a new folder."
        ) from error
    return backup


def read_backup(folder: Path) -> Backup:
    """Read what a folder holds, and check every byte. Raises RefusedError when it is no whole backup of ours."""
    try:
        described = json.loads((folder / MANIFEST).read_bytes())
        files = tuple(BackupFile(**one) for one in described.pop("files"))
        backup = Backup(**described, files=files)
        damaged = [one.name for one in files if Path(one.name).name != one.name or _described(folder / one.name) != one]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError(
            f"{folder} holds no whole backup ({type(error).__name__}): {MANIFEST} says what is in one."
        ) from error
    if backup.format != _FORMAT or backup.schema > SCHEMA:
        raise RefusedError(
            f"{folder} was made by a newer version of this program ({backup.version}). Install that one."
        )
    if damaged or not files:
        raise RefusedError(f"{folder} is damaged: {', '.join(damaged) or 'no file'} is not as it was written.")
    return backup


def restore(url: str, folder: Path, *, replace: bool, now: datetime) -> tuple[Path, ...]:
    """Put a backup in the place of the database; returns what was there before, under its new name.

    Raises RefusedError when the database is in use, when there is one and `replace` is not asked for, or when the
    folder holds no whole backup; StoreError when the disk refuses.
    """
    backup = read_backup(folder)
    target = _target(url)
    targets = [target, activity_file(target)]
    there = [path for path in targets if path.exists()]
    try:
        for path in there:
            _refuse_in_use(path)
        if there and not replace:
            raise RefusedError(
                f"There is a database at {target}. "
                "With --replace the backup takes its place, and it is kept under another name."
            )
        target.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = _copied_beside(folder, backup, targets)
        aside = _kept_aside(there, f"before-restore-{now:%Y%m%dT%H%M%SZ}")
        _swap(fresh, targets)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The backup was not put in place: {error}. Check rights and free space, then try again."
        ) from error
    return aside


def _files_there(url: str) -> tuple[Path, ...]:
    database = _target(url)
    if not database.is_file():
        raise RefusedError(f"There is no database at {database}. Check SSPR_DATABASE_URL.")
    return tuple(path for path in (database, activity_file(database)) if path.is_file())


def _target(url: str) -> Path:
    database = sqlite_file(url)
    if database is None:
        address = _without_password(url)
        raise RefusedError(
            "This database is PostgreSQL, whose own tools copy it while it is used: "
            f"pg_dump --format=custom --file=sspr.dump '{address}'. Into a new database it comes back by "
            "pg_restore --no-owner --dbname=ADDRESS sspr.dump; then run sspr check."
        )
    return database


def _without_password(url: str) -> str:
    """The address as PostgreSQL's own tools take it; they ask for the password, or find it where they look for it."""
    whole = make_url(url)
    open_query = {name: value for name, value in whole.query.items() if "pass" not in name.lower()}
    address = URL.create(
        "postgresql", whole.username, host=whole.host, port=whole.port, database=whole.database, query=open_query
    )
    return address.render_as_string()


@contextmanager
def _at_one_moment(files: Sequence[Path]) -> Iterator[list[sqlite3.Connection]]:
    """Connections that see all files as of one moment: nobody writes to any while they take their look.

    A load under way holds the first file, and is waited for before anything else is locked.
    """
    with ExitStack() as stack:
        writers = [stack.enter_context(closing(_connect(file))) for file in files]
        for writer in writers:
            writer.execute("BEGIN IMMEDIATE")
        readers = [stack.enter_context(closing(_connect(file))) for file in files]
        for reader in readers:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for writer in writers:
            writer.rollback()
        yield readers


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT, isolation_level=None)


def _copy(source: sqlite3.Connection, path: Path) -> Path:
    """Copy one file, readable by its owner alone, and look whether it is sound."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(path)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, and nothing beside it
        (found,) = target.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise StoreError(f"The database itself is damaged: {found}. An earlier backup is the way back.")
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return path


def _schema(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(version)


def _described(path: Path) -> BackupFile:
    with path.open("rb") as file:
        return BackupFile(path.name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _refuse_in_use(path: Path) -> None:
    """Whoever has the file open keeps this connection from having it alone, even while nothing is written."""
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise RefusedError(f"{path} is in use. Stop the bot and all commands, then restore.") from error


def _copied_beside(folder: Path, backup: Backup, targets: Sequence[Path]) -> list[Path]:
    """The files of a backup on the disk of the database, where a rename is all that is left to do."""
    made = []
    for one, target in zip(backup.files, targets, strict=False):
        part = target.with_name(f"{target.name}.restoring")
        part.unlink(missing_ok=True)
        with (
            (folder / one.name).open("rb") as source,
            os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        ):
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        made.append(part)
    return made


def _kept_aside(there: Sequence[Path], ending: str) -> tuple[Path, ...]:
    """Give what is there a second name. Its log has been written into it when the look whether it is in use ended."""
    kept = []
    for path in there:
        aside = path.with_name(f"{path.name}.{ending}")
        try:
            os.link(path, aside)
        except OSError:  # a file system without links
            shutil.copy2(path, aside)
        kept.append(aside)
    return tuple(kept)


def _swap(fresh: Sequence[Path], targets: Sequence[Path]) -> None:
    """Put the new files in place, the ledger last: at no moment is there none, which would look like an empty one.

    What was made from the old ledger, and can be made again, goes.
    """
    for target, made in reversed(list(zip_longest(targets, fresh))):
        for left in ("-wal", "-shm"):
            target.with_name(target.name + left).unlink(missing_ok=True)
        if made is None:
            target.unlink(missing_ok=True)  # a backup from before there was this file
        else:
            made.replace(target)
    for snapshot in targets[0].parent.glob(f"{targets[0].name}-snapshot-*"):
        snapshot.unlink()
    _flush_folder(targets[0].parent)


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
