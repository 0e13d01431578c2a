"""Small rows written in the background, many in one transaction; none is forgotten before it is on disk."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError

from bot.errors import StoreError
from bot.storage.database import writing
from bot.turns import Turns, current, in_turn, waiting

Item = TypeVar("Item")

LONGEST_WAIT: Final = 1.0  # seconds that whoever asks in Slack may wait for a disk
_GATHER: Final = 0.2  # seconds: a transaction costs as much as fifty rows in it, and others wait for its lock
_AT_ONCE: Final = 1_000
_MOST: Final = 10_000  # that wait; beyond it new ones are dropped and counted, so that memory stays bounded
_PAUSE: Final = 0.5  # seconds between tries while the database does not take them
_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Ticket(Generic[Item]):
    """An item on its way to the disk."""

    item: Item
    done: threading.Event = field(default_factory=threading.Event)
    lost: str = ""  # why the database did not take it


class BackgroundWriter(Generic[Item]):
    """One thread that writes what it is given, in order, with `write`. Safe to share between threads.

    What the database does not take now is tried again. An item that it refuses alone is lost alone: where it would
    stand `gap` is written, for so many lost items, when that gives one.
    """

    def __init__(
        self,
        engine: Engine,
        write: Callable[[Connection, Sequence[Item]], None],
        *,
        name: str,
        gap: Callable[[int], Item | None] = lambda _: None,
        written: Callable[[], None] = lambda: None,
        wait: float = LONGEST_WAIT,
    ) -> None:
        self._engine = engine
        self._wait = wait
        self._write_items = write
        self._name = name
        self._gap = gap
        self._written = written
        self._queue: deque[_Ticket[Item]] = deque()
        self._changed = threading.Condition()
        self._hurry = False
        self._turns: Turns | None = None  # which those take who wait
        self._dropped = 0
        self._lost = 0  # since the last batch of which nothing was lost
        self._failure = ""
        self._thread: threading.Thread | None = None
        self._ending = False

    @property
    def problem(self) -> str:
        """Why what was put is not on disk; "" when all is well."""
        if not self._failure and not self._dropped:
            return ""
        return (
            f"The {self._name} cannot be written ({self._failure or 'too much waits'}): {len(self._queue)} lines wait."
        )

    def put(self, item: Item) -> None:
        """Write this soon."""
        self._enqueue(item, hurry=False)

    def put_and_wait(self, item: Item, otherwise: Item) -> None:
        """Return when this is on disk.

        Raises StoreError when it is not in time; then `otherwise` is written as soon as that can be.
        """
        if self.problem:
            self._enqueue(otherwise, hurry=False)
            raise StoreError(self.problem)
        ticket = self._enqueue(item, hurry=True)
        with waiting():
            done = ticket is not None and ticket.done.wait(self._wait)
        if ticket is None or not done:
            if ticket:
                ticket.item = otherwise
            self._failure = self._failure or "it takes too long"
            raise StoreError(self.problem)
        if ticket.lost:
            raise StoreError(f"The {self._name} does not take this line.")

    def flush(self, seconds: float = 10 * LONGEST_WAIT) -> bool:
        """Wait until everything put so far is on disk, or lost; whether it is."""
        with self._changed:
            last = self._queue[-1] if self._queue else None
            self._hurry = True
            self._changed.notify_all()
        done = last is None or last.done.wait(seconds)
        if not done:
            _log.error("%s: %d lines were not written before the end", self._name, len(self._queue))
        return done

    def close(self) -> bool:
        """Flush, and end the thread; whether all is on disk. What is put later begins another one."""
        done = self.flush()
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        return done

    def _enqueue(self, item: Item, *, hurry: bool) -> _Ticket[Item] | None:
        """Queue an item; None when it was dropped."""
        with self._changed:
            if len(self._queue) >= _MOST:
                self._dropped += 1
                return None
            ticket = _Ticket(item)
            self._turns = current() if hurry else self._turns
            self._queue.append(ticket)
            first, self._hurry = len(self._queue) == 1, self._hurry or hurry
            self._ending = False
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=f"sspr-{self._name}", daemon=True)
                self._thread.start()
            if first or hurry:  # else the writer knows that something waits, and gathers
                self._changed.notify_all()
            return ticket

    def _work(self) -> None:
        """Write batch after batch, each as a turn of those who wait for it: as many others as can join it meanwhile."""
        while self._is_due():
            with in_turn(self._turns):
                batch = self._batch()
                try:
                    self._write(batch)
                except Exception as error:  # noqa: BLE001 - the thread outlives any one batch
                    self._report(error)
                    with waiting():
                        time.sleep(_PAUSE)
                else:
                    self._finish(batch)

    def _is_due(self) -> bool:
        """Wait until a batch should be written; False at the end of the thread."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._queue) or self._ending)
            if not self._queue:
                self._thread = None
                return False
            self._changed.wait_for(lambda: self._hurry, _GATHER)
            return True

    def _batch(self) -> list[_Ticket[Item]]:
        """The next items; they stay in the queue until they are on disk."""
        with self._changed:
            self._hurry = False
            return list(islice(self._queue, _AT_ONCE))

    def _write(self, batch: Sequence[_Ticket[Item]]) -> None:
        """Write a batch in one transaction, or, when it holds a row that is refused, all others of it."""
        for ticket in batch:
            ticket.lost = ""
        try:
            with writing(self._engine, self._wait) as connection:
                self._write_items(connection, [ticket.item for ticket in batch])
        except Exception as error:
            if _is_the_database(error):
                raise
            with writing(self._engine, self._wait) as connection:
                for ticket in batch:
                    self._write_alone(connection, ticket)

    def _write_alone(self, connection: Connection, ticket: _Ticket[Item]) -> None:
        try:
            with connection.begin_nested():
                self._write_items(connection, [ticket.item])
        except Exception as error:
            if _is_the_database(error):
                raise
            ticket.lost = type(error).__name__
            gap = self._gap(1)
            if gap is not None:
                self._write_items(connection, [gap])

    def _finish(self, batch: Sequence[_Ticket[Item]]) -> None:
        with self._changed:
            for _ in batch:
                self._queue.popleft()
            gap = self._gap(self._dropped) if self._dropped else None
            if gap is not None:
                self._queue.append(_Ticket(gap))
            self._dropped = 0
            self._failure = ""
        self._say_lost([ticket.lost for ticket in batch if ticket.lost])
        self._written()
        for ticket in batch:
            ticket.done.set()

    def _say_lost(self, reasons: Sequence[str]) -> None:
        """Say it once, and how many it was once lines are taken again: a database that takes none loses many."""
        if reasons and not self._lost:
            _log.error("%s: %d lines were lost (%s)", self._name, len(reasons), reasons[0])
        elif self._lost and not reasons:
            _log.error("%s: lines are taken again; %d were lost", self._name, self._lost)
        self._lost = self._lost + len(reasons) if reasons else 0

    def _report(self, error: Exception) -> None:
        if not self._failure:
            _log.error("%s: the database does not take %d lines; they wait", self._name, len(self._queue))
        self._failure = type(error.__cause__ or error).__name__


def _is_the_database(error: Exception) -> bool:
    """Whether the database takes nothing at all just now, whatever the row: it is away, locked, full."""
    cause = error.__cause__ if isinstance(error, StoreError) else error
    return cause is None or isinstance(cause, OperationalError | InterfaceError | InternalError)
