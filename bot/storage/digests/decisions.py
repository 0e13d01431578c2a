"""The table of decisions: append-only, kept in order."""

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
    def record(self, decision: Decision) -> None:
        with self.tenant.writing_part("decisions") as (connection, tenant):
            newest = connection.execute(select(func.max(table.c.number)).where(table.c.tenant == tenant)).scalar()
            connection.execute(
                insert(table).values(
                    tenant=tenant,
                    number=(newest or 0) + 1,
                    at=to_micros(decision.at),
                    position=decision.position,
                    kind=str(decision.kind),
                    by=decision.by,
                    user=decision.case.user,
                    cause=decision.case.cause,
                    to=decision.to or "",
                    reason=decision.reason or "",
                    until=to_micros(decision.until) if decision.until else None,
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
