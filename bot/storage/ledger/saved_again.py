"""Rows of a file that an earlier load has brought already, and that a spreadsheet has saved again with other times."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Table, or_, select

from bot.reports.resaved import FARTHEST, MINUTE, QUARTER, distance_of, known_rows, without
from bot.storage.tables import has_no_id

ReadNumbers = Callable[[Connection, Any, list[str]], pd.DataFrame]  # a query of integer columns as a frame

_FEW = 200_000  # rows of a span that are simply read; beyond, only the minutes that matter are
_MOST_MINUTES = 5_000
_SAMPLE = 12  # rows that show at which distance the rest may lie
_RANGES_AT_ONCE = 200


def not_saved_again(
    connection: Connection, table: Table, rows: pd.DataFrame, repeats: pd.DataFrame, tenant: int, read: ReadNumbers
) -> tuple[pd.DataFrame, str]:
    """The rows but for those that are known with other times, and a sentence about these; `repeats` are known as is.

    Looked for only where most rows of the file are not known as they are: a copy saved again differs in nearly all.
    """
    if rows.empty or len(rows) < len(repeats):
        return rows, ""
    held = _held_near(connection, table, rows, tenant, read)
    if held.empty:
        return rows, ""
    known = known_rows(rows, without(held, repeats))
    return rows[~known.rows], known.note


def _held_near(
    connection: Connection, table: Table, rows: pd.DataFrame, tenant: int, read: ReadNumbers
) -> pd.DataFrame:
    """The rows that may be the same: all of the span, or those of the same minutes and of likely distances."""
    names = [*(column for column in rows.columns if column != "ordinal"), "load"]
    asked = select(*(table.c[name] for name in names)).where(table.c.tenant == tenant, has_no_id(table))
    span = table.c.at.between(int(rows["at"].min()) - FARTHEST, int(rows["at"].max()) + FARTHEST)
    if connection.execute(asked.where(span).offset(_FEW + 8 * len(rows)).limit(1)).first() is None:
        return read(connection, asked.where(span), names)

    def of_minutes(minutes: npt.NDArray[np.int64]) -> pd.DataFrame:
        parts = [minutes[start : start + _RANGES_AT_ONCE] for start in range(0, len(minutes), _RANGES_AT_ONCE)]
        ranges = [or_(*(table.c.at.between(int(at), int(at) + MINUTE - 1) for at in part)) for part in parts]
        found = [read(connection, asked.where(some), names) for some in ranges]
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=names)

    minutes = np.unique(rows["at"].to_numpy() // MINUTE * MINUTE)
    if len(minutes) > _MOST_MINUTES:
        return pd.DataFrame(columns=names)
    sample = rows.iloc[:: max(1, len(rows) // _SAMPLE)]
    apart = np.arange(-FARTHEST, FARTHEST + 1, QUARTER)
    likely = (sample["at"].to_numpy()[:, None] // MINUTE * MINUTE + apart[None, :]).ravel()
    distance = distance_of(sample, of_minutes(np.unique(likely)))
    return of_minutes(np.union1d(minutes, minutes - distance))
