"""The table of what people follow and want to be reminded of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from typing_extensions import override

from bot.digests.decision import CaseKey
from bot.digests.follow import Follow
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.decisions.ports import FollowStore
from bot.storage.tables import follows as table
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Follows(FollowStore):
    """What is followed in one tenant."""

    tenant: Tenant

    @override
    def add(self, who: str, case: CaseKey, now: datetime, remind_at: datetime | None) -> bool:
        with self.tenant.writing_part("decisions") as (connection, tenant):
            mine = (
                table.c.tenant == tenant,
                table.c.who == who,
                table.c.user == case.user,
                table.c.cause == case.cause,
                table.c.done_at.is_(None),
                table.c.remind_at.is_(None) if remind_at is None else table.c.remind_at.is_not(None),
            )
            if connection.execute(select(table.c.number).where(*mine)).first():
                return False
            newest = connection.execute(select(func.max(table.c.number)).where(table.c.tenant == tenant)).scalar()
            connection.execute(
                insert(table).values(
                    tenant=tenant,
                    number=(newest or 0) + 1,
                    who=who,
                    user=case.user,
                    cause=case.cause,
                    made_at=to_micros(now),
                    remind_at=to_micros(remind_at) if remind_at else None,
                )
            )
            return True

    @override
    def open(self) -> tuple[Follow, ...]:
        with self.tenant.reading() as (connection, tenant):
            asked = select(table).where(table.c.tenant == tenant, table.c.done_at.is_(None)).order_by(table.c.number)
            return tuple(map(_follow, connection.execute(asked)))

    @override
    def take(self, number: int, now: datetime) -> bool:
        with self.tenant.writing() as (connection, tenant):
            mine = update(table).where(table.c.tenant == tenant, table.c.number == number, table.c.done_at.is_(None))
            return connection.execute(mine.values(done_at=to_micros(now))).rowcount == 1

    @override
    def give_back(self, number: int) -> None:
        with self.tenant.writing() as (connection, tenant):
            mine = update(table).where(table.c.tenant == tenant, table.c.number == number)
            connection.execute(mine.values(done_at=None))


def _follow(row: Row[Any]) -> Follow:
    return Follow(
        number=row.number,
        who=row.who,
        case=CaseKey(row.user, row.cause),
        made_at=from_micros(row.made_at),
        remind_at=optional(row.remind_at),
    )
