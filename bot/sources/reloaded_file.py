"""A file of the operator's: read again when it changes; while it is broken the last good one counts."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from bot.errors import SettingsError
from bot.reports.parsing.head import encoding_of

T = TypeVar("T")
_log = logging.getLogger(__name__)


class ReloadedFile(Generic[T]):
    """What a file says now, or said when it could last be read. Safe to share between threads."""

    def __init__(
        self, path: Path, read: Callable[[str], T], *, setting: str, error: type[SettingsError] = SettingsError
    ) -> None:
        """Read the file. Raises `error` when it is missing or broken: a start is the time to say so."""
        self._path, self._read_text, self._setting, self._error = path, read, setting, error
        self._lock = Lock()
        self.problem = ""  # why the file as it is now does not count
        self._seen: tuple[int, int] | None = self._state()
        self._value = self._read()

    def current(self) -> T:
        """The content as it is, or as it was when it could last be read."""
        with self._lock:
            try:
                state = self._state()
                if state != self._seen:
                    self._seen = state
                    self._value, self.problem = self._read(), ""
            except self._error as error:
                if self.problem != str(error):
                    _log.error("%s: what could last be read is used. %s", self._setting, error)
                self.problem = str(error)
                self._seen = self._seen if self._path.exists() else None
            return self._value

    def _read(self) -> T:
        try:
            data = self._path.read_bytes()
            text = data.decode(encoding_of(data + b"\n"))
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(error) from error
        return self._read_text(text)

    def _state(self) -> tuple[int, int]:
        """What tells one version of the file from the next."""
        try:
            found = self._path.stat()
        except OSError as error:
            raise self._unreadable(error) from error
        return found.st_mtime_ns, found.st_size

    def _unreadable(self, error: Exception) -> SettingsError:
        return self._error(f"{self._setting}: {self._path} cannot be read ({type(error).__name__}).")
