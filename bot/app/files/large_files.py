"""Large files are loaded by a process of their own: what reading takes goes back to the system, and answers go on.

A load of 288,000 rows takes half a gigabyte and seconds of the interpreter that answers share.
"""

import multiprocessing
import os
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import BinaryIO, Final

from bot.errors import BotError, SourceError
from bot.service.loading.loading import Loaded
from bot.service.ports import Clock
from bot.settings import Settings

_LARGE: Final = 2_000_000  # bytes; below it a process takes longer to start (1.2 s) than the file to load
_PACKED: Final = (b"\x1f\x8b", b"PK")  # archives and workbooks
_UNPACKED: Final = 30  # times their size, which is what reports come to


@dataclass(frozen=True, slots=True)
class _Work:
    """What the process is given: all of it goes through a pipe."""

    settings: Settings
    now: datetime
    name: str
    path: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class LargeFiles:
    """Loads files above a size in a process of their own, into the database that the settings name."""

    settings: Settings
    clock: Clock
    large: int = _LARGE

    def load(self, name: str, stream: BinaryIO, fingerprint: str) -> Loaded | None:
        """Load an open file; None where it is small, or lies nowhere that another process could read it.

        Raises what the loading raises, and SourceError when the process ended before it said anything.
        """
        path = getattr(stream, "name", None)
        if not isinstance(path, str) or _size(stream) < self.large:
            return None
        return _apart(_Work(self.settings, self.clock(), name, Path(path), fingerprint))


def _size(stream: BinaryIO) -> int:
    """Bytes of a file, or about as many as it unpacks to."""
    start = stream.read(2)
    stream.seek(0)
    return os.fstat(stream.fileno()).st_size * (_UNPACKED if start in _PACKED else 1)


def _apart(work: _Work) -> Loaded:
    # Spawned, not forked: this process has threads, and connections that must not be shared.
    process = multiprocessing.get_context("spawn")
    here, there = process.Pipe(duplex=False)
    child = process.Process(target=_load, args=(work, there), name="sspr-load", daemon=True)
    child.start()
    there.close()
    try:
        found: Loaded | BotError = here.recv()
    except EOFError:
        raise SourceError(
            f"{work.name} was not loaded: the process that read it ended early, most likely for want of memory. "
            "Load a shorter span, or the same file by `sspr load` on a larger machine."
        ) from None
    finally:
        here.close()
        child.join()
    if isinstance(found, BotError):
        raise found
    return found


def _load(work: _Work, answer: Connection) -> None:
    """In the process: load, and send the receipts or what a person is to be told."""
    from bot.app.services import build_services  # noqa: PLC0415 - it builds this module's users
    from bot.sources.folder import check_unchanged, fingerprint, opened  # noqa: PLC0415 - beside it

    services = build_services(work.settings, clock=lambda: work.now)
    try:
        with opened(work.path) as stream:
            seen = fingerprint(work.path)
            found: Loaded | BotError = services.loading.load_all(
                work.name, stream, fingerprint=work.fingerprint, check=lambda: check_unchanged(work.path, seen)
            )
    except BotError as error:
        found = error
    except Exception as error:  # noqa: BLE001 - its message may hold what the file says
        found = SourceError(f"{work.name} was not loaded: {type(error).__name__} in the process that read it.")
    finally:
        services.close()
    answer.send(found)
