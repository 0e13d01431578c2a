"""The operator's runbook file: read again when it changes; while it is broken the last good one counts."""

from functools import partial
from pathlib import Path

from bot.errors import RunbookError
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import NO_RUNBOOKS, Runbooks, read_runbooks
from bot.sources.reloaded_file import ReloadedFile


class RunbookFile:
    """A file of runbooks; without one there are none. Safe to share between threads."""

    def __init__(self, path: Path | None, catalogue: Catalogue, setting: str = "SSPR_RUNBOOK") -> None:
        """Read the file that `setting` names.

        Raises RunbookError when it is missing or broken: a start is the time to say so.
        """
        read = partial(read_runbooks, catalogue=catalogue)
        self._file = path and ReloadedFile(path, read, setting=setting, error=RunbookError)

    @property
    def problem(self) -> str:
        """Why the file as it is now does not count; "" when it does."""
        return self._file.problem if self._file else ""

    def current(self) -> Runbooks:
        """The runbooks of the file as it is, or as it was when it could last be read."""
        return self._file.current() if self._file else NO_RUNBOOKS
