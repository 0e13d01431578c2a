"""Small rows written in the background, many in one transaction, so that no answer waits for a disk."""

import logging
import queue
import threading
from collections.abc import Callable

from sqlalchemy import Connection, Engine

from bot.errors import StoreError
from bot.storage.database import writing

Write = Callable[[Connection], None]
_GATHER = 0.05  # seconds: a transaction costs as much as a hundred rows in it
_MOST = 10_000  # waiting writes; beyond it the asker waits, so that memory stays bounded
_log = logging.getLogger(__name__)


class BackgroundWriter:
    """One thread that writes what it is given, in order. `flush` waits until all of it is on disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.Queue[Write] = queue.Queue(_MOST)
        self._hurry = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sspr-writer", daemon=True)
        self._thread.start()

    def put(self, write: Write) -> None:
        """Write this soon."""
        self._waiting.put(write)

    def flush(self) -> None:
        """Return when everything put so far is written (or has failed and was logged)."""
        self._hurry.set()
        self._waiting.join()

    def _work(self) -> None:
        while True:
            batch = [self._waiting.get()]
            self._hurry.wait(_GATHER)
            self._hurry.clear()
            while not self._waiting.empty():
                batch.append(self._waiting.get())
            try:
                with writing(self._engine) as connection:
                    for write in batch:
                        write(connection)
            except StoreError:
                _log.error("%d small writes were lost: the database refused them", len(batch))
            except Exception as error:  # noqa: BLE001 - the thread outlives any one batch
                _log.error("%d small writes were lost: %s", len(batch), type(error).__name__)
            for _ in batch:
                self._waiting.task_done()
