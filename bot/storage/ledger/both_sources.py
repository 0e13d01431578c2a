"""Whether a classic report and the audit log are loaded for the same days: each tells of the same attempts."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from bot.reports.instants import to_micros
from bot.reports.receipt import Receipt, ReportKind
from bot.storage.tables import attempts, loads, registrations

_AUDIT = "audit:"  # what the ids of folded rows begin with
_OTHERS = {
    ReportKind.AUDIT: (ReportKind.RESET, ReportKind.REGISTRATION),
    ReportKind.RESET: (ReportKind.AUDIT,),
    ReportKind.REGISTRATION: (ReportKind.AUDIT,),
}
TWICE = (
    "For days of it both the classic report and the audit log are loaded: what both tell of is counted twice. Take one "
    "of them back (sspr unload)."
)


def both_sources(connection: Connection, receipt: Receipt, tenant: int) -> Iterator[str]:
    """The warning of a load whose rows are stored and whose receipt is not."""
    if receipt.first is None or receipt.last is None:
        return
    first, last = to_micros(receipt.first), to_micros(receipt.last)
    others = select(func.min(loads.c.first), func.max(loads.c.last)).where(
        loads.c.tenant == tenant,
        loads.c.report.in_([str(kind) for kind in _OTHERS.get(receipt.report, ())]),
        loads.c.unloaded_at.is_(None),
        loads.c.first <= last,
        loads.c.last >= first,
    )
    start, end = connection.execute(others).one()
    if start is None:
        return
    first, last = min(first, start), max(last, end)
    folded = {table: table.c.event.startswith(_AUDIT) for table in (attempts, registrations)}
    if any(
        connection.scalar(select(_has(table, tenant, first, last, audit)))
        and connection.scalar(select(_has(table, tenant, first, last, ~audit)))
        for table, audit in folded.items()
    ):
        yield TWICE


def _has(table: Table, tenant: int, first: int, last: int, rows: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.c.tenant == tenant, table.c.at.between(first, last), rows)
