"""The table of decisions: append-only, kept in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select
from typing_extensions import override

from bot.analysis.answers import Case
from bot.analysis.cases.case_list import users_of
from bot.digests.decision import CaseKey, Decision, DecisionHistory, DecisionKind
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.digests.ports import DecisionStore
from bot.storage.tables import decisions as table
from bot.storage.tenant import Tenant

_ASK_AT_ONCE: Final = 500
_KINDS: Final = {str(kind): kind for kind in DecisionKind}
_OF_TENANT: Final = table.c.tenant == bindparam("of")
_NEWEST: Final = select(func.max(table.c.number)).where(_OF_TENANT)
_ALL: Final = select(table).where(_OF_TENANT).order_by(table.c.number)


def _causes() -> Any:
    """The causes with decisions, each found behind the one before it: as many steps as there are causes."""
    first = select(func.min(table.c.cause).label("cause")).where(_OF_TENANT)
    found = first.cte("causes", recursive=True)
    after = select(func.min(table.c.cause)).where(_OF_TENANT, table.c.cause > found.c.cause).scalar_subquery()
    found = found.union_all(select(after).where(found.c.cause.is_not(None)))
    return select(found.c.cause).where(found.c.cause.is_not(None))


def _on(tenant: ColumnElement[Any], cause: ColumnElement[Any], user: ColumnElement[Any]) -> ColumnElement[bool]:
    """What may still count of one case: what has no end takes the place of all before it."""
    later = table.alias("later")
    same = later.c.tenant == tenant, later.c.cause == cause, later.c.user == user
    endless = select(func.max(later.c.number)).where(*same, later.c.until.is_(None)).scalar_subquery()
    return table.c.number >= func.coalesce(endless, 0)


_DECIDED: Final = _causes()
_OF_A_CAUSE: Final = _OF_TENANT, table.c.cause == bindparam("cause")
_OF_CASE: Final = _ALL.where(*_OF_A_CAUSE, table.c.user == bindparam("user"))
_STANDING: Final = _OF_CASE.where(_on(bindparam("of"), bindparam("cause"), bindparam("user")))
_STANDING_OF: Final = _ALL.where(
    *_OF_A_CAUSE,
    table.c.user.in_(bindparam("users", expanding=True)),
    _on(table.c.tenant, table.c.cause, table.c.user),
)


@dataclass(frozen=True, slots=True)
class DecisionLog(DecisionStore):
    """The decisions of one tenant, numbered from 1 without a gap. An index finds those on a case."""

    tenant: Tenant

    @override
    def record(self, decision: Decision) -> None:
        with self.tenant.writing_part("decisions") as (connection, tenant):
            newest = connection.execute(_NEWEST, {"of": tenant}).scalar()
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
    def newest(self) -> int:
        with self.tenant.reading() as (connection, tenant):
            return connection.execute(_NEWEST, {"of": tenant}).scalar() or 0

    @override
    def about(self, cases: Iterable[tuple[str, Sequence[Case]]]) -> DecisionHistory:
        with self.tenant.reading() as (connection, tenant):
            decided = set(connection.execute(_DECIDED, {"of": tenant}).scalars())
            users: dict[str, set[str]] = {}
            for cause, those in cases if decided else ():
                if cause in decided:
                    users.setdefault(cause, set()).update(users_of(those))
            rows = [row for cause, whose in users.items() for row in _standing(connection, tenant, cause, whose)]
        return DecisionHistory.of(map(_decision, rows))

    @override
    def of(self, case: CaseKey) -> tuple[Decision, ...]:
        with self.tenant.reading() as (connection, tenant):
            asked = {"of": tenant, "cause": case.cause, "user": case.user}
            return tuple(map(_decision, connection.execute(_OF_CASE, asked)))

    @override
    def every(self) -> tuple[Decision, ...]:
        with self.tenant.reading() as (connection, tenant):
            return tuple(map(_decision, connection.execute(_ALL, {"of": tenant})))


def _standing(connection: Connection, tenant: int, cause: str, users: set[str]) -> Iterator[Row[Any]]:
    """The rows that may still count on a cause and on these people's cases with it, each case's oldest first."""
    of, ordered = {"of": tenant, "cause": cause}, sorted(users)
    yield from connection.execute(_STANDING, of | {"user": ""})
    for start in range(0, len(ordered), _ASK_AT_ONCE):
        some = {"users": ordered[start : start + _ASK_AT_ONCE]}
        yield from connection.execute(_STANDING_OF, of | some)


def _decision(row: Sequence[Any]) -> Decision:
    _, _, at, position, kind, by, user, cause, to, reason, until = row  # by place: `helped` takes all there are
    return Decision(
        CaseKey(user, cause),
        _KINDS[kind],
        by,
        from_micros(at),
        position,
        to=to or None,
        reason=reason or None,
        until=optional(until),
    )
