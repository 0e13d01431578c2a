"""Rows of a file that an earlier load has brought already, and that a spreadsheet has saved again with other times."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Table, select

from bot.reports.copies.days import known_by_day
from bot.reports.copies.other_people import known_of_others
from bot.reports.resaved import (
    DAY,
    FARTHEST,
    FEW_ROWS,
    HALF_DAY,
    HOUR,
    MINUTE,
    QUARTER,
    SECOND,
    Surer,
    Written,
    distance_of,
    few_halved,
    half_days_apart,
    in_other_words,
    is_coarse,
    known_rows,
    without,
)
from bot.storage.ledger.reading import read_numbers
from bot.storage.ledger.receipts import marked_loads, zoned_loads
from bot.storage.tables import has_no_id

_FEW = 20_000  # rows of a span that are simply read; beyond, only the moments that matter are
_MOST_MOMENTS = 50_000
_SAMPLE = 12  # rows that show at which distance the rest may lie
_ASK_AT_ONCE = 500
_HALVES = (0, -HALF_DAY, HALF_DAY)  # where rows of a copy without AM and PM may lie


def not_saved_again(
    connection: Connection,
    table: Table,
    rows: pd.DataFrame,
    repeats: pd.DataFrame,
    tenant: int,
    *,
    written: Written,
) -> tuple[pd.DataFrame, str]:
    """The rows but for those that are known with other times, and a sentence about these; `repeats` are known as is.

    Looked for only where most rows of the file are not known as they are, as a copy saved again differs in nearly all,
    or where AM and PM may be lost: such a copy differs in the rows of afternoons.
    """
    if rows.empty:
        return rows, ""
    halves, days = marked_loads(connection, rows["at"], tenant, file=written)
    few = len(rows) + len(repeats) < FEW_ROWS
    if len(rows) < len(repeats) and not halves and not few:
        return rows, ""
    reach = 3 * DAY if days else FARTHEST
    held = _held_near(connection, table, rows, tenant, _HALVES if halves or few else (), reach)
    if held.empty:
        return rows, ""
    rest = without(held, repeats)
    with_zone = zoned_loads(connection, rest, tenant)
    surer = Surer(written.zoned - bool(with_zone))
    at = pd.concat([rows["at"], repeats["at"]])
    halves = halves or few_halved(at, rest, with_zone, file_zoned=written.zoned)
    known = known_by_day(rows, rest, days)
    if not known.note:
        known = half_days_apart(rows, rest, halves, len(repeats))
    if not known.note and len(rows) >= len(repeats):
        known = known_rows(rows, rest, surer)
        known = known if known.note else known_of_others(rows, rest)
    note = known.note or (in_other_words(rows, rest) if "result" in rows else "")
    return rows[~known.rows], note


def _held_near(
    connection: Connection, table: Table, rows: pd.DataFrame, tenant: int, apart: tuple[int, ...], reach: int
) -> pd.DataFrame:
    """The rows that may be the same: all of the span, or those so far apart and at one likely distance."""
    names = [*(column for column in rows.columns if column != "ordinal"), "load"]
    asked = select(*(table.c[name] for name in names)).where(table.c.tenant == tenant, has_no_id(table))
    span = table.c.at.between(int(rows["at"].min()) - reach, int(rows["at"].max()) + reach)
    if connection.execute(asked.where(span).offset(_FEW + 8 * len(rows)).limit(1)).first() is None:
        return read_numbers(connection, asked.where(span), names)

    def at_moments(moments: npt.NDArray[np.int64]) -> pd.DataFrame:
        parts = [moments[start : start + _ASK_AT_ONCE].tolist() for start in range(0, len(moments), _ASK_AT_ONCE)]
        return pd.concat([read_numbers(connection, asked.where(table.c.at.in_(part)), names) for part in parts])

    sample = rows.iloc[:: max(1, len(rows) // _SAMPLE)]
    zones = np.arange(-FARTHEST, FARTHEST + 1, QUARTER)
    distance = distance_of(sample, at_moments(np.unique(sample["at"].to_numpy()[:, None] + zones[None, :])))
    steps = np.union1d(np.array(apart, np.int64), distance + (np.array([-HOUR, 0, HOUR]) if distance else 0))
    at = np.unique(rows["at"].to_numpy()[:, None] - steps[None, :])
    moments = np.union1d(at, at // MINUTE * MINUTE)
    if is_coarse(rows["at"]):
        moments = (moments[:, None] + np.arange(0, MINUTE, SECOND)[None, :]).ravel()
    if len(moments) > _MOST_MOMENTS:
        return pd.DataFrame(columns=pd.Index(names))
    return at_moments(moments).reset_index(drop=True)
