"""The table of what owners of runbooks have heard of."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from typing_extensions import override

from bot.reports.instants import optional, to_micros
from bot.service.decisions.owner_notices import Noticed, OwnerNoticeStore
from bot.storage.tables import owner_notices as table
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class OwnerNoticeLog(OwnerNoticeStore):
    """The notices of one tenant."""

    tenant: Tenant

    @override
    def find(self, owner: str) -> Noticed | None:
        with self.tenant.reading() as (connection, tenant):
            asked = select(table).where(table.c.tenant == tenant, table.c.owner == owner)
            row = connection.execute(asked).first()
            return Noticed(row.position, optional(row.sent_at)) if row else None

    @override
    def begin(self, owner: str, position: int) -> None:
        first = insert(table).values(owner=owner, position=position)
        with (
            self.tenant.writing_part("decisions") as (connection, tenant),
            suppress(IntegrityError),  # another replica may be first
            connection.begin_nested(),
        ):
            connection.execute(first.values(tenant=tenant))

    @override
    def move(self, owner: str, before: Noticed, after: Noticed) -> bool:
        with self.tenant.writing_part("decisions") as (connection, tenant):
            there = (table.c.tenant == tenant, table.c.owner == owner, table.c.position == before.position)
            sent = table.c.sent_at == _micros(before.sent_at) if before.sent_at else table.c.sent_at.is_(None)
            changed = connection.execute(
                update(table).where(*there, sent).values(position=after.position, sent_at=_micros(after.sent_at))
            )
            return changed.rowcount == 1


def _micros(at: datetime | None) -> int | None:
    return to_micros(at) if at else None
