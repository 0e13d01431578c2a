"""Memory that is free and still held by the C library: shared by threads, and given back to the system now and then."""

import ctypes
from collections.abc import Callable
from datetime import timedelta
from typing import Final

EVERY: Final = timedelta(minutes=1)
_SHARED: Final = 2  # arenas
_ARENA_MAX: Final = -8  # M_ARENA_MAX in malloc.h


def _of_the_c_library(name: str) -> Callable[..., int] | None:
    """A function of the C library, where it has it: glibc's of memory."""
    try:
        found: Callable[..., int] | None = getattr(ctypes.CDLL(None), name, None)
    except (OSError, TypeError):  # a system that links nothing into the program itself
        return None
    return found


_TRIM: Final = _of_the_c_library("malloc_trim")


def share() -> None:
    """Let all threads take memory from the same few places, before any is started.

    Else each has one of its own, and keeps what is free in it: over 12,000 questions and 30 loads that was a tenth.
    """
    if mallopt := _of_the_c_library("mallopt"):
        mallopt(_ARENA_MAX, _SHARED)


def give_back() -> None:
    """Give back what is free: of 590 MB that a bot over 3,000,000 attempts had after some loads, 350 were in use."""
    if _TRIM is not None:
        _TRIM(0)
