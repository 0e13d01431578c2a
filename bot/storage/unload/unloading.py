"""Takes a load back: what it alone brought goes, what other loads brought stays, what it had replaced comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from bot.errors import StoreError
from bot.knowledge.catalogue import Catalogue
from bot.reports.covered_spans import PULLED
from bot.reports.instants import from_micros
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.unload_receipt import UnloadReceipt
from bot.storage.ledger.inputs import has_input
from bot.storage.ledger.receipts import receipts
from bot.storage.retention.ledger import has_past
from bot.storage.tables import attempts, delivery_cases, loads
from bot.storage.tenant import Tenant
from bot.storage.unload.change import Change
from bot.storage.unload.replay import Replay

_LISTED: Final = 1_000  # loads that are looked through for a name
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Unloading:
    """Takes back loads of one tenant. Every method may raise StoreError."""

    owner: Tenant
    activity: Tenant  # where the digests are
    catalogue: Catalogue

    def loads(self, most: int = _LISTED) -> tuple[Receipt, ...]:
        """List the loads that are not taken back, newest first."""
        with self.owner.reading() as (connection, tenant):
            return receipts(connection, tenant, most)

    @contextmanager
    def prepared(self, load: int) -> Iterator["Prepared"]:
        """Record all loads but this one anew, in memory; the block may then look at the difference, and make it."""
        with self.owner.reading() as (connection, tenant):
            row = _found(connection, tenant, load)
        with Replay(self.catalogue, load, rosters=row.report == ReportKind.ROSTER) as replay:
            with self.owner.reading() as (connection, tenant):
                replay.catch_up(connection, tenant)
            yield Prepared(self.owner, self.activity, row, replay)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A load that can be taken back."""

    owner: Tenant
    activity: Tenant
    load: Any  # its row in the table of loads
    replay: Replay

    def preview(self) -> UnloadReceipt:
        """Count what would go, stay and come back; nothing is changed."""
        with self.owner.reading() as (there, tenant), self.replay.tenant.reading() as (here, ours):
            return self._receipt(Change.of((here, ours), (there, tenant), self.replay, self.load), done=False)

    def carry_out(self, now: datetime) -> UnloadReceipt:
        """Take the load back, in one transaction. What has been loaded meanwhile is taken into account."""
        with self.owner.writing(lock=True) as (there, tenant):
            _found(there, tenant, self.load.id)
            self.replay.catch_up(there, tenant)
            with self.replay.tenant.reading() as (here, ours):
                change = Change.of((here, ours), (there, tenant), self.replay, self.load)
                receipt = self._receipt(change, done=True)
                change.carry_out(now)
        return receipt

    def _receipt(self, change: Change, *, done: bool) -> UnloadReceipt:
        row, gone = self.load, change.gone_rows()
        own = sum(gone.values()) if row.report != ReportKind.AUDIT else gone.get("steps", 0)
        cases, digests = self._reported(change)
        return UnloadReceipt(
            number=row.id,
            path=row.path,
            report=ReportKind(row.report),
            loaded_at=from_micros(row.loaded_at),
            done=done,
            gone=gone,
            stays=max(0, row.new + row.repeated + row.changed - own),
            back=sum(len(one.back) for one in change.facts.values()),
            people_gone=len(change.people_gone()),
            cases_reported=cases,
            digests=digests,
        )

    def _reported(self, change: Change) -> tuple[int, int]:
        """Cases that begin with rows that go and stand in digests, and in how many."""
        positions = change.facts[attempts].gone["position"].tolist()
        cases, digests = set[tuple[Any, ...]](), set[tuple[int, int]]()
        with self.activity.reading() as (connection, tenant):
            case = delivery_cases.c
            for start in range(0, len(positions), _AT_ONCE):
                some = case.opened_position.in_(positions[start : start + _AT_ONCE])
                asked = select(case.subscription, case.due, case.user, case.cause, case.opened_position)
                for subscription, due, *who in connection.execute(asked.where(case.tenant == tenant, some)):
                    cases.add(tuple(who))
                    digests.add((subscription, due))
        return len(cases), len(digests)


def _found(connection: Connection, tenant: int, load: int) -> Any:
    """The row of a load that can be taken back. Raises StoreError with the reason where it cannot."""
    row = connection.execute(select(loads).where(loads.c.tenant == tenant, loads.c.id == load)).one_or_none()
    if row is None:
        raise StoreError(f"There is no load {load}. sspr unload lists the loads.")
    if row.unloaded_at is not None:
        raise StoreError(f"Load {load} is taken back already, at {from_micros(row.unloaded_at):%Y-%m-%d %H:%M} UTC.")
    if row.path == PULLED:
        raise StoreError(
            f"Load {load} was pulled from {PULLED}, and a pull cannot be taken back: the next one would not fetch "
            "again what it brought."
        )
    if row.report == ReportKind.UNREAD:
        raise StoreError(f"Load {load} was not read: nothing of it is in the ledger.")
    pulls = select(loads.c.id).where(
        loads.c.tenant == tenant, loads.c.path == PULLED, loads.c.report == str(ReportKind.ROSTER)
    )
    if row.report == ReportKind.ROSTER and connection.execute(pulls.limit(1)).first() is not None:
        raise StoreError(
            f"Load {load} is a list of registration details, and these are pulled here, too: each pull replaces the "
            "whole list. Run sspr pull instead."
        )
    if has_past(connection, tenant):
        raise StoreError(
            "Steps went that were too old to be kept, and their attempts are still there, so it cannot be told any "
            "more what a load brought. Nothing can be taken back."
        )
    if not has_input(connection, tenant, load):
        raise StoreError(f"Load {load} was made by an earlier version, which did not keep what it read.")
    return row
