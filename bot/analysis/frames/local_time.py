"""Days and hours in the reader's zone, for sorted times of any number."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
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


def first_rows(times: Times, days: range, zone: tzinfo) -> Times | None:
    """Where each of some days begins among the times, and where the last one ends.

    None where a clock was put back over midnight: a day may then go on after the next one has begun.
    """
    if not len(times):
        return np.zeros(len(days) + 1, dtype=np.int64)
    changes = pairwise(_offsets(int(times[0] // DAY), int(times[-1] // DAY), zone))
    back = any((at + now) // DAY < (at - 1 + before) // DAY for (_, before), (at, now) in changes)
    edges = [to_micros(starts(day, zone)) for day in (*days, days.stop)]
    return None if back else np.searchsorted(times, edges)


def iso(day: int) -> str:
    """A day as it is written: `2017-02-28`."""
    return date.fromordinal(_FIRST_DAY + day).isoformat()


def wall_clock(times: Times, zone: tzinfo) -> Times:
    """What a clock on the wall showed, as microseconds since its own 1970."""
    if not len(times):
        return times
    pieces = _offsets(int(times[0] // DAY), int(times[-1] // DAY), zone)
    if len(pieces) == 1:
        return times + pieces[0][1]
    ends = np.searchsorted(times, [start for start, _ in pieces[1:]])
    ahead = np.array([offset for _, offset in pieces])
    found: Times = times + np.repeat(ahead, np.diff(ends, prepend=0, append=len(times)))
    return found


def past_the_hour(at: datetime, zone: tzinfo) -> int:
    """By how much a clock on the wall is ahead of one that shows UTC but for whole hours, in microseconds."""
    return _offset(at, zone) % HOUR


def in_step(hours: Times, zone: tzinfo) -> bool:
    """Whether hours that begin at these times are those of a clock on the wall, which was only moved between two."""
    if not len(hours):
        return True
    pieces, ahead = _offsets(int(hours[0] // DAY), int(hours[-1] // DAY), zone), -int(hours[0]) % HOUR
    moved = any((start + ahead) % HOUR for start, _ in pieces[1:])
    return not moved and not any((offset - ahead) % HOUR for _, offset in pieces)


@lru_cache(maxsize=512)
def _offsets(first: int, last: int, zone: tzinfo) -> tuple[tuple[int, int], ...]:
    """From which moment on within some days of UTC the local clock is how far ahead of UTC."""
    at, end = (from_micros(day * DAY) for day in (first, last + 1))
    found = [(to_micros(at), _offset(at, zone))]
    while at < end:
        after = at + _STEP
        if _offset(after, zone) != found[-1][1]:
            found.append((to_micros(_change(at, after, zone)), _offset(after, zone)))
        at = after
    return tuple(found)


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
