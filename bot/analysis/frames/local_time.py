"""Days and hours in the reader's zone, for sorted times of any number."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.reports.instants import from_micros, to_micros

Times = npt.NDArray[np.int64]

HOUR: Final = 3_600_000_000
DAY: Final = 24 * HOUR
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()
_STEP: Final = timedelta(days=1)  # no zone moves its clock twice within a day


def days(times: Times, zone: tzinfo) -> Times:
    """The local day of each time, as days since 1970."""
    return wall_clock(times, zone) // DAY


def hours(times: Times, zone: tzinfo) -> Times:
    """The local hour of each time, 0 to 23."""
    return wall_clock(times, zone) // HOUR % 24


def day_of(at: datetime, zone: tzinfo) -> int:
    """The local day of one moment, as days since 1970."""
    return at.astimezone(zone).toordinal() - _FIRST_DAY


def starts(day: int, zone: tzinfo) -> datetime:
    """The moment at which a local day begins."""
    return datetime.fromordinal(_FIRST_DAY + day).replace(tzinfo=zone)


def iso(day: int) -> str:
    """A day as it is written: `2017-02-28`."""
    return date.fromordinal(_FIRST_DAY + day).isoformat()


def wall_clock(times: Times, zone: tzinfo) -> Times:
    """What a clock on the wall showed, as microseconds since its own 1970."""
    if not len(times):
        return times
    pieces = list(_offsets(from_micros(times[0]), from_micros(times[-1]), zone))
    ends = np.searchsorted(times, [start for start, _ in pieces[1:]])
    lengths = np.diff(ends, prepend=0, append=len(times))
    return times + (pieces[0][1] if len(pieces) == 1 else np.repeat([offset for _, offset in pieces], lengths))


def _offsets(first: datetime, last: datetime, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """From which moment on the local clock is how far ahead of UTC."""
    offset = _offset(first, zone)
    yield to_micros(first), offset
    while first < last:
        after = min(first + _STEP, last)
        if _offset(after, zone) != offset:
            offset = _offset(after, zone)
            yield to_micros(_change(first, after, zone)), offset
        first = after


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The first moment at which the clock shows the later offset."""
    offset = _offset(after, zone)
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        before, after = (before, middle) if _offset(middle, zone) == offset else (middle, after)
    return after


def _offset(at: datetime, zone: tzinfo) -> int:
    offset = at.astimezone(zone).utcoffset()
    return (offset or timedelta(0)) // timedelta(microseconds=1)
