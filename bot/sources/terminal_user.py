"""Who sits at the command line, as the operating system knows them."""

import os

from bot.service.asker import TERMINAL


def terminal_id() -> str:
    """The id of an asker at the command line: `terminal:ada`; `terminal` alone where the system has no name for them.

    Never from LOGNAME or USER: whoever asks could set those, and the access log would have what they wrote.
    """
    try:
        import pwd  # noqa: PLC0415 - not on Windows
    except ImportError:
        return _with(_windows_name())
    try:
        return _with(pwd.getpwuid(os.geteuid()).pw_name)
    except KeyError:  # a container's user that stands in no list
        return TERMINAL


def _windows_name() -> str:
    try:
        return os.getlogin()
    except OSError:
        return ""


def _with(name: str) -> str:
    return f"{TERMINAL}:{name}" if name else TERMINAL
