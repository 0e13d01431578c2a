"""The table of subscriptions."""

import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Row, Select, Text, cast, func, insert, select, update
from typing_extensions import override

from bot.digests.plan import Frequency, SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionOrigin, SubscriptionState
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.digests.ports import SubscriptionStore
from bot.storage.tables import subscriptions as table
from bot.storage.tenant import Tenant
from bot.storage.tenant_work import look_soon

_STAND_IN = SubscriptionPlan(Frequency.DAILY, "UTC", time(9))
_ROWS: Select[Any] = select(
    *(one for one in table.c if one is not table.c.plan), cast(table.c.plan, Text).label("plan")
)


@dataclass(frozen=True, slots=True)
class Subscriptions(SubscriptionStore):
    """The subscriptions of one tenant. Every method may raise StoreError."""

    tenant: Tenant

    @override
    def add(
        self,
        channel: str,
        plan: SubscriptionPlan,
        by: str,
        now: datetime,
        *,
        origin: SubscriptionOrigin,
        name: str = "",
    ) -> Subscription:
        with self.tenant.writing_part("subscriptions") as (connection, tenant):
            newest = connection.execute(select(func.max(table.c.number)).where(table.c.tenant == tenant)).scalar()
            number = (newest or 0) + 1
            connection.execute(
                insert(table).values(
                    tenant=tenant,
                    number=number,
                    channel=channel,
                    name=name,
                    plan=plan.to_dict(),
                    created_by=by,
                    created_at=to_micros(now),
                    origin=str(origin),
                    state=str(SubscriptionState.ACTIVE),
                    problem="",
                    cursor=to_micros(now),
                    data_suspect=False,
                )
            )
            look_soon(connection, tenant)
            return _subscription(_row(connection, tenant, number))

    @override
    def find(self, number: int) -> Subscription | None:
        with self.tenant.reading() as (connection, tenant):
            asked = _ROWS.where(table.c.tenant == tenant, table.c.number == number)
            row = connection.execute(asked).one_or_none()
            return _subscription(row) if row else None

    @override
    def not_ended(self, channel: str | None = None) -> tuple[Subscription, ...]:
        with self.tenant.reading() as (connection, tenant):
            asked = _ROWS.where(table.c.tenant == tenant, table.c.state != str(SubscriptionState.ENDED))
            if channel is not None:
                asked = asked.where(table.c.channel == channel)
            return tuple(map(_subscription, connection.execute(asked.order_by(table.c.number))))

    @override
    def change(self, number: int, plan: SubscriptionPlan, now: datetime, *, by: str | None = None) -> None:
        who = {} if by is None else {"created_by": by}
        self._set(number, plan=plan.to_dict(), cursor=to_micros(now), **who)

    @override
    def end(self, number: int) -> None:
        self._set(number, state=str(SubscriptionState.ENDED), problem="")

    @override
    def pause(self, number: int, problem: str) -> bool:
        return self._set(
            number,
            only=table.c.state == str(SubscriptionState.ACTIVE),
            state=str(SubscriptionState.PAUSED),
            problem=problem,
        )

    @override
    def report_problem(self, number: int, problem: str) -> bool:
        with self.tenant.writing_part("subscriptions") as (
            connection,
            tenant,
        ):  # or two replicas could both have the news
            mine = table.c.tenant == tenant, table.c.problem == problem, table.c.state == str(SubscriptionState.ACTIVE)
            known = connection.execute(select(table.c.number).where(*mine).limit(1)).first() is not None
            held = update(table).where(table.c.tenant == tenant, table.c.number == number)
            connection.execute(held.values(problem=problem))
        return not known

    @override
    def resume(self, number: int) -> None:
        self._set(
            number, only=table.c.state == str(SubscriptionState.PAUSED), state=str(SubscriptionState.ACTIVE), problem=""
        )

    def _set(self, number: int, *, only: Any = True, **values: object) -> bool:
        """Change one row if it is still as expected; False when it is not, so that one replica alone has done it."""
        with self.tenant.writing() as (connection, tenant):
            chosen = update(table).where(table.c.tenant == tenant, table.c.number == number, only)
            look_soon(connection, tenant)
            return connection.execute(chosen.values(**values)).rowcount == 1


def _row(connection: Connection, tenant: int, number: int) -> Row[Any]:
    return connection.execute(_ROWS.where(table.c.tenant == tenant, table.c.number == number)).one()


def _subscription(row: Row[Any]) -> Subscription:
    plan, wrong = _plan(row.plan)
    state = SubscriptionState(row.state)
    if wrong and state is not SubscriptionState.ENDED:
        state = SubscriptionState.PAUSED  # this one alone; it can be changed and ended
    return Subscription(
        number=row.number,
        channel=row.channel,
        plan=plan,
        created_by=row.created_by,
        created_at=from_micros(row.created_at),
        origin=SubscriptionOrigin(row.origin),
        name=row.name,
        state=state,
        problem=wrong or row.problem,
        cursor=from_micros(row.cursor),
        position=row.position,
        delivered_at=optional(row.delivered_at),
        posted_at=optional(row.posted_at),
        data_suspect=row.data_suspect,
    )


def _plan(stored: str) -> tuple[SubscriptionPlan, str]:
    """The plan, and why it cannot be followed: then it is one that can be shown."""
    plain: Any = None
    try:
        plain = json.loads(stored)  # here and not with the row: one that is no JSON would take all others with it
        plan = SubscriptionPlan.from_dict(plain)
        ZoneInfo(plan.zone)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError) as error:
        zone = isinstance(error, ZoneInfoNotFoundError | OSError)
        what = f"Its time zone {plain.get('zone')} is not known here" if zone else "Its plan cannot be read"
        return _STAND_IN, f"{what}; change it, or end it and subscribe anew."
    return plan, ""
