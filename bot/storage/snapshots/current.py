"""The snapshot that everyone answers from: replaced whole when the ledger has grown, whoever made it grow."""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.errors import StoreError
from bot.reports.own_causes import with_own_causes
from bot.reports.snapshot import Snapshot
from bot.service.ports import Snapshots
from bot.storage.snapshots.mapped_file import MappedFile
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.snapshots.state import NOTHING, State
from bot.storage.tenant import Tenant

_WORTH: Final = 20_000  # rows; fewer are read from the database as quickly as a file is looked through
_QUIET: Final = 15  # looks in a row that found nothing new
_HELD, _OF_A_ROW, _OF_A_PERSON = 500_000, 80, 150  # bytes, as measured: docs/growth.md
_log = logging.getLogger(__name__)


class CurrentSnapshots(Snapshots):
    """Holds the last good snapshot, made when it is first asked for, from the file beside the database if there is one.

    `current` never waits for a load; `refresh` makes the next one and swaps it in.
    """

    def __init__(
        self, reader: SnapshotReader, clock: Callable[[], datetime], own_causes: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        """`own_causes` gives the causes that admins have given to unknown details, by their codes."""
        self._reader = reader
        self._own_causes = own_causes
        self._clock = clock
        self._building = threading.RLock()
        self._file = file_of(reader.tenant)
        self._kept_load = 0  # the newest load in the file
        self._looked_at = 0  # the file, by its stamp, when it was last looked into
        self._quiet = 0
        self._awaited = 0  # processes that load now and leave what they have read beside the database
        self._held: tuple[State, Snapshot] | None = None
        self._shown: tuple[Snapshot, Mapping[str, str], Snapshot] | None = None  # as read, own causes, with them

    def current(self) -> Snapshot:
        """Return the last good one, with the causes that were given here."""
        held, shown = (self._held or self._first())[1], self._shown
        return shown[2] if shown is not None and shown[0] is held else self._with_own_causes(held)

    def held_bytes(self) -> int:
        """About how much memory is held; 0 before anything was read. A snapshot mapped from a file counts as well."""
        if self._held is None:
            return 0
        snapshot = self._held[1]
        rows = len(snapshot.attempts) + len(snapshot.registrations) + len(snapshot.interventions)
        return _HELD + _OF_A_ROW * rows + _OF_A_PERSON * len(snapshot.people.keys)

    def refresh(self, *, patient: bool = False) -> bool:
        """Look whether the ledger has grown, by this process or another; True when a new snapshot was swapped in.

        Time alone asks for a new one too, once an attempt in progress has had no step for so long that it is over.
        """
        if patient and self._awaited and self._file is not None:
            return False
        with self._building:
            state, snapshot = self._held or self._first()
            now, settles_at = self._clock(), snapshot.settles_at
            nothing_expired = settles_at is None or now < settles_at
            if nothing_expired and self._reader.version() == snapshot.version:
                self._quiet += 1
                return self._causes_changed(snapshot)
            self._quiet = 0
            kept = self._kept_by_others(state)
            self._held = self._reader.carried_on(kept, now, snapshot if kept is state else None)
            return True

    @contextmanager
    def awaiting(self) -> Iterator[None]:
        """While another process loads: what it leaves beside the database is mapped then, not read here before."""
        with self._building:
            self._awaited += 1
        try:
            yield
        finally:
            with self._building:
                self._awaited -= 1

    def try_refresh(self) -> None:
        """Refresh, and keep what has settled; a database that is away leaves the last good snapshot, and a log line."""
        try:
            self.refresh(patient=True)
            if self._quiet == _QUIET:
                self.keep()
        except Exception as error:  # noqa: BLE001 - keep answering from the last good data
            _log.warning("The snapshot could not be renewed: %s", type(error).__name__)

    def keep(self) -> None:
        """Write what was read beside the database for the next start, and answer from there: its memory is the file's.

        Nothing is written of a small ledger, or where the file has all loads.
        """
        with self._building:
            if self._held is None or self._file is None:
                return
            state = self._held[0]
            identity = self._reader.identity(state.load)
            if state.load == self._kept_load or len(state.attempts) < _WORTH or identity is None:
                return
            if state.unloads != self._reader.version()[3]:
                return  # it holds what was taken back or erased meanwhile
            if self._file.save(state, identity):
                self._kept_load, self._looked_at = state.load, self._file.stamp()
                mapped = self._file.load(self._reader.identity)
                if mapped is not None and mapped.load == state.load:
                    self._held = self._reader.carried_on(mapped, self._clock(), self._held[1])

    def _kept_by_others(self, state: State) -> State:
        """The state that another process has written beside the database, where it is ahead: mapped, not read again."""
        if self._file is None or self._file.stamp() == self._looked_at:
            return state
        self._looked_at = self._file.stamp()
        kept = self._file.load(self._reader.identity)
        if kept is None or kept.load <= state.load:
            return state
        self._kept_load = kept.load
        return kept

    def _causes_changed(self, snapshot: Snapshot) -> bool:
        """Whether an admin has given or taken a cause since; if so they are in what is answered from."""
        if self._shown is None or self._shown[1] == self._own_causes():
            return False
        self._with_own_causes(snapshot)
        return True

    def _with_own_causes(self, snapshot: Snapshot) -> Snapshot:
        try:
            causes = self._own_causes()
        except StoreError:  # answer from what was known
            causes = self._shown[1] if self._shown else {}
        found = with_own_causes(snapshot, causes) if causes else snapshot
        self._shown = snapshot, causes, found
        return found

    def _first(self) -> tuple[State, Snapshot]:
        with self._building:
            if self._held is None:
                self._held = self._reader.carried_on(self._kept_by_others(NOTHING), self._clock())
            return self._held


def file_of(tenant: Tenant) -> MappedFile | None:
    """Where a tenant's snapshot is kept; nowhere, where the database is no file."""
    address = tenant.engine.url
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    database = Path(address.database)
    name = hashlib.sha256(tenant.name.encode()).hexdigest()[:12]  # a tenant's name may be no file's
    return MappedFile(database.with_name(f"{database.name}-snapshot-{name}"), database)
