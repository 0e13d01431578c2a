"""The table of messages to people who can help themselves: append-only, kept in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select
from typing_extensions import override

from bot.digests.notice import Notice, NoticeKind
from bot.reports.instants import from_micros, to_micros
from bot.service.notices.ports import NoticeStore
from bot.storage.tables import notices as table
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class NoticeLog(NoticeStore):
    """The lines of one tenant."""

    tenant: Tenant

    @override
    def all(self) -> tuple[Notice, ...]:
        with self.tenant.reading() as (connection, tenant):
            return _lines(connection, tenant)

    @override
    def append(self, notice: Notice, allowed: Callable[[Sequence[Notice]], bool] = lambda _: True) -> bool:
        with self.tenant.writing_part("decisions") as (connection, tenant):
            before = _lines(connection, tenant)
            if not allowed(before):
                return False
            connection.execute(
                insert(table).values(
                    tenant=tenant,
                    number=len(before) + 1,
                    at=to_micros(notice.at),
                    kind=str(notice.kind),
                    who=notice.who,
                    user=notice.user,
                    topic=notice.topic,
                    said=notice.said,
                )
            )
            return True


def _lines(connection: Connection, tenant: int) -> tuple[Notice, ...]:
    asked = select(table).where(table.c.tenant == tenant).order_by(table.c.number)
    return tuple(map(_notice, connection.execute(asked)))


def _notice(row: Row[Any]) -> Notice:
    return Notice(NoticeKind(row.kind), from_micros(row.at), row.who, row.user, row.topic, row.said)
