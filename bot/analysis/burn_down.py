"""How fast the missing register, how many the weeks so far make likely to be left, and how well that has held."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from bot.analysis.statistics.forecast import FEWEST_WEEKS, Week, forecast, held
from bot.reports.snapshot import RosterCount

_WEEK: Final = timedelta(days=7)
_PACE: Final = 4  # of the last weeks
_FEWEST: Final = 2  # weeks; one alone has no slower and faster
_NEAR: Final = timedelta(days=2)  # a week's end may have been counted so much earlier
AHEAD: Final = (4, 8)  # weeks


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many will be missing on a day, eight times of ten, if it goes on as it has."""

    day: date
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The pace of the last weeks, and the forecast from all weeks; never a promise, and no rush is foreseen."""

    day: date  # of the newest count
    left: int
    weeks: int  # of history that were measured, one after another
    slowest: float  # people a week within the last four, net of those who are new; below zero when more came
    fastest: float
    at_target: tuple[int, int] | None  # fewest and most left on the target day; None without one, or without a forecast
    outlook: tuple[Outlook, ...]  # in four and in eight weeks; () where there is no forecast
    held: tuple[int, int]  # how often such a range four weeks ahead has held so far, and of how many

    @property
    def weeks_needed(self) -> int:
        """How many more weeks of counts a forecast takes; 0 where there are enough."""
        return max(FEWEST_WEEKS - self.weeks, 0)


def burn_down(history: Sequence[RosterCount], target: date | None) -> BurnDown | None:
    """The missing members and their pace; None where fewer than two weeks can be measured."""
    ends = week_ends(history)
    if len(ends) <= _FEWEST:
        return None
    newest, weeks = history[-1], [_week(start, end) for start, end in pairwise(ends)]
    paces = [(week.registered - week.came) / week.length for week in weeks[-_PACE:]]
    days = [newest.day + number * _WEEK for number in AHEAD]
    outlooks = _outlooks(weeks, newest, [*days, *([target] if target and target > newest.day else [])])
    at = next((one for one in outlooks if one.day == target), None)
    return BurnDown(
        day=newest.day,
        left=newest.missing,
        weeks=len(weeks),
        slowest=min(paces),
        fastest=max(paces),
        at_target=(at.fewest, at.most) if at else None,
        outlook=tuple(one for one in outlooks if one.day in days),
        held=held(weeks, [end.missing for end in ends], AHEAD[0]),
    )


def _outlooks(weeks: Sequence[Week], newest: RosterCount, days: Sequence[date]) -> list[Outlook]:
    ahead = sorted(set(days))
    ranges = forecast(weeks, newest.missing, [(day - newest.day) / _WEEK for day in ahead])
    return [Outlook(day, found.low, found.high) for day, found in zip(ahead, ranges, strict=True)] if ranges else []


def week_ends(history: Sequence[RosterCount]) -> list[RosterCount]:
    """The counts at the end of each week, the oldest first, as far back as no week lacks one."""
    ends: list[RosterCount] = []
    while history and (count := _count_at(history, history[-1].day - len(ends) * _WEEK)):
        ends.append(count)
    return ends[::-1]


def _count_at(history: Sequence[RosterCount], day: date) -> RosterCount | None:
    """The last count up to a day, if it is not long before."""
    index = bisect_right(history, day, key=lambda count: count.day) - 1
    return history[index] if index >= 0 and day - history[index].day <= _NEAR else None


def _week(start: RosterCount, end: RosterCount) -> Week:
    """Who registered and who came between two counts; those who left, or are no longer allowed to, count as fewer."""
    registered = max((end.enabled - end.missing) - (start.enabled - start.missing), 0)
    came = end.missing - start.missing + registered
    return Week(start.missing, registered, came, (end.day - start.day) / _WEEK)
