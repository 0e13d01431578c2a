"""The few errors whose message is a sentence for a person: what is wrong, where, and what to do next."""

import re
from typing import Final

_BEFORE_AT: Final = re.compile(r"[^\s/\\@]+(?=@)")


def one_line(sentence: str) -> str:
    """A sentence that names a file, as a log may keep it: no second line in it, and of an address its domain stays."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in sentence)
    return _BEFORE_AT.sub("***", shown)


class BotError(Exception):
    """Something a person can act on; the shell prints its message and no traceback."""

    @property
    def logged(self) -> str:
        """The message as a log may keep it: without a word out of a report."""
        return str(self)

    @property
    def log_line(self) -> str:
        """`logged` where it may name a file, as `one_line` makes it."""
        return one_line(self.logged)


class SettingsError(BotError):
    """A setting is missing, unknown or malformed."""


class RunbookError(SettingsError):
    """The operator's runbook file cannot be used."""


class ReportError(BotError):
    """A file is no report that the bot knows, or cannot be read without a choice by a person.

    A sentence that quotes the file comes with another one for the log, which must not hold what a report says.
    """

    def __init__(self, sentence: str, *, logged: str = "") -> None:
        super().__init__(sentence)
        self._logged = logged

    @property
    def logged(self) -> str:
        """The sentence that quotes nothing."""
        return self._logged or super().logged


class StoreError(BotError):
    """The database cannot be opened, is newer than this program, or refuses to write."""


class SourceError(BotError):
    """A place that reports come from (a folder, Microsoft Graph, Slack) does not answer as it should."""


class RefusedError(BotError):
    """A person may not do this, or it cannot be done any more."""
