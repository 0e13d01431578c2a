"""Whether a classic report and the audit log are loaded for the same days: each tells of the same attempts."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from bot.reports.instants import to_micros
from bot.reports.receipt import Receipt, ReportKind
from bot.storage.ledger.rows import PAST
from bot.storage.tables import attempts, has_id, has_no_id, loads, registrations

_AUDIT = "audit:"  # what the ids of folded rows begin with; the number of a person follows
_CLASSIC = {attempts: ReportKind.RESET, registrations: ReportKind.REGISTRATION}
# Ids of a source's own, by the index of ids: all but those of folded rows, which may be millions. In the order of bytes
# a letter stands behind every digit, and a colon between both.
_OWN_IDS = (("", _AUDIT), (f"{_AUDIT}a", PAST), (f"{PAST}a", None))
TWICE = (
    "For days of it both the classic report and the audit log are loaded: what both tell of is counted twice. Take one "
    "of them back (sspr unload)."
)


def both_sources(connection: Connection, receipt: Receipt, tenant: int) -> Iterator[str]:
    """The warning of a load whose rows are stored and whose receipt is not."""
    if any(_both_hold(connection, table, classic, receipt, tenant) for table, classic in _CLASSIC.items()):
        yield TWICE


def _both_hold(connection: Connection, table: Table, classic: ReportKind, receipt: Receipt, tenant: int) -> bool:
    """Whether the table has rows of both for the days of this load and of the loads of the other source it meets."""
    other = {ReportKind.AUDIT: classic, classic: ReportKind.AUDIT}.get(receipt.report)
    if other is None or receipt.first is None or receipt.last is None:
        return False
    first, last = to_micros(receipt.first), to_micros(receipt.last)
    others = select(func.min(loads.c.first), func.max(loads.c.last)).where(
        loads.c.tenant == tenant,
        loads.c.report == str(other),
        loads.c.unloaded_at.is_(None),
        loads.c.first <= last,
        loads.c.last >= first,
    )
    start, end = connection.execute(others).one()
    if start is None:
        return False
    first, last = min(first, start), max(last, end)
    classics = [has_no_id(table)], *(_between(table, *ids) for ids in _OWN_IDS)
    return _holds(connection, table, tenant, first, last, _folded(table)) and any(
        _holds(connection, table, tenant, first, last, rows) for rows in classics
    )


def _holds(
    connection: Connection, table: Table, tenant: int, first: int, last: int, rows: Sequence[ColumnElement[bool]]
) -> bool:
    found = exists().where(table.c.tenant == tenant, table.c.at.between(first, last), *rows)
    return bool(connection.scalar(select(found)))


def _folded(table: Table) -> Sequence[ColumnElement[bool]]:
    """Rows from audit logs, by the index of ids: theirs lie between these two words."""
    event = table.c.event
    return has_id(table), event > "audit", event < "audiu", event.startswith(_AUDIT)


def _between(table: Table, low: str, high: str | None) -> Sequence[ColumnElement[bool]]:
    """Rows whose ids are of the source's own and lie between these two words."""
    event = table.c.event
    below = () if high is None else (event < high,)
    return has_id(table), event > low, *below, ~event.startswith(_AUDIT), ~event.startswith(PAST)
