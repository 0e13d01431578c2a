"""Reports on disk: files, folders and globs to load, and a folder that is watched."""

import glob
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

from bot.errors import BotError, ReportError, SourceError, StoreError

SUFFIXES = (
    ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson",
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".gz", ".zip", ".avro",
)  # fmt: skip
NO_NAME = "no report is named so"  # why a file is passed over
_QUIET_FOR = 1.0  # seconds without a change after which a dropped file counts as complete
_UNFINISHED = 60.0  # ... when its last line has no end: a slow writer may pause within a field
_LINES = frozenset({".csv", ".tsv", ".txt"})  # JSON and archives are whole or cannot be read
_AGAIN = 30.0  # seconds until the next try after the database, or the folder, did not answer
_ANEW = 3_600.0  # seconds between looks for files that may be read by now: their rows lay ahead of the clock
_LOOK = 500  # milliseconds between looks at the folder
_log = logging.getLogger(__name__)


def report_files(paths: Sequence[str]) -> list[Path]:
    """List the files that the given files, folders (with all below them) and globs mean, in order, each once.

    Raises SourceError naming the first one that means nothing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(_meant(path))
    return list(found)


def passed_over(paths: Sequence[str]) -> list[Path]:
    """The files in the given folders whose names do not end as reports' names do; not those that are hidden."""
    folders = [Path(path).expanduser() for path in paths]
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*"))]
    return [file for file in files if file.is_file() and not is_report(file) and not file.name.startswith((".", "~"))]


def _meant(path: str) -> list[Path]:
    meant = Path(path).expanduser()
    if meant.is_dir():
        files = _reports_below(meant)
        if not files:
            raise SourceError(f"The folder {path} holds no reports; a report ends in {', '.join(SUFFIXES)}.")
        return files
    if meant.is_file():
        return [meant]
    names = glob.glob(str(meant), recursive=True)  # noqa: PTH207 - Path.glob takes no absolute patterns
    files = [Path(name) for name in sorted(names) if Path(name).is_file()]
    if not files:
        raise SourceError(f"{path} is no file, no folder, and matches nothing; check the path.")
    return files


def _reports_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if is_report(file))


def _is_shown(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~"))


def is_report(path: Path) -> bool:
    """Whether a file is named as reports are."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~")) and path.is_file()


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading. Raises SourceError when it cannot be read."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or type(error).__name__}.") from error


def check_unchanged(path: Path, before: str) -> None:
    """Raise SourceError when a file is not as it was: what was read of it may be half a row."""
    if fingerprint(path) != before:
        raise SourceError(
            f"{path} changed while it was read, and nothing of it was loaded; load it when it is complete."
        )


def fingerprint(path: Path) -> str:
    """Return a text that changes whenever the file does."""
    status = path.stat()
    return f"{status.st_size}-{status.st_mtime_ns}"


def watch_folder(folder: Path, load: Callable[[Path], object], *, stop: threading.Event, again: float = _AGAIN) -> None:
    """Load what is in the folder, then each file dropped or changed there, once it is complete, until asked to stop.

    `load` is given every file that is not hidden, whatever its name ends in.

    A file that cannot be loaded is logged once, until it changes. One that only the database did not take is
    tried `again` after so many seconds. Nothing ends the watch.
    """
    logged = ""
    while not stop.is_set():
        try:
            _watch(folder, _Dropped(load, again), stop)
        except Exception as error:  # noqa: BLE001 - the folder may be back later
            if logged != _where(error):
                logged = _where(error)
                _log.error("The reports folder cannot be watched, and is tried again: %s", logged)
            stop.wait(again)


def _watch(folder: Path, dropped: "_Dropped", stop: threading.Event) -> None:
    from watchfiles import watch  # noqa: PLC0415 - only the running bot watches

    folder.mkdir(parents=True, exist_ok=True)
    anew, watched = 0.0, _place(folder)
    for changes in watch(folder, stop_event=stop, rust_timeout=_LOOK, yield_on_timeout=True, raise_interrupt=False):
        if any(Path(name) == folder.absolute() for _, name in changes):
            watched = ()  # it is gone: one that is made anew may have its number
        if (there := _place(folder)) and there != watched:
            return  # the system still follows the folder that stood there before, and says nothing of this one
        for _, name in changes:
            if _is_shown(Path(name)):
                dropped.add(Path(name))
        now = time.monotonic()
        if now >= anew:
            anew = now + _ANEW
            dropped.add_all(folder)
        dropped.look(now)


def _place(folder: Path) -> tuple[int, ...]:
    """Which folder that is, also behind a link or a mount; nothing while there is none."""
    with suppress(OSError):
        status = folder.stat()
        return status.st_dev, status.st_ino
    return ()


def complete_files(folder: Path, now: float) -> Iterator[Path]:
    """The files of a folder that nobody has written to for a while, by their times; `now` in seconds since 1970."""
    for path in sorted(filter(_is_shown, folder.rglob("*"))):
        with suppress(OSError):
            if now - path.stat().st_mtime >= (_QUIET_FOR if _ends_with_its_line(path) else _UNFINISHED):
                yield path


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that is to be loaded."""

    seen: str = ""  # its fingerprint
    due: float = 0.0  # when to load it, if it is still the same then
    logged: bool = False  # whether the log has its problem already


@dataclass(frozen=True, slots=True)
class _Dropped:
    """The files of the folder that are still to be loaded."""

    load: Callable[[Path], object]
    again: float
    waiting: dict[Path, _Waiting] = field(default_factory=dict)
    refused: dict[Path, str] = field(default_factory=dict)  # what was refused without the ledger: its fingerprint

    def add(self, path: Path) -> None:
        """Add a file that is new, or another than before."""
        self.waiting[path] = _Waiting()

    def add_all(self, folder: Path) -> None:
        """Add what is there; `load` leaves alone what is in already."""
        for path in sorted(filter(_is_shown, folder.rglob("*"))):
            if path not in self.waiting and self.refused.get(path) != _fingerprint_if_there(path):
                self.add(path)

    def look(self, now: float) -> None:
        """Load what is complete, and what is to be tried again."""
        for path, waiting in list(self.waiting.items()):
            current = _fingerprint_if_there(path)
            if not current:
                del self.waiting[path]
            elif current != waiting.seen:
                self.waiting[path] = _Waiting(current, now + (_QUIET_FOR if _ends_with_its_line(path) else _UNFINISHED))
            elif now >= waiting.due:
                del self.waiting[path]
                self._load(path, waiting, now)

    def _load(self, path: Path, waiting: _Waiting, now: float) -> None:
        try:
            self.load(path)
        except StoreError as error:
            if not waiting.logged:
                _log.warning("A file of the reports folder waits and is tried again: %s", error.log_line)
            self.waiting[path] = _Waiting(waiting.seen, now + self.again, logged=True)
        except ReportError as error:  # the ledger knows it, and whether to read it again
            _log.warning("A file of the reports folder was not loaded: %s", error.log_line)
        except BotError as error:
            self.refused[path] = waiting.seen
            _log.warning("A file of the reports folder was not loaded: %s", error.log_line)
        except Exception as error:  # noqa: BLE001 - the watch goes on; the message may hold what the file says
            self.refused[path] = waiting.seen
            _log.error("A file of the reports folder was not loaded: %s", _where(error))


def _ends_with_its_line(path: Path) -> bool:
    """Whether a text ends with a line end, in UTF-8 or UTF-16; True of what is no text of lines."""
    if path.suffix.lower() not in _LINES:
        return True
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 2))
            end = file.read()
    except OSError:
        return False
    return not end or b"\n" in end or b"\r" in end


def _fingerprint_if_there(path: Path) -> str:
    try:
        return fingerprint(path)
    except OSError:
        return ""


def _where(error: Exception) -> str:
    """Name the class of an exception and where it was raised, without its words."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name} line {frame.lineno}"


def write_whole(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file so that it is there whole, or as it was before."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            write(file.file)
            file.flush()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
