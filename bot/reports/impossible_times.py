"""Times at which no row of a report can have happened, or hardly: ahead of now, before the service, a year apart."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.errors import ReportError
from bot.reports.instants import from_micros, to_micros
from bot.reports.parsing.cut_off import YEARS
from bot.reports.parsing.options import AHEAD, ReadOptions
from bot.reports.parsing.times import UNREADABLE
from bot.reports.parsing.zones import Micros

_FIRST: Final = datetime(2010, 1, 1, tzinfo=UTC)  # the service came years later
_APART: Final = timedelta(days=300)  # a year, less the month that a report holds
_MICRO: Final = timedelta(microseconds=1)
_FEW: Final = 5  # rows that may lie apart in any file, or in a large one
_PART: Final = 10  # one in so many
_SHOWN: Final = 5

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


def lone(at: Micros, line_of: Callable[[int], int]) -> Iterator[str]:
    """That a few rows lie about a year or more from all others, which lie closer together than that."""
    if not len(at) or int(at.max()) - int(at.min()) <= _APART // _MICRO:
        return
    order = np.argsort(at, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(at[order]) > _APART // _MICRO) + 1)
    main = max(reversed(parts), key=len)  # of two as long the newer one
    first, last = int(at[main[0]]), int(at[main[-1]])
    few = [part for part in parts if part is not main]
    if not few or sum(map(len, few)) > min(len(main), max(_FEW, len(at) // _PART)):
        return
    if min(max(first - int(at[part[-1]]), int(at[part[0]]) - last) for part in few) <= last - first:
        return
    rows = np.sort(np.concatenate(few))
    lines = [f"{line:,}" for line in dict.fromkeys(map(line_of, rows.tolist()))]
    which = f"Line {lines[0]} is" if len(lines) == 1 else f"Lines {', '.join(lines[:_SHOWN])} are"
    more = f" ({len(lines):,} in all)" if len(lines) > _SHOWN else ""
    years = "its year is" if len(lines) == 1 else "their years are"
    yield (
        f"{which} of {_days(at[rows])}{more}, and all other rows are of {from_micros(first):%Y-%m-%d} to "
        f"{from_micros(last):%Y-%m-%d}: {YEARS} {years} right."
    )


def _days(at: Micros) -> str:
    days = sorted({f"{from_micros(int(one)):%Y-%m-%d}" for one in at})
    return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
