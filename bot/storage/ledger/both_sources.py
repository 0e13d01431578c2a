"""Whether a classic report and the audit log are loaded for the same days: each tells of the same attempts."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from bot.reports.instants import to_micros
from bot.reports.receipt import Receipt, ReportKind
from bot.storage.tables import attempts, has_id, has_no_id, loads, registrations

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
    if any(
        _holds(connection, table, tenant, first, last, _folded(table))
        and (
            _holds(connection, table, tenant, first, last, [has_no_id(table)])
            or _holds(connection, table, tenant, first, last, _with_ids_of_their_own(table))
        )
        for table in (attempts, registrations)
    ):
        yield TWICE


def _holds(
    connection: Connection, table: Table, tenant: int, first: int, last: int, rows: Sequence[ColumnElement[bool]]
) -> bool:
    found = exists().where(table.c.tenant == tenant, table.c.at.between(first, last), *rows)
    return bool(connection.scalar(select(found)))


def _folded(table: Table) -> Sequence[ColumnElement[bool]]:
    """Rows from audit logs, by the index of ids: whatever the collation, theirs lie between these two words."""
    event = table.c.event
    return has_id(table), event > "audit", event < "audiu", event.startswith(_AUDIT)


def _with_ids_of_their_own(table: Table) -> Sequence[ColumnElement[bool]]:
    return has_id(table), table.c.event > "", ~table.c.event.startswith(_AUDIT)
