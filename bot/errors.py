"""The few errors whose message is a sentence for a person: what is wrong, where, and what to do next."""


class BotError(Exception):
    """Something a person can act on; the shell prints its message and no traceback."""


class SettingsError(BotError):
    """A setting is missing, unknown or malformed."""


class ReportError(BotError):
    """A file is no report that the bot knows, or cannot be read without a choice by a person."""


class StoreError(BotError):
    """The database cannot be opened, is newer than this program, or refuses to write."""


class SourceError(BotError):
    """A place that reports come from (a folder, Microsoft Graph, Slack) does not answer as it should."""


class RefusedError(BotError):
    """A person may not do this, or it cannot be done any more."""
