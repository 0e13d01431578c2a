"""One clock for all replicas: the database server's, read now and then and carried on by a clock nobody can set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final

from sqlalchemy import Engine, text

from bot.errors import StoreError
from bot.storage.database import reading

_READ_EVERY: Final = 30.0  # seconds; two quartz clocks part by a millisecond meanwhile


class DatabaseClock:
    """Tells PostgreSQL's time. While the server is away, the time goes on from what it last said."""

    def __init__(self, engine: Engine, elapsed: Callable[[], float]) -> None:
        """Read the server's time, with `elapsed` seconds to carry it on. Raises StoreError when there is none."""
        self._engine = engine
        self._elapsed = elapsed
        self._lock = Lock()
        self._base = self._read()
        self._next_look = elapsed() + _READ_EVERY

    def __call__(self) -> datetime:
        """The time now, in UTC."""
        seconds = self._elapsed()
        if seconds >= self._next_look and self._lock.acquire(blocking=False):  # one thread looks, no other waits
            try:
                self._next_look = seconds + _READ_EVERY
                self._base = self._read()
            except StoreError:
                pass  # /readyz says so
            finally:
                self._lock.release()
        at, then = self._base
        return at + timedelta(seconds=self._elapsed() - then)

    def _read(self) -> tuple[datetime, float]:
        with reading(self._engine) as connection:
            at: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return at.astimezone(UTC), self._elapsed()
