"""The table of slots, the times at which digests are due: each opened once, and claimed by one replica at a time.

A claim is a conditional UPDATE; whoever changed the row has it. It ends at `lease`, so that another replica takes over
from a dead one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select, update
from typing_extensions import override

from bot.digests.delivery import DeliveryKey, Slot
from bot.digests.subscription import Subscription, SubscriptionState
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.digests.ports import SlotStore
from bot.storage.tables import deliveries, subscriptions
from bot.storage.tables import slots as table
from bot.storage.tenant import Tenant

OPEN, DONE, MERGED = "open", "done", "merged"
_AHEAD: Final = timedelta(days=1) // timedelta(microseconds=1)  # no claim and no wait is so long: a clock was wrong


@dataclass(frozen=True, slots=True)
class Slots(SlotStore):
    """The slots of one tenant. Every method may raise StoreError."""

    tenant: Tenant

    @override
    def open(self, subscription: Subscription, due: Sequence[datetime], *, by_hand: bool = False) -> bool:
        newest = to_micros(due[-1])
        local = "" if by_hand else _local(subscription, due[-1])
        with self.tenant.writing() as (connection, tenant):
            mine = update(subscriptions).where(
                subscriptions.c.tenant == tenant,
                subscriptions.c.number == subscription.number,
                subscriptions.c.cursor == to_micros(subscription.cursor),
                subscriptions.c.cursor < newest,
            )
            if connection.execute(mine.values(cursor=newest)).rowcount != 1:
                return False
            if local and _exists(connection, tenant, subscription.number, table.c.local == local):
                return False  # a replica with other zone rules has opened it, at another instant
            while _exists(
                connection, tenant, subscription.number, table.c.due == newest
            ):  # a wrong clock was here before
                newest += 1
            connection.execute(
                insert(table).values(
                    tenant=tenant,
                    subscription=subscription.number,
                    due=newest,
                    local=local,
                    first_due=to_micros(due[0]),
                    missed=len(due) - 1,
                    by_hand=by_hand,
                    state=OPEN,
                    owner="",
                    lease=0,
                    not_before=0,
                    attempts=0,
                )
            )
        return True

    @override
    def go_back(self, subscription: Subscription, now: datetime) -> None:
        mine = subscriptions.c.tenant, subscriptions.c.number, subscriptions.c.cursor
        with self.tenant.writing() as (connection, tenant):
            values = tenant, subscription.number, to_micros(subscription.cursor)
            where = [column == value for column, value in zip(mine, values, strict=True)]
            if connection.execute(update(subscriptions).where(*where).values(cursor=to_micros(now))).rowcount != 1:
                return
            ahead = table.c.tenant == tenant, table.c.subscription == subscription.number, table.c.due > to_micros(now)
            connection.execute(update(table).where(*ahead, table.c.state == OPEN).values(state=MERGED))
            connection.execute(update(table).where(*ahead).values(local=""))  # these days are still to come

    @override
    def waiting(self, now: datetime) -> tuple[DeliveryKey, ...]:
        with self.tenant.reading() as (connection, tenant):
            asked = select(table.c.subscription, table.c.due).where(_claimable(tenant, to_micros(now)))
            return tuple(DeliveryKey(row.subscription, from_micros(row.due)) for row in connection.execute(
                asked.order_by(table.c.due, table.c.subscription)))  # fmt: skip

    @override
    def claim(self, key: DeliveryKey, owner: str, now: datetime, until: datetime) -> Slot | None:
        with self.tenant.writing() as (connection, tenant):
            mine = update(table).where(_is(tenant, key), _claimable(tenant, to_micros(now)))
            values = {"owner": owner, "lease": to_micros(until), "attempts": table.c.attempts + 1}
            if connection.execute(mine.values(**values)).rowcount != 1:
                return None
            row = connection.execute(select(table).where(_is(tenant, key))).one()
        return Slot(key, from_micros(row.first_due), row.missed, row.by_hand, row.attempts)

    @override
    def renew(self, slot: Slot, owner: str, until: datetime) -> bool:
        return self._change(slot, owner, lease=to_micros(until))

    @override
    def postpone(self, slot: Slot, owner: str, not_before: datetime) -> None:
        self._change(slot, owner, owner="", lease=0, not_before=to_micros(not_before))

    @override
    def newer(self, key: DeliveryKey) -> DeliveryKey | None:
        with self.tenant.reading() as (connection, tenant):
            asked = select(func.min(table.c.due)).where(
                table.c.tenant == tenant,
                table.c.subscription == key.subscription,
                table.c.due > to_micros(key.due),
                table.c.state == OPEN,
            )
            due = optional(connection.execute(asked).scalar())
        return DeliveryKey(key.subscription, due) if due else None

    @override
    def merge(self, slot: Slot, into: DeliveryKey) -> None:
        with self.tenant.writing() as (connection, tenant):
            gone = update(table).where(_is(tenant, slot.key), table.c.state == OPEN).values(state=MERGED)
            if connection.execute(gone).rowcount != 1:
                return
            connection.execute(
                update(table)
                .where(_is(tenant, into))
                .values(missed=table.c.missed + slot.missed + 1, first_due=to_micros(slot.first_due))
            )
            dropped = deliveries.c.tenant == tenant, deliveries.c.subscription == slot.key.subscription
            connection.execute(
                update(deliveries).where(*dropped, deliveries.c.due == to_micros(slot.key.due)).values(state="dropped")
            )

    @override
    def oldest_open(self, now: datetime) -> datetime | None:
        with self.tenant.reading() as (connection, tenant):
            asked = select(func.min(table.c.due)).where(
                table.c.tenant == tenant, table.c.state == OPEN, table.c.due <= to_micros(now), _of_active(tenant)
            )
            return optional(connection.execute(asked).scalar())

    def _change(self, slot: Slot, holder: str, **values: object) -> bool:
        with self.tenant.writing() as (connection, tenant):
            return connection.execute(update(table).where(_held(tenant, slot, holder)).values(**values)).rowcount == 1


def _held(tenant: int, slot: Slot, owner: str) -> ColumnElement[bool]:
    """This very claim, and no later one of the same replica."""
    return and_(_is(tenant, slot.key), table.c.state == OPEN, table.c.owner == owner, table.c.attempts == slot.attempts)


def finish_slot(connection: Connection, tenant: int, key: DeliveryKey) -> None:
    """Mark the slot as done, within the transaction that does so with its delivery."""
    connection.execute(update(table).where(_is(tenant, key)).values(state=DONE, owner="", lease=0))


def _exists(connection: Connection, tenant: int, number: int, such: ColumnElement[bool]) -> bool:
    asked = select(table.c.due).where(table.c.tenant == tenant, table.c.subscription == number, such)
    return connection.execute(asked).first() is not None


def _local(subscription: Subscription, due: datetime) -> str:
    """Day and time of a slot where it is due: the same whichever rules a replica has for the zone."""
    return due.astimezone(ZoneInfo(subscription.plan.zone)).replace(tzinfo=None).isoformat()


def _is(tenant: int, key: DeliveryKey) -> ColumnElement[bool]:
    return and_(table.c.tenant == tenant, table.c.subscription == key.subscription, table.c.due == to_micros(key.due))


def _claimable(tenant: int, now: int) -> ColumnElement[bool]:
    """Open, not held, not put off, of a subscription that is active, and the oldest of that subscription."""
    before: Any = table.alias("before")
    older = exists().where(
        before.c.tenant == tenant,
        before.c.subscription == table.c.subscription,
        before.c.state == OPEN,
        before.c.due < table.c.due,
    )
    return and_(
        table.c.tenant == tenant,
        table.c.state == OPEN,
        _over(table.c.lease, now),
        _over(table.c.not_before, now),
        _of_active(tenant),
        ~older,
    )


def _over(until: ColumnElement[int], now: int) -> ColumnElement[bool]:
    """Whether a claim or a wait is over, or was written by a clock that was ahead."""
    return or_(until <= now, until > now + _AHEAD)


def _of_active(tenant: int) -> ColumnElement[bool]:
    return exists().where(
        subscriptions.c.tenant == tenant,
        subscriptions.c.number == table.c.subscription,
        subscriptions.c.state == str(SubscriptionState.ACTIVE),
    )
