"""What is worth remembering for a while: bounded, the oldest goes first, safe between threads."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from bot.service.ports import Clock

K = TypeVar("K")
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Keeps each value for the same span; what is kept first is forgotten first."""

    def __init__(self, span: timedelta, limit: int, clock: Clock) -> None:
        self._span = span
        self._limit = limit
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[K, tuple[datetime, V]] = OrderedDict()

    def find(self, key: K) -> V | None:
        """The value, unless it is too old or unknown."""
        with self._lock:
            found = self._kept.get(key)
            return found[1] if found and self._clock() < found[0] else None

    def keep(self, key: K, value: V) -> V:
        """Remember a value from now on."""
        with self._lock:
            self._put(key, value)
        return value

    def keep_first(self, key: K, value: V) -> bool:
        """Remember a value unless there is one; says whether it was the first."""
        with self._lock:
            found = self._kept.get(key)
            if found and self._clock() < found[0]:
                return False
            self._put(key, value)
            return True

    def _put(self, key: K, value: V) -> None:
        now = self._clock()
        self._kept.pop(key, None)
        self._kept[key] = (now + self._span, value)
        while self._kept and (len(self._kept) > self._limit or next(iter(self._kept.values()))[0] <= now):
            self._kept.popitem(last=False)
