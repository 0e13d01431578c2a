"""The operator's runbook file: read again when it changes; while it is broken the last good one counts."""

import logging
from pathlib import Path
from threading import Lock

from bot.errors import RunbookError
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import NO_RUNBOOKS, Runbooks, read_runbooks
from bot.reports.parsing.head import encoding_of

_log = logging.getLogger(__name__)


class RunbookFile:
    """A file of runbooks; without one there are none. Safe to share between threads."""

    def __init__(self, path: Path | None, catalogue: Catalogue) -> None:
        """Read the file. Raises RunbookError when it is missing or broken: a start is the time to say so."""
        self._path, self._catalogue, self._lock = path, catalogue, Lock()
        self._seen: tuple[int, int] | None = None
        self.problem = ""  # why the file as it is now does not count
        self._books = NO_RUNBOOKS
        if path is not None:
            self._seen = _state(path)
            self._books = self._read(path)

    def current(self) -> Runbooks:
        """The runbooks of the file as it is, or as it was when it could last be read."""
        if self._path is None:
            return self._books
        with self._lock:
            try:
                state = _state(self._path)
                if state != self._seen:
                    self._seen = state
                    self._books, self.problem = self._read(self._path), ""
            except RunbookError as error:
                if self.problem != str(error):
                    _log.error("The last good runbooks are used: %s", error)
                self.problem = str(error)
                self._seen = None if _is_missing(self._path) else self._seen
            return self._books

    def _read(self, path: Path) -> Runbooks:
        try:
            data = path.read_bytes()
            text = data.decode(encoding_of(data + b"\n"))
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error
        return read_runbooks(text, self._catalogue)


def _state(path: Path) -> tuple[int, int]:
    """What tells one version of a file from the next."""
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return found.st_mtime_ns, found.st_size


def _is_missing(path: Path) -> bool:
    return not path.exists()


def _unreadable(path: Path, error: Exception) -> RunbookError:
    return RunbookError(f"SSPR_RUNBOOK: {path} cannot be read ({type(error).__name__}).")
