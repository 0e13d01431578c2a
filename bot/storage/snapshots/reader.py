"""Reading a tenant's snapshot from the database: whole, or carried on from what was read before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.knowledge.catalogue import Catalogue
from bot.reports.snapshot import Snapshot
from bot.storage.ledger.handover import Handover
from bot.storage.snapshots.build import build_snapshot, carried_on, identity, version
from bot.storage.snapshots.state import NOTHING, State
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class SnapshotReader:
    """Reads what the ledger of one tenant holds. Every method may raise StoreError."""

    tenant: Tenant
    catalogue: Catalogue
    handover: Handover | None = None

    def version(self) -> tuple[int, ...]:
        """Find the newest position and load, and a number of all pulls: changes with every load and pull."""
        with self.tenant.reading() as (connection, tenant):
            return version(connection, tenant)

    def identity(self, load: int) -> Mapping[str, object] | None:
        """Find what tells this ledger up to a load from any other, and from itself under another catalogue."""
        with self.tenant.reading() as (connection, tenant):
            return identity(connection, tenant, load, self.catalogue)

    def carried_on(self, last: State, now: datetime, shown: Snapshot | None = None) -> tuple[State, Snapshot]:
        """Carry on from what was read before, and its snapshot: only what has come since is read."""
        fresh = self.handover.take() if self.handover else None
        with self.tenant.at_one_moment().reading() as (connection, tenant):
            state = carried_on(connection, last, tenant=tenant, catalogue=self.catalogue, now=now, fresh=fresh)
            same = state.attempts is last.attempts and state.registrations is last.registrations
            sources = shown.sources if shown is not None and same else None
            snapshot = build_snapshot(connection, state, tenant=tenant, name=self.tenant.name, sources=sources)
        if shown is not None:
            snapshot.carry_on(shown, state.unchanged)
        return state, snapshot

    def snapshot(self, now: datetime) -> Snapshot:
        """Read everything, as of one moment."""
        return self.carried_on(NOTHING, now)[1]
