"""Receipts of loads and the rows they rejected."""

from dataclasses import astuple
from datetime import datetime
from heapq import nlargest
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, or_, select

from bot.reports.covered_spans import PULLED
from bot.reports.instants import from_micros, optional, to_micros
from bot.reports.receipt import Folded, Receipt, Rejected, ReportKind
from bot.reports.resaved import DAY, Halved, WithoutClocks, Written
from bot.storage.tables import loads, rejected_rows

if TYPE_CHECKING:
    import pandas as pd

_PULLS = 10
_KEPT = 1_000  # rejected rows of a load; the receipt counts all
_SHOWN = 100  # rejected rows that a receipt carries; the rest stay in the database
_LAST = 300  # loads, among which the newest receipts are looked for at first
_IS_FILE = or_(loads.c.path < PULLED, loads.c.path > PULLED)  # by the index of paths: pulls are many
_COUNTS = loads.c.unloaded_at.is_(None)  # of loads that were taken back nobody speaks any more


def next_load(connection: Connection, tenant: int) -> int:
    """The number of the load to come; they count from 1."""
    return (connection.execute(select(func.max(loads.c.id)).where(loads.c.tenant == tenant)).scalar() or 0) + 1


def keep_receipt(connection: Connection, receipt: Receipt, *, tenant: int, load: int, fingerprint: str) -> None:
    """Writes a receipt and the first of its rejected rows."""
    connection.execute(
        insert(loads).values(
            tenant=tenant,
            id=load,
            path=receipt.path,
            fingerprint=fingerprint,
            report=str(receipt.report),
            recognised=receipt.recognised,
            loaded_at=to_micros(receipt.loaded_at),
            rows=receipt.rows,
            new=receipt.new,
            repeated=receipt.repeated,
            changed=receipt.changed,
            rejected=receipt.rejected_count,
            skipped=receipt.skipped,
            folded=astuple(receipt.folded) if receipt.folded else None,
            first=to_micros(receipt.first) if receipt.first else None,
            last=to_micros(receipt.last) if receipt.last else None,
            position=receipt.position,
            unknown_details=[list(item) for item in receipt.unknown_details],
            unknown_values=[list(item) for item in receipt.unknown_values],
            warnings=list(receipt.warnings),
        )
    )
    rows = [
        {
            "tenant": tenant,
            "load": load,
            "number": number,
            "line": row.line,
            "reason": row.reason,
            "raw": row.raw,
        }
        for number, row in enumerate(receipt.rejected[:_KEPT], start=1)
    ]
    if rows:
        connection.execute(insert(rejected_rows), rows)


def receipts(connection: Connection, tenant: int, most: int) -> tuple[Receipt, ...]:
    """The newest loads, newest first, each with the first of its rejected rows.

    Of pulls, which come every few minutes, only the last ten: they would push all files out of sight.
    """
    chosen = loads.c.id.in_(_newest(connection, tenant, files=most, pulls=_PULLS))
    asked = select(loads).where(loads.c.tenant == tenant, chosen).order_by(loads.c.id.desc())
    return tuple(
        Receipt(
            path=row.path,
            report=ReportKind(row.report),
            recognised=row.recognised,
            loaded_at=from_micros(row.loaded_at),
            rows=row.rows,
            new=row.new,
            repeated=row.repeated,
            changed=row.changed,
            rejected=_rejected(connection, tenant, row.id) if row.rejected else (),
            rejected_count=row.rejected,
            skipped=row.skipped,
            unknown_details=tuple((text, rows) for text, rows in row.unknown_details),
            unknown_values=tuple((text, rows) for text, rows in row.unknown_values),
            first=optional(row.first),
            last=optional(row.last),
            warnings=tuple(row.warnings),
            position=row.position,
            folded=Folded(*row.folded) if row.folded else None,
            number=row.id,
        )
        for row in connection.execute(asked)
    )


def _newest(connection: Connection, tenant: int, *, files: int, pulls: int) -> list[int]:
    """The numbers of so many files and pulls: of the last loads nearly always, else of a kind that is rare."""
    first, mine = next_load(connection, tenant) - _LAST, (loads.c.tenant == tenant, _COUNTS)
    last = connection.execute(select(loads.c.id, loads.c.path).where(*mine, loads.c.id >= first)).all()
    found: list[int] = []
    for of_kind, number, are_pulls in ((_IS_FILE, files, False), (loads.c.path == PULLED, pulls, True)):
        ids = [load for load, path in last if (path == PULLED) == are_pulls]
        if len(ids) < number and first > 1:
            ids = list(connection.execute(select(loads.c.id).where(*mine, of_kind)).scalars())
        found += nlargest(number, ids)
    return found


def zoned_loads(connection: Connection, held: "pd.DataFrame", tenant: int) -> set[int]:
    """Which loads of these rows had times that were written with their zone."""
    from bot.reports.parsing.summary import have_zone  # noqa: PLC0415 - only loads ask

    numbers = held["load"].unique().tolist()
    asked = select(loads.c.id, loads.c.warnings).where(loads.c.tenant == tenant, loads.c.id.in_(numbers))
    return {number for number, warnings in connection.execute(asked) if have_zone(warnings)}


def marked_loads(
    connection: Connection, at: "pd.Series[int]", tenant: int, *, file: Written
) -> tuple[Halved, WithoutClocks]:
    """Which files loaded around these times may have lost their AM and PM, and which their times of day."""
    from bot.reports.half_days import may_lack_halves  # noqa: PLC0415 - only loads ask
    from bot.reports.parsing.summary import NO_CLOCKS  # noqa: PLC0415

    near = loads.c.first <= int(at.max()) + 2 * DAY, loads.c.last >= int(at.min()) - 2 * DAY
    asked = select(loads.c.id, loads.c.warnings).where(loads.c.tenant == tenant, _COUNTS, _IS_FILE, *near)
    found = [(number, said) for number, said in connection.execute(asked)]
    halved = frozenset(number for number, said in found if may_lack_halves(said))
    days = frozenset(number for number, said in found if NO_CLOCKS in said)
    return Halved(file.halved, halved), WithoutClocks(file.days, days)


def _rejected(connection: Connection, tenant: int, load: int) -> tuple[Rejected, ...]:
    asked = (
        select(rejected_rows.c.line, rejected_rows.c.reason, rejected_rows.c.raw)
        .where(rejected_rows.c.tenant == tenant, rejected_rows.c.load == load)
        .order_by(rejected_rows.c.number)
        .limit(_SHOWN)
    )
    return tuple(Rejected(line, reason, raw) for line, reason, raw in connection.execute(asked))


def has_loaded(connection: Connection, tenant: int, path: str, fingerprint: str, now: datetime) -> bool:
    """Whether a file of this path and fingerprint is in already, so that a restart does not load it again.

    One with rows that lay ahead of the clock is not, once the time in its mark has come.
    """
    mark = loads.c.fingerprint
    asked = select(mark, loads.c.unloaded_at.is_not(None)).where(
        loads.c.tenant == tenant,
        loads.c.path == path,
        or_(mark == fingerprint, mark.startswith(f"{fingerprint}>", autoescape=True)),
    )
    found = [(one.partition(">")[2], gone) for one, gone in connection.execute(asked.distinct())]
    return any(gone or not until or int(until) > to_micros(now) for until, gone in found)
