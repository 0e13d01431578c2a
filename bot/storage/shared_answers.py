"""Which answers stand in which channel, and who shared them there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from typing_extensions import override

from bot.reports.instants import to_micros
from bot.service.ports import ShareStore
from bot.storage.tables import shared_answers as table
from bot.storage.tenant import Tenant

_LIFETIME = timedelta(days=7)  # that of the buttons, after which nothing can be shared again


@dataclass(frozen=True, slots=True)
class SharedAnswers(ShareStore):
    """The shared answers of one tenant, the same for every replica."""

    tenant: Tenant

    @override
    def claim(self, token: str, channel: str, by: str, now: datetime) -> bool:
        with self.tenant.writing() as (connection, _):
            tenant = self.tenant.made(connection)
            old = to_micros(now - _LIFETIME)
            connection.execute(delete(table).where(table.c.tenant == tenant, table.c.at < old))
            row = {"tenant": tenant, "token": token, "channel": channel, "by": by, "at": to_micros(now)}
            try:
                with connection.begin_nested():
                    connection.execute(insert(table).values(row))
            except IntegrityError:
                return False
        return True

    @override
    def sharer(self, token: str, channel: str) -> str | None:
        with self.tenant.reading() as (connection, tenant):
            asked = select(table.c.by).where(
                table.c.tenant == tenant, table.c.token == token, table.c.channel == channel
            )
            return connection.execute(asked).scalar()

    @override
    def release(self, token: str, channel: str) -> None:
        with self.tenant.writing() as (connection, tenant):
            connection.execute(
                delete(table).where(table.c.tenant == tenant, table.c.token == token, table.c.channel == channel)
            )
