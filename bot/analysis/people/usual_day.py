"""Whether the day so far is usual: its failing people beside the same hours of the same weekday in the weeks before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.daily_points import uncovered
from bot.analysis.frames.window_rows import window_rows
from bot.analysis.statistics.band import WEEKS, band
from bot.analysis.statistics.proportion import Interval
from bot.reports.coverage import pulls_of
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class UsualDay:
    """The failing people of the newest day, as far as the data goes in whole hours, and what is usual by then."""

    day: str  # ISO date in the reader's zone
    until: datetime  # the end of the last whole hour
    people: int
    usual: Interval  # of 95 in 100 such days
    weeks: int  # that were looked at, four to eight

    @property
    def unusual(self) -> bool:
        """Whether it lies outside of what is usual."""
        return not self.usual.low <= self.people <= self.usual.high


def usual_day(snapshot: Snapshot, *, filters: Filters = UNFILTERED, now: datetime, zone: tzinfo) -> UsualDay | None:
    """The newest day against the same weekday of the last eight weeks; None with fewer than four weeks of data."""
    until = _last_hour(snapshot, now, zone)
    if until is None:
        return None
    day = local_time.day_of(until - _TICK, zone)
    usual = band([_people(snapshot, span, filters) for span in _before(snapshot, day, until, zone)])
    if usual is None:
        return None
    people = _people(snapshot, Window(_start_of(day, zone), until, ""), filters)
    return UsualDay(local_time.iso(day), until, people, usual.usual, usual.weeks)


def _last_hour(snapshot: Snapshot, now: datetime, zone: tzinfo) -> datetime | None:
    """The end of the last whole hour that the data covers, by the clock on the wall; None without data."""
    times = arrays.times(snapshot.attempts)
    if not len(times):
        return None
    known = [from_micros(times[-1]), *(one.end for one in pulls_of(snapshot, ReportKind.RESET))]
    local = min(now, max(known)).astimezone(zone)
    return local.replace(minute=0, second=0, microsecond=0)


def _before(snapshot: Snapshot, day: int, until: datetime, zone: tzinfo) -> Iterator[Window]:
    """The same hours of the weekday in the weeks before, oldest first, as far as the data reaches without a gap."""
    begins = from_micros(arrays.times(snapshot.attempts)[0])
    days = range(day - 7 * WEEKS, day, 7)
    unknown = uncovered(snapshot, range(day - 7 * WEEKS, day), zone)
    whole = local_time.day_of(until, zone) > day  # the hour that ended was the day's last one
    for other in days:
        start = _start_of(other, zone)
        end = _start_of(other + 1, zone) if whole else datetime.combine(start.date(), until.timetz())
        if start >= begins and other not in unknown:
            yield Window(start, end, "")


def _start_of(day: int, zone: tzinfo) -> datetime:
    return datetime.combine(datetime.fromisoformat(local_time.iso(day)).date(), time(), zone)


def _people(snapshot: Snapshot, window: Window, filters: Filters) -> int:
    return window_rows(snapshot, window, filters).failing_people()
