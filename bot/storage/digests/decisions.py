"""The table of decisions: append-only, kept in order."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, insert, select
from typing_extensions import override

from bot.digests.decision import CaseKey, Decision, DecisionHistory, DecisionKind
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.digests.ports import DecisionStore
from bot.storage.tables import decisions as table
from bot.storage.tenant import Tenant

_LATER: Final = (  # asked with every `stuck`
    select(table).where(table.c.tenant == bindparam("of"), table.c.number > bindparam("known")).order_by(table.c.number)
)


@dataclass(slots=True)
class DecisionLog(DecisionStore):
    """The decisions of one tenant. They are numbered from 1 without a gap, so that each is read once."""

    tenant: Tenant
    _read: DecisionHistory = field(default_factory=DecisionHistory, compare=False)
    _lock: Lock = field(default_factory=Lock, compare=False)

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
    def history(self) -> DecisionHistory:
        with self._lock, self.tenant.reading() as (connection, tenant):
            later = connection.execute(_LATER, {"of": tenant, "known": len(self._read.every)}).all()
            if later:
                self._read = self._read.and_later(map(_decision, later))
            return self._read


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        case=CaseKey(row.user, row.cause),
        kind=DecisionKind(row.kind),
        by=row.by,
        at=from_micros(row.at),
        position=row.position,
        to=row.to or None,
        reason=row.reason or None,
        until=optional(row.until),
    )
