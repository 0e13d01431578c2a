"""The monthly round: what is too old goes, by kind, and a receipt says how much."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from bot.reports.instants import from_micros, to_micros
from bot.storage.access_log import AccessLog
from bot.storage.erasure.pages import zero_what_is_freed
from bot.storage.retention.activity import decisions_unnamed, deliveries_gone
from bot.storage.retention.keep import Keep
from bot.storage.tables import retentions, tenants
from bot.storage.tenant import Tenant

Step = Callable[[Connection, int, int], Counter[str]]


@dataclass(frozen=True, slots=True)
class Retention:
    """Takes away what is too old of one tenant. Every method may raise StoreError; to do it again does no harm."""

    owner: Tenant
    activity: Tenant
    access_log: AccessLog
    keep: Keep

    def last(self) -> datetime | None:
        """When the last round was; None before the first."""
        with self.owner.reading() as (connection, tenant):
            at = connection.execute(select(func.max(retentions.c.at)).where(retentions.c.tenant == tenant)).scalar()
        return None if at is None else from_micros(at)

    def is_due(self, now: datetime) -> bool:
        """Whether this month has had no round, and anything is kept for a time only.

        One in the future is none: the clock was wrong.
        """
        last = self.last()
        begun = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return self.keep != Keep() and (last is None or not begun <= last <= now + timedelta(days=1))

    def carry_out(self, now: datetime) -> Counter[str]:
        """One round; how many rows went or were changed, by table."""
        counts = self._in_activity(now)
        if (cutoff := self.keep.cutoff("access_log", now)) is not None:
            counts["access_log"] += self.access_log.forget_before(cutoff)
        return +self._in_ledger(now, counts)

    def _in_ledger(self, now: datetime, counts: Counter[str]) -> Counter[str]:
        """In the order of what hangs on what, with the receipt, in one transaction."""
        from bot.storage.retention.ledger import (  # noqa: PLC0415 - a look whether a round is due does without pandas
            facts_gone,
            nobody_left,
            origins_gone,
            steps_gone,
        )

        parts: tuple[tuple[str, Step], ...] = (
            ("facts", facts_gone), ("steps", steps_gone), ("origins", origins_gone)
        )  # fmt: skip
        with self.owner.writing(lock=True) as (connection, tenant):
            zero_what_is_freed(connection)
            for kind, step in parts:
                if (cutoff := self.keep.cutoff(kind, now)) is not None:
                    counts += step(connection, tenant, cutoff)
            if self.keep.facts is not None:
                counts["people"] += nobody_left(connection, tenant)
            _leave_receipt(connection, tenant, self.keep, counts, now)
            again = update(tenants).where(tenants.c.id == tenant)
            connection.execute(again.values(unloads=tenants.c.unloads + 1))  # no snapshot of before is carried on
        return counts

    def _in_activity(self, now: datetime) -> Counter[str]:
        counts: Counter[str] = Counter()
        with self.activity.writing() as (connection, tenant):
            zero_what_is_freed(connection)
            if (cutoff := self.keep.cutoff("deliveries", now)) is not None:
                counts += deliveries_gone(connection, tenant, cutoff)
            if (cutoff := self.keep.cutoff("facts", now)) is not None:
                counts += decisions_unnamed(connection, tenant, cutoff)
        return counts


def _leave_receipt(connection: Connection, tenant: int, keep: Keep, counts: Counter[str], now: datetime) -> None:
    newest = select(func.max(retentions.c.number)).where(retentions.c.tenant == tenant)
    values = {
        "tenant": tenant,
        "number": (connection.execute(newest).scalar() or 0) + 1,
        "at": to_micros(now),
        "days": {kind: days for kind in keep.__dataclass_fields__ if isinstance(days := getattr(keep, kind), int)},
        "counts": dict(+counts),
    }
    connection.execute(insert(retentions).values(values))
