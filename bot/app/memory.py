"""Memory that is free and still held by the C library: given back to the system now and then."""

import ctypes
from collections.abc import Callable
from datetime import timedelta
from typing import Final

EVERY: Final = timedelta(minutes=1)


def _trim() -> Callable[[int], int] | None:
    """The C library's own way, where it has one: glibc's."""
    try:
        found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    except (OSError, TypeError):  # a system that links nothing into the program itself
        return None
    return found


_TRIM: Final = _trim()


def give_back() -> None:
    """Give back what is free: of 590 MB that a bot over 3,000,000 attempts had after some loads, 350 were in use."""
    if _TRIM is not None:
        _TRIM(0)
