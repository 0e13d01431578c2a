"""Large files are loaded by a process of their own: what reading takes goes back to the system, and answers go on.

A load of 288,000 rows takes half a gigabyte and seconds of the interpreter that answers share.
"""

import multiprocessing
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
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
_LONGEST: Final = 1_800.0  # seconds; ten million rows took a tenth of it
_PACKED: Final = (b"\x1f\x8b", b"PK")  # archives and workbooks
_UNPACKED: Final = 30  # times their size, which is what reports come to


_SHORTER: Final = "Load a shorter span, or the same file by `sspr load` on a larger machine."


@dataclass(frozen=True, slots=True)
class _Work:
    """What the process is given: all of it goes through a pipe."""

    settings: Settings
    now: datetime
    name: str
    path: Path
    fingerprint: str
    memory: int


@dataclass(frozen=True, slots=True)
class LargeFiles:
    """Loads files above a size in a process of their own, into the database that the settings name."""

    settings: Settings
    clock: Clock
    large: int = _LARGE
    longest: float = _LONGEST
    memory: int = 0  # bytes that the process may take; 0: half of what the machine has
    meanwhile: Callable[[], AbstractContextManager[None]] = nullcontext  # what holds while the process loads

    def load(self, name: str, stream: BinaryIO, fingerprint: str) -> Loaded | None:
        """Load an open file; None where it is small, or lies nowhere that another process could read it.

        Raises what the loading raises, and SourceError when the process took too much memory or time: it is ended.
        """
        path = getattr(stream, "name", None)
        if not isinstance(path, str) or _size(stream) < self.large:
            return None
        memory = self.memory or os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
        work = _Work(self.settings, self.clock(), name, Path(path), fingerprint, memory)
        with self.meanwhile():
            return _apart(work, self.longest)


def _size(stream: BinaryIO) -> int:
    """Bytes of a file, or about as many as it unpacks to."""
    start = stream.read(2)
    stream.seek(0)
    return os.fstat(stream.fileno()).st_size * (_UNPACKED if start in _PACKED else 1)


def _apart(work: _Work, longest: float) -> Loaded:
    # Spawned, not forked: this process has threads, and connections that must not be shared.
    process = multiprocessing.get_context("spawn")
    here, there = process.Pipe(duplex=False)
    child = process.Process(target=_load, args=(work, there), name="sspr-load", daemon=True)
    child.start()
    there.close()
    try:
        if not here.poll(longest):
            raise SourceError(
                f"{work.name} was not loaded: reading it took more than {longest / 60:,.0f} minutes. {_SHORTER}"
            )
        found: Loaded | BotError = here.recv()
    except EOFError:
        raise SourceError(_too_much_memory(work)) from None
    finally:
        here.close()
        child.kill()  # has nothing to do any more
        child.join()
    if isinstance(found, BotError):
        raise found
    return found


def _too_much_memory(work: _Work) -> str:
    return f"{work.name} was not loaded: reading it took more memory than there is. {_SHORTER}"


def _load(work: _Work, answer: Connection) -> None:
    """In the process: load, and send the receipts or what a person is to be told."""
    from bot.app.services import build_services  # noqa: PLC0415 - it builds this module's users
    from bot.sources.folder import check_unchanged, fingerprint, opened  # noqa: PLC0415 - beside it

    _bound_memory(work.memory)
    services = build_services(work.settings, clock=lambda: work.now)
    try:
        with opened(work.path) as stream:
            seen = fingerprint(work.path)
            found: Loaded | BotError = services.loading.load_all(
                work.name, stream, fingerprint=work.fingerprint, check=lambda: check_unchanged(work.path, seen)
            )
    except BotError as error:
        found = error
    except MemoryError:
        found = SourceError(_too_much_memory(work))
    except Exception as error:  # noqa: BLE001 - its message may hold what the file says
        found = SourceError(f"{work.name} was not loaded: {type(error).__name__} in the process that read it.")
    finally:
        services.close()
    answer.send(found)


def _bound_memory(most: int) -> None:
    """Let this process take so many bytes and no more, where the system can hold it to that."""
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
