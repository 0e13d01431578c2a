"""Reports on disk: files, folders and globs to load, and a folder that is watched."""

import glob
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from bot.errors import BotError, SourceError

SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
_SETTLED = 1.0  # seconds without a change after which a dropped file counts as complete
_LOOK = 500  # milliseconds between looks at the folder
_log = logging.getLogger(__name__)


def report_files(paths: Sequence[str]) -> list[Path]:
    """The files that the given files, folders (with all below them) and globs mean, in order, each once.

    Raises SourceError naming the first one that means nothing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(_meant(path))
    return list(found)


def _meant(path: str) -> list[Path]:
    place = Path(path).expanduser()
    if place.is_dir():
        files = _reports_below(place)
        if not files:
            raise SourceError(f"The folder {path} holds no reports; a report ends in {', '.join(SUFFIXES)}.")
        return files
    if place.is_file():
        return [place]
    files = [Path(name) for name in sorted(glob.glob(str(place), recursive=True)) if Path(name).is_file()]
    if not files:
        raise SourceError(f"{path} is no file, no folder, and matches nothing; check the path.")
    return files


def _reports_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if _is_report(file))


def _is_report(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~")) and path.is_file()


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises SourceError when it cannot be read, or grew while it was read."""
    try:
        with path.open("rb") as stream:
            before = fingerprint(path)
            yield stream
            if fingerprint(path) != before:
                raise SourceError(f"{path} changed while it was read; load it again when it is complete.")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or type(error).__name__}.") from error


def fingerprint(path: Path) -> str:
    """Changes whenever the file does."""
    status = path.stat()
    return f"{status.st_size}-{status.st_mtime_ns}"


def watch_folder(folder: Path, load: Callable[[Path], object], *, stop: threading.Event) -> None:
    """Loads what is in the folder, then each file dropped or changed there, once it has settled, until told to stop.

    A file that cannot be loaded is said once in the log; it does not end the watch.
    """
    from watchfiles import watch  # noqa: PLC0415 - only the running bot watches

    folder.mkdir(parents=True, exist_ok=True)
    waiting: dict[Path, tuple[str, float]] = {path: (fingerprint(path), 0.0) for path in _reports_below(folder)}
    for changes in watch(folder, stop_event=stop, rust_timeout=_LOOK, yield_on_timeout=True, raise_interrupt=False):
        now = time.monotonic()
        for _, name in changes:
            if _is_report(Path(name)):
                waiting[Path(name)] = ("", now)
        for path in list(waiting):
            _load_if_settled(path, waiting, load, now)


def _load_if_settled(
    path: Path, waiting: dict[Path, tuple[str, float]], load: Callable[[Path], object], now: float
) -> None:
    if not path.is_file():
        del waiting[path]
        return
    seen, since = waiting[path]
    current = fingerprint(path)
    if current != seen:
        waiting[path] = (current, now)
    elif now - since >= _SETTLED:
        del waiting[path]
        try:
            load(path)
        except BotError as error:
            _log.warning("A file of the reports folder was not loaded: %s", error)


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole or as it was before."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
