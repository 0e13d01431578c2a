"""The table of what people say of the signs of `odd`: append-only, in order."""

from dataclasses import dataclass

from sqlalchemy import func, insert, select
from typing_extensions import override

from bot.analysis.cases.sign_reviews import ReviewKind, SignKey, SignReview
from bot.reports.instants import from_micros, optional, to_micros
from bot.service.decisions.triage import SignReviewStore
from bot.storage.tables import sign_reviews as table
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class SignReviews(SignReviewStore):
    """The reviews of one tenant."""

    tenant: Tenant

    @override
    def record(self, review: SignReview) -> None:
        with self.tenant.writing_part("decisions") as (connection, tenant):
            newest = connection.execute(select(func.max(table.c.number)).where(table.c.tenant == tenant)).scalar()
            row = {
                "at": to_micros(review.at),
                "by": review.by,
                "sign": str(review.sign),
                "kind": str(review.kind),
                "reason": review.reason,
                "last_at": to_micros(review.last_at) if review.last_at else None,
                "until": to_micros(review.until) if review.until else None,
            }
            connection.execute(insert(table).values(tenant=tenant, number=(newest or 0) + 1, **row))

    @override
    def all(self) -> tuple[SignReview, ...]:
        with self.tenant.reading() as (connection, tenant):
            rows = connection.execute(select(table).where(table.c.tenant == tenant).order_by(table.c.number)).all()
        return tuple(
            SignReview(
                sign=SignKey(row.sign),
                kind=ReviewKind(row.kind),
                by=row.by,
                at=from_micros(row.at),
                last_at=optional(row.last_at),
                reason=row.reason,
                until=optional(row.until),
            )
            for row in rows
        )
