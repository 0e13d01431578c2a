"""Requests worked out one after the other, as the interpreter runs one thread at a time anyway.

Threads that all want to run wake each other whenever the one that does lets go of the interpreter for a moment, as
numpy does a hundred times an answer: with four at once that was a third of all CPU. Threads that wait for their turn
sleep instead. Whoever waits for a disk or for Slack lets the next one in meanwhile.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from threading import Lock, local
from typing import Final

LONGEST: Final = 0.005  # seconds; an answer that takes longer goes on beside the next


class Turns:
    """The turns of the threads of one server. Who has had one for `longest` seconds loses it to the next who waits."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._free, self._guard = Lock(), Lock()
        self._numbers = count(1)
        self._now = 0  # the number of the turn that somebody has; 0 for none

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it until the end."""
        self._take()
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let others in until the end, and wait for another turn then."""
        self._give_back()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        _mine.turns, _mine.number = self, next(self._numbers)
        before = self._now
        while not self._free.acquire(timeout=self._longest):
            with self._guard:
                if self._now and self._now == before:
                    self._now = _mine.number
                    return
                before = self._now
        self._now = _mine.number

    def _give_back(self) -> None:
        _mine.turns = None
        with self._guard:
            if self._now == _mine.number:  # else the next has taken it over
                self._now = 0
                self._free.release()


class _Mine(local):
    """The turn that the thread has."""

    turns: Turns | None = None
    number = 0


_mine: Final = _Mine()


def current() -> Turns | None:
    """The turns that the thread's work is part of; None where it takes none."""
    return _mine.turns


def in_turn(turns: Turns | None) -> AbstractContextManager[None]:
    """A turn, or nothing to wait for where none are taken."""
    return turns.turn() if turns else nullcontext()


@contextmanager
def waiting() -> Iterator[None]:
    """Wait for something else than the interpreter: a turn that the thread has is lent to others meanwhile."""
    turns = _mine.turns
    if turns is None:
        yield
    else:
        with turns.lent():
            yield
