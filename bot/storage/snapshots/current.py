"""The snapshot that everyone answers from: replaced whole when the ledger has grown, whoever made it grow."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from bot.reports.snapshot import Snapshot
from bot.service.ports import Snapshots
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.state import NOTHING

_log = logging.getLogger(__name__)


class CurrentSnapshots(Snapshots):
    """Holds the last good snapshot. `current` never waits for a load; `refresh` builds the next one and swaps it in."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._building = threading.Lock()
        self._state, self._snapshot = ledger.carried_on(NOTHING, clock())

    def current(self) -> Snapshot:
        """The last good one."""
        return self._snapshot

    def refresh(self) -> bool:
        """Look whether the ledger has grown, by this process or another; True when a new snapshot was swapped in.

        Time alone asks for a new one too, once an attempt in progress has had no step for so long that it is over.
        """
        with self._building:
            now, settles_at = self._clock(), self._snapshot.settles_at
            nothing_expired = settles_at is None or now < settles_at
            if nothing_expired and self._ledger.version() == self._snapshot.version:
                return False
            self._state, self._snapshot = self._ledger.carried_on(self._state, now)
            return True

    def try_refresh(self) -> None:
        """Refresh; a database that is away leaves the last good snapshot, and a line in the log."""
        try:
            self.refresh()
        except Exception as error:  # noqa: BLE001 - keep answering from the last good data
            _log.warning("The snapshot could not be renewed: %s", type(error).__name__)
