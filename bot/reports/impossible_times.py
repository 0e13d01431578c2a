"""Times at which no row of a report can have happened, or hardly: ahead of now, before the service, a year apart."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.errors import ReportError
from bot.reports.instants import from_micros, to_micros
from bot.reports.parsing.options import AHEAD, ReadOptions
from bot.reports.parsing.times import UNREADABLE
from bot.reports.parsing.zones import Micros

_FIRST: Final = datetime(2010, 1, 1, tzinfo=UTC)  # the service came years later
_APART: Final = timedelta(days=300)  # a year, less the month that a report holds
_OTHERS: Final = 5  # rows that a single one is compared with; fewer may lie anyhow

Flags = npt.NDArray[np.bool_]


def are_impossible(at: Micros, now: datetime | None) -> Flags:
    """Which times are; without a clock to compare with, none."""
    if now is None:
        return np.zeros(len(at), dtype=np.bool_)
    return np.asarray((at != UNREADABLE) & ((at > to_micros(now + AHEAD)) | (at < to_micros(_FIRST))))


def reason(text: str, at: int, now: datetime) -> str:
    """Why such a row is rejected; `text` is the time as it is written."""
    return f"the time {text} lies {'in the future' if at > to_micros(now) else 'before there was such a report'}"


def check(name: str, at: Sequence[int], rows: int, options: ReadOptions) -> None:
    """Raise ReportError where most of a report's rows have such times (`at`): its years, or the clock, are wrong."""
    now = options.now
    if now is None:
        return
    options.ahead.extend(one for one in at if one > to_micros(now))
    if 2 * len(at) <= rows:
        return
    first = from_micros(at[0])
    lie = (
        f"in the future ({first:%Y-%m-%d}; by this computer's clock it is {now:%Y-%m-%d})"
        if first > now
        else f"before there was such a report ({first:%Y-%m-%d})"
    )
    raise ReportError(
        f"The times of {name} lie {lie}, as where a spreadsheet or another calendar has changed the years. "
        "Load the report as it was downloaded."
    )


def lone(at: Micros, lines: npt.NDArray[np.int64]) -> Iterator[str]:
    """That a single row lies about a year or more before or after all others, which lie closer together than that."""
    if len(at) <= _OTHERS:
        return
    for row, sign in ((int(at.argmin()), 1), (int(at.argmax()), -1)):
        others = np.delete(at, row)
        first, last = int(others.min()), int(others.max())
        apart = sign * ((first if sign > 0 else last) - int(at[row]))
        if apart > max(_APART // timedelta(microseconds=1), last - first):
            yield (
                f"Line {lines[row]:,} is of {from_micros(int(at[row])):%Y-%m-%d}, and all other rows are of "
                f"{from_micros(first):%Y-%m-%d} to {from_micros(last):%Y-%m-%d}: look whether its year is right."
            )
