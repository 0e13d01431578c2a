"""The table of causes that were given to unknown details: append-only, the newest of a detail counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from typing_extensions import override

from bot.reports.instants import to_micros
from bot.service.decisions.given_causes import GivenCause, GivenCauseStore
from bot.storage.tables import given_causes as table
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class GivenCauses(GivenCauseStore):
    """The given causes of one tenant."""

    tenant: Tenant

    @override
    def record(self, given: GivenCause) -> None:
        with self.tenant.writing_part("decisions") as (connection, tenant):
            newest = connection.execute(select(func.max(table.c.number)).where(table.c.tenant == tenant)).scalar()
            row = {"at": to_micros(given.at), "by": given.by, "detail": given.code, "cause": given.cause}
            connection.execute(insert(table).values(tenant=tenant, number=(newest or 0) + 1, **row))

    def in_force(self) -> Mapping[str, str]:
        """The cause of each detail that has one, by its code."""
        with self.tenant.reading() as (connection, tenant):
            asked = select(table.c.detail, table.c.cause).where(table.c.tenant == tenant).order_by(table.c.number)
            newest = {row.detail: row.cause for row in connection.execute(asked)}
        return {detail: cause for detail, cause in newest.items() if cause}
