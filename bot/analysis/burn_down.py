"""How fast the missing register: the slowest and the fastest of the last weeks, carried on to a day."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, takewhile
from math import ceil
from typing import Final

from bot.reports.roster import RosterCount

_WEEK: Final = timedelta(days=7)
_WEEKS: Final = 4  # that count for the pace
_FEWEST: Final = 2  # weeks; one alone has no slower and faster
_NEVER: Final = 520  # weeks; nobody plans a rollout of ten years
_NEAR: Final = timedelta(days=2)  # a week's end may have been counted so much earlier


@dataclass(frozen=True, slots=True)
class BurnDown:
    """What the pace of the last weeks would lead to. A range, as no two weeks are alike; never a promise."""

    day: date  # of the newest count
    left: int
    weeks: int  # that were measured
    slowest: float  # people a week, net of those who are new; below zero when more came than registered
    fastest: float
    at_target: tuple[int, int] | None  # fewest and most left on the target day; None without one
    done: tuple[date | None, date | None]  # at the fastest and at the slowest pace; None for never


def burn_down(history: Sequence[RosterCount], target: date | None) -> BurnDown | None:
    """The missing members and their pace; None where fewer than two weeks can be measured."""
    paces = _paces(history)
    if len(paces) < _FEWEST:
        return None
    newest, slowest, fastest = history[-1], min(paces), max(paces)
    return BurnDown(
        day=newest.day,
        left=newest.missing,
        weeks=len(paces),
        slowest=slowest,
        fastest=fastest,
        at_target=(_left(newest, fastest, target), _left(newest, slowest, target)) if target else None,
        done=(_done(newest, fastest), _done(newest, slowest)),
    )


def _paces(history: Sequence[RosterCount]) -> list[float]:
    """For each of the last weeks, how many fewer were missing at its end, a week's worth; as far back as counts go."""
    if not history:
        return []
    ends = [_count_at(history, history[-1].day - week * _WEEK) for week in range(_WEEKS + 1)]
    known = list(takewhile(lambda count: count is not None, ends))
    return [
        (start.missing - end.missing) * (_WEEK / (end.day - start.day))
        for end, start in pairwise(known)
        if start is not None and end is not None
    ]


def _count_at(history: Sequence[RosterCount], day: date) -> RosterCount | None:
    """The last count up to a day, if it is not long before."""
    place = bisect_right(history, day, key=lambda count: count.day) - 1
    return history[place] if place >= 0 and day - history[place].day <= _NEAR else None


def _left(newest: RosterCount, pace: float, target: date) -> int:
    left = ceil(newest.missing - pace * ((target - newest.day) / _WEEK))
    return min(max(left, 0), newest.members)


def _done(newest: RosterCount, pace: float) -> date | None:
    if not newest.missing:
        return newest.day
    weeks = newest.missing / pace if pace > 0 else _NEVER
    return newest.day + ceil(weeks * 7) * timedelta(days=1) if weeks < _NEVER else None
