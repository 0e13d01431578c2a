"""How far a pull of the audit log has come, and what pulls have covered."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select
from typing_extensions import override

from bot.reports.covered_spans import Checkpoint, Pulled, joined
from bot.reports.instants import from_micros, optional, to_micros
from bot.reports.receipt import ReportKind
from bot.reports.window import Window
from bot.service.loading.ports import CheckpointStore
from bot.storage.tables import pull_checkpoints, pulled_spans
from bot.storage.tenant import Tenant


@dataclass(frozen=True, slots=True)
class PullCheckpoints(CheckpointStore):
    """One tenant's. What is written here speaks of rows that are in the ledger already."""

    tenant: Tenant

    @override
    def find(self) -> Checkpoint | None:
        with self.tenant.reading() as (connection, tenant):
            row = connection.execute(select(pull_checkpoints).where(pull_checkpoints.c.tenant == tenant)).one_or_none()
        if row is None:
            return None
        window = Window(from_micros(row.start), from_micros(row.end), "the span that was pulled")
        return Checkpoint(window, row.link, row.records, row.ours, optional(row.oldest))

    @override
    def save(self, checkpoint: Checkpoint) -> None:
        with self.tenant.writing(lock=True) as (connection, tenant):
            _forget(connection, tenant)
            connection.execute(
                insert(pull_checkpoints).values(
                    tenant=tenant,
                    start=to_micros(checkpoint.window.start),
                    end=to_micros(checkpoint.window.end),
                    link=checkpoint.link,
                    records=checkpoint.records,
                    ours=checkpoint.ours,
                    oldest=to_micros(checkpoint.oldest) if checkpoint.oldest else None,
                )
            )

    @override
    def finish(self, fresh: Pulled | None) -> None:
        with self.tenant.writing(lock=True) as (connection, tenant):
            _forget(connection, tenant)
            if fresh is not None:
                add_span(connection, tenant, fresh)

    @override
    def spans(self, report: ReportKind) -> tuple[Pulled, ...]:
        with self.tenant.reading() as (connection, tenant):
            return tuple(span for span in spans(connection, tenant) if span.report is report)


def spans(connection: Connection, tenant: int) -> tuple[Pulled, ...]:
    """What pulls have covered of all sources, oldest first."""
    asked = select(pulled_spans).where(pulled_spans.c.tenant == tenant).order_by(pulled_spans.c.start)
    return tuple(
        Pulled(ReportKind(row.report), from_micros(row.start), from_micros(row.end), from_micros(row.pulled_at))
        for row in connection.execute(asked)
    )


def add_span(connection: Connection, tenant: int, fresh: Pulled) -> None:
    """One more span; those of its source that it touches become one with it."""
    held = tuple(span for span in spans(connection, tenant) if span.report is fresh.report)
    mine = pulled_spans.c.tenant == tenant, pulled_spans.c.report == str(fresh.report)
    connection.execute(delete(pulled_spans).where(*mine))
    rows = [
        {
            "tenant": tenant,
            "report": str(span.report),
            "start": to_micros(span.start),
            "end": to_micros(span.end),
            "pulled_at": to_micros(span.pulled_at),
        }
        for span in joined(held, fresh)
    ]
    connection.execute(insert(pulled_spans), rows)


def _forget(connection: Connection, tenant: int) -> None:
    """Delete the checkpoint."""
    connection.execute(delete(pull_checkpoints).where(pull_checkpoints.c.tenant == tenant))
