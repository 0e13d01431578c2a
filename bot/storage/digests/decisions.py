"""What people decided about cases: append-only, kept in order."""

from dataclasses import dataclass

from sqlalchemy import func, insert, select
from typing_extensions import override

from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.digests.ports import DecisionStore
from bot.storage.tables import decisions as table
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class DecisionLog(DecisionStore):
    """The decisions of one tenant."""

    tenant: Tenant

    @override
    def record(self, decided: Decision) -> None:
        with self.tenant.writing(lock=True) as (connection, tenant):
            newest = connection.execute(select(func.max(table.c.number)).where(table.c.tenant == tenant)).scalar()
            connection.execute(
                insert(table).values(
                    tenant=tenant,
                    number=(newest or 0) + 1,
                    at=to_micros(decided.at),
                    position=decided.position,
                    kind=str(decided.kind),
                    by=decided.by,
                    user=decided.case.user,
                    cause=decided.case.cause,
                    to=decided.to or "",
                    reason=decided.reason or "",
                    until=to_micros(decided.until) if decided.until else None,
                )
            )

    @override
    def all(self) -> tuple[Decision, ...]:
        with self.tenant.reading() as (connection, tenant):
            asked = select(table).where(table.c.tenant == tenant).order_by(table.c.number)
            return tuple(
                Decision(
                    case=CaseKey(row.user, row.cause),
                    kind=DecisionKind(row.kind),
                    by=row.by,
                    at=from_micros(row.at),
                    position=row.position,
                    to=row.to or None,
                    reason=row.reason or None,
                    until=optional(row.until),
                )
                for row in connection.execute(asked)
            )
