"""The tables of deliveries: written down before anything is posted, and part by part as it is."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Connection, Row, Table, and_, insert, or_, select, update
from typing_extensions import override

from bot.analysis.answers import Case, CaseState
from bot.analysis.digest import DigestAnswer
from bot.digests.decision import CaseKey
from bot.digests.delivery import Delivery, DeliveryKey, Part, PartKind, ReportedAs, ReportedCase
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.digests.ports import DeliveryStore
from bot.storage.digests.slots import finish_slot
from bot.storage.tables import deliveries as table
from bot.storage.tables import delivery_cases as cases
from bot.storage.tables import delivery_parts as parts
from bot.storage.tables import subscriptions
from bot.storage.tenant import Tenant

FROZEN, DONE = "frozen", "done"

_PICTURE = "chart"  # parts that earlier versions stored: charts are in the message itself now


@dataclass(frozen=True, slots=True)
class Deliveries(DeliveryStore):
    """The deliveries of one tenant. Every method may raise StoreError."""

    tenant: Tenant

    @override
    def save(self, delivery: Delivery) -> None:
        answer = zlib.compress(_answers().dump_json(delivery.answer), 1)
        with self.tenant.writing() as (connection, tenant):
            key = _values(tenant, delivery.key)
            connection.execute(
                insert(table).values(
                    **key,
                    channel=delivery.channel,
                    made_at=to_micros(delivery.made_at),
                    since=to_micros(delivery.since) if delivery.since else None,
                    from_position=delivery.from_position,
                    to_position=delivery.to_position,
                    note=delivery.note,
                    data_suspect=delivery.data_suspect,
                    state=FROZEN,
                    answer=answer,
                )
            )
            _insert(connection, parts, ({**key, **_part_values(part)} for part in delivery.parts))
            _insert(connection, cases, ({**key, **case} for case in _case_values(delivery.answer)))

    @override
    def find(self, key: DeliveryKey) -> Delivery | None:
        with self.tenant.reading() as (connection, tenant):
            asked = select(table).where(_of(table, tenant, key), table.c.state != "dropped")
            row = connection.execute(asked).one_or_none()
            return _delivery(connection, row) if row else None

    @override
    def mark_posted(self, key: DeliveryKey, part: int, ts: str) -> None:
        self._set_part(key, part, {"ts": ts})

    @override
    def mark_skipped(self, key: DeliveryKey, part: int, why: str) -> None:
        self._set_part(key, part, {"skipped": why})

    @override
    def finish(self, delivery: Delivery) -> None:
        made = to_micros(delivery.made_at)
        moved: dict[str, object] = {"delivered_at": made, "data_suspect": delivery.data_suspect, "problem": ""}
        moved |= {"position": delivery.to_position} if delivery.to_position else {}
        moved |= {"posted_at": made} if delivery.parts else {}
        with self.tenant.writing() as (connection, tenant):
            connection.execute(update(table).where(_of(table, tenant, delivery.key)).values(state=DONE))
            finish_slot(connection, tenant, delivery.key)
            onward = update(subscriptions).where(
                subscriptions.c.tenant == tenant,
                subscriptions.c.number == delivery.key.subscription,
                or_(subscriptions.c.delivered_at.is_(None), subscriptions.c.delivered_at <= made),
            )
            connection.execute(onward.values(**moved))

    @override
    def newest(self, *, channel: str | None = None, user: str | None = None) -> Delivery | None:
        with self.tenant.reading() as (connection, tenant):
            asked = select(table).where(table.c.tenant == tenant, table.c.state == DONE)
            if channel is not None:
                asked = asked.where(table.c.channel == channel)
            if user is not None:
                stood = and_(cases.c.tenant == tenant, cases.c.user == user, *_same_slot(cases, table))
                asked = asked.where(select(cases.c.user).where(stood).exists())
            row = connection.execute(asked.order_by(table.c.due.desc(), table.c.subscription).limit(1)).one_or_none()
            return _delivery(connection, row) if row else None

    @override
    def reported_at(self, subscription: int, position: int | None) -> tuple[Case, ...]:
        found: list[Case] = []
        with self.tenant.reading() as (connection, tenant):
            mine = table.c.tenant == tenant, table.c.subscription == subscription, table.c.state == DONE
            asked = select(table.c.answer).where(*mine, table.c.to_position == position).order_by(table.c.due.desc())
            for kept in connection.execute(asked).scalars():
                try:
                    answer = _answers().validate_json(zlib.decompress(kept))
                except ValidationError:  # of an earlier version: a digest is not held up by it
                    break
                found += [case for group in answer.new for case in group.cases if case.state is CaseState.OPEN]
                if answer.no_longer:
                    break
        return tuple(found)

    @override
    def cases(self, key: DeliveryKey) -> tuple[ReportedCase, ...]:
        with self.tenant.reading() as (connection, tenant):
            return tuple(map(_reported_case, connection.execute(select(cases).where(_of(cases, tenant, key)))))

    @override
    def listing(self, case: CaseKey, since: datetime) -> tuple[DeliveryKey, ...]:
        with self.tenant.reading() as (connection, tenant):
            asked = (
                select(cases.c.subscription, cases.c.due)
                .distinct()
                .where(
                    cases.c.tenant == tenant,
                    cases.c.cause == case.cause,
                    cases.c.reported_as == str(ReportedAs.NEW),
                    cases.c.due >= to_micros(since),
                    table.c.tenant == tenant,
                    table.c.state == DONE,
                    *([cases.c.user == case.user] if case.user else []),
                    *_same_slot(cases, table),
                )
            )
            rows = connection.execute(asked.order_by(cases.c.due))
            return tuple(DeliveryKey(row.subscription, from_micros(row.due)) for row in rows)

    @override
    def unmarked_cases(self, since: datetime) -> tuple[ReportedCase, ...]:
        with self.tenant.reading() as (connection, tenant):
            asked = select(cases).where(
                cases.c.tenant == tenant,
                cases.c.reported_as == str(ReportedAs.NEW),
                cases.c.recovered_at.is_(None),
                cases.c.due >= to_micros(since),
                table.c.tenant == tenant,
                table.c.state == DONE,
                *_same_slot(cases, table),
            )
            return tuple(map(_reported_case, connection.execute(asked)))

    @override
    def mark_recovered(self, case: ReportedCase, at: datetime) -> None:
        with self.tenant.writing() as (connection, tenant):
            mine = update(cases).where(
                _of(cases, tenant, case.key),
                cases.c.user == case.user,
                cases.c.cause == case.cause,
                cases.c.opened_position == case.opened_position,
            )
            connection.execute(mine.values(recovered_at=to_micros(at)))

    def _set_part(self, key: DeliveryKey, part: int, values: dict[str, Any]) -> None:
        with self.tenant.writing() as (connection, tenant):
            connection.execute(update(parts).where(_of(parts, tenant, key), parts.c.part == part).values(**values))


@cache
def _answers() -> TypeAdapter[DigestAnswer]:
    return TypeAdapter(DigestAnswer)


def _values(tenant: int, key: DeliveryKey) -> dict[str, Any]:
    return {"tenant": tenant, "subscription": key.subscription, "due": to_micros(key.due)}


def _of(of: Table, tenant: int, key: DeliveryKey) -> ColumnElement[bool]:
    return and_(*(of.c[name] == value for name, value in _values(tenant, key).items()))


def _same_slot(one: Table, other: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return one.c.subscription == other.c.subscription, one.c.due == other.c.due


def _part_values(part: Part) -> dict[str, Any]:
    return {
        "part": part.number,
        "kind": str(part.kind),
        "payload": dict(part.payload),
        "content": part.content,
        "skipped": part.skipped,
    }


def _case_values(answer: DigestAnswer) -> Iterable[dict[str, Any]]:
    new: tuple[Case, ...] = tuple(case for group in answer.new for case in group.cases)
    for reported_as, stood in (
        (ReportedAs.NEW, new),
        (ReportedAs.RECOVERED, answer.recovered),
        (ReportedAs.HELPDESK, answer.helpdesk),
    ):
        for case in stood:
            yield {
                "user": case.user,
                "cause": case.cause.key,
                "opened_position": case.opened_position,
                "reported_as": str(reported_as),
                "recovered_at": to_micros(case.closed_at) if case.closed_at else None,
            }


def _insert(connection: Connection, into: Table, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        connection.execute(insert(into), listed)


def _delivery(connection: Connection, row: Row[Any]) -> Delivery:
    key = DeliveryKey(row.subscription, from_micros(row.due))
    asked = select(parts).where(_of(parts, row.tenant, key)).order_by(parts.c.part)
    return Delivery(
        key=key,
        channel=row.channel,
        made_at=from_micros(row.made_at),
        since=optional(row.since),
        from_position=row.from_position,
        to_position=row.to_position,
        note=row.note,
        data_suspect=row.data_suspect,
        answer=_answers().validate_json(zlib.decompress(row.answer)),
        parts=tuple(
            Part(part.part, PartKind(part.kind), part.payload, part.content, part.ts, part.skipped)
            for part in connection.execute(asked)
            if part.kind != _PICTURE
        ),
        done=row.state == DONE,
    )


def _reported_case(row: Row[Any]) -> ReportedCase:
    return ReportedCase(
        key=DeliveryKey(row.subscription, from_micros(row.due)),
        user=row.user,
        cause=row.cause,
        opened_position=row.opened_position,
        reported_as=ReportedAs(row.reported_as),
        recovered_at=optional(row.recovered_at),
    )
