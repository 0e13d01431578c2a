"""Bursts: more people within minutes, hours or a day than is usual at that hour of that weekday.

At each new person the people of the last 3 minutes, 15 minutes, hour and day are held against what a negative binomial
count around the usual rate would bring. The limit follows from a budget of false alarms a month. Times are
microseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Floats, Ints
from bot.analysis.statistics.negative_binomial import DIRECTLY, SAFELY, at_least, bounds, unlikely
from bot.reports.frames.ranges import ranges

Times = npt.NDArray[np.int64]

HOUR: Final = 3_600_000_000
DAY: Final = 24 * HOUR
SPANS: Final = (3 * HOUR // 60, HOUR // 4, HOUR, DAY)
FEWEST: Final = 4  # people, within any span
_WEEK_HOURS: Final = 168
_DAYS: Final = 7
_MONTH: Final = 30.44  # days
_FEW_A_MONTH: Final = 4.0  # people; the limit for a cause that is rarer
_WILD: Final = 0.5  # hours scatter more than days do
_HEAVY: Final = 1.5  # scattering hours have more far ones than a negative binomial of their variance
_ENOUGH: Final = 1.0  # squared people of all hours; below it hours say nothing of their scatter
_WEEKDAY_PRIOR: Final = 4.0  # people, spread over the week
_MONDAY: Final = 4  # 1 January 1970 was a Thursday
_GUESSES: Final = np.unique(np.geomspace(FEWEST, 1e7, 80).astype(np.int64))  # at a count too large at any hour
_EARLY: Final = 1 / 8  # of an hour, in which people of the hour before weigh most
_ROUNDED: Final = 0.999  # less than what rounding leaves of a small mean


@dataclass(frozen=True, slots=True)
class Hours:
    """People who came one after another, by the hour of a clock."""

    at: Times  # where each hour begins in which there are any
    starts: Ints  # the place of the first of each among all, and how many there are
    most: Ints  # by hour and span: at least as many as the fullest one holds that ends with somebody of the hour
    early: Ints  # the same of those that end in its first minutes, and so may lie in the hour before

    @staticmethod
    def of(at: Times, clock: Times, before: Times | None = None) -> "Hours":
        """Count sorted times by what a clock showed at them; spans reach back among those who came `before`."""
        begins: Times = clock // HOUR * HOUR
        first = arrays.runs(begins)
        if not len(at):
            none = np.empty((0, len(SPANS)), dtype=np.int64)
            return Hours(begins, np.zeros(1, dtype=np.int64), none, none)
        near = at if before is None else np.concatenate([before[np.searchsorted(before, at[0] - DAY) :], at])
        until = np.arange(len(near) - len(at), len(near)) + 1
        sizes = [until - np.searchsorted(near, at - width, side="right") for width in SPANS]
        soon = clock - begins < _EARLY * HOUR
        most, early = (
            np.stack([np.maximum.reduceat(size, first) for size in some], axis=1)
            for some in (sizes, [size * soon for size in sizes])
        )
        return Hours(begins[first], np.append(first, len(at)), most, early)

    def between(self, first: int, last: int) -> "Hours":
        """Those of the people from one place up to another."""
        begin = int(np.searchsorted(self.starts, first, side="right")) - 1
        end = int(np.searchsorted(self.starts, last)) if first < last else begin
        starts = self.starts[begin : end + 1].clip(first, last) - first
        return Hours(self.at[begin:end], starts, self.most[begin:end], self.early[begin:end])

    def followed_by(self, later: "Hours") -> "Hours":
        """With the hours of those who come after all of these, none of them in the same hour."""
        starts = np.concatenate([self.starts[:-1], later.starts + self.starts[-1]])
        at, most, early = (
            np.concatenate([getattr(one, name) for one in (self, later)]) for name in ("at", "most", "early")
        )
        return Hours(at, starts, most, early)

    def with_only(self, chosen: Bools) -> "Hours":
        """Those of some of the people, without hours in which none is left."""
        starts = np.concatenate([[0], np.cumsum(chosen)])[self.starts]
        left = np.flatnonzero(np.diff(starts))
        return Hours(self.at[left], np.append(starts[left], starts[-1]), self.most[left], self.early[left])

    def sizes(self) -> Ints:
        """How many came in each hour."""
        return np.diff(self.starts)

    def rows(self, chosen: Ints) -> Ints:
        """The places of the people of some hours."""
        return ranges(self.starts[chosen], self.sizes()[chosen])

    def crowded(self, rates: "Usual", threshold: float) -> Bools:
        """By hour and span, whether one that ends in it may hold too many people: no other does.

        Where hours are many, the same hours of all weeks are looked at as one at first.
        """
        hour = (self.at // HOUR - _MONDAY * 24) % _WEEK_HOURS
        least, found = rates.least_at_hours(0), self.most >= FEWEST
        if len(hour) > _WEEK_HOURS:
            together = np.zeros((_WEEK_HOURS, len(SPANS)), dtype=np.int64)
            np.maximum.at(together, hour, self.most)
            found &= _may_be_rare(together, least, rates, threshold)[hour]
            if 2 * np.count_nonzero(found) > found.size:  # as of a cause of which nothing is usual
                return found
        some, span = np.nonzero(found)
        if len(some):  # by where they end in their hour: rates may be far apart on both sides of midnight
            counts = np.stack([self.early[some, span], self.most[some, span]])
            means = np.stack([one[hour[some], span] for one in (least, rates.least_at_hours(_EARLY))])
            found[some, span] = _may_be_rare(counts, means, rates, threshold).any(axis=0)
        return found


def _may_be_rare(counts: Ints, mean: Floats, rates: "Usual", threshold: float) -> Bools:
    """Which counts may be too many: all that are, and few others."""
    chance = at_least(np.maximum(counts, FEWEST) - 1, mean, rates.dispersion)
    return (counts >= FEWEST) & (chance < threshold * SAFELY)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual of one cause: people an hour by hour of the week, from Monday, and how far days differ."""

    rate: Floats  # 168 of them
    dispersion: float  # a count of mean m has the variance m + dispersion m m
    a_month: float

    def expected(self, starts: Times, ends: Times) -> Floats:
        """How many people are usual in each span; local times."""
        return self.until(ends) - self.until(starts)

    def until(self, at: Times) -> Floats:
        """How many people are usual from a Monday in 1970 up to each local time."""
        total = np.concatenate([[0.0], np.cumsum(self.rate)])
        hours = at / HOUR - _MONDAY * 24
        weeks = np.floor(hours / _WEEK_HOURS)
        rest = hours - weeks * _WEEK_HOURS
        hour = np.minimum(rest.astype(np.int64), _WEEK_HOURS - 1)
        found: Floats = weeks * total[-1] + total[hour] + (rest - hour) * self.rate[hour]
        return found

    def surely_many(self, most: Ints, threshold: float) -> list[int]:
        """By span, of how many people on one is too full at any hour, up to the `most` that there are; or some more."""
        day = np.cumsum(np.tile(self.rate, 2))
        mean = self.rate.max() * np.array(SPANS) / HOUR
        mean[-1] = (day[DAY // HOUR :] - day[: -DAY // HOUR]).max()
        sizes = _GUESSES[: int(np.searchsorted(_GUESSES, most.max())) + 1]
        least, means = np.repeat(sizes - 1, len(SPANS)), np.tile(mean / _ROUNDED, len(sizes))
        rare = (bounds(least, means, self.dispersion)[1] < threshold).reshape(len(sizes), len(SPANS))
        return [int(size) for size in np.where(rare.any(axis=0), sizes[rare.argmax(axis=0)], most + 1)]

    def least_at_hours(self, after: float) -> Floats:
        """By hour of the week and span, how many are usual of one that ends behind such a part of the hour, or fewer.

        While an hour passes they change evenly, or not any more from some time on: they are fewest at one of its ends.
        """
        day, widths = DAY // HOUR, np.array(SPANS)[:, np.newaxis] / HOUR
        rates = np.concatenate([self.rate[-day:], self.rate])
        own, until, inside = rates[day:], np.cumsum(rates), np.minimum(after, widths)
        found = np.minimum(own * inside + rates[day - 1 : -1] * (widths - inside), own * widths)
        whole = until[day - 1 :] - np.concatenate([[0.0], until[:-day]])
        np.minimum(whole[:-1] + after * np.diff(whole), whole[1:], out=found[-1])
        least: Floats = found.T * _ROUNDED
        return least


def usual(hours: Hours, days: int) -> Usual:
    """The usual rate of one cause from when people met it over so many whole days of history; local hours.

    Weekday and hour are taken as independent; a few made-up people keep an hour in which nobody came possible.
    """
    hour, sizes = _one_by_one(hours)
    day = hour // 24
    weekday = np.bincount((day - _MONDAY) % _DAYS, sizes, minlength=_DAYS) + _WEEKDAY_PRIOR / _DAYS
    clock = np.bincount(hour % 24, sizes, minlength=24) + 1.0
    a_day = max(int(sizes.sum()), 1) / max(days, 1)
    shares = np.outer(weekday / weekday.sum(), clock / clock.sum()).ravel()
    rate = a_day * _DAYS * shares
    scatter = max(_dispersion(day, sizes, days) + _WILD, _HEAVY * _of_hours(hour, sizes, rate, days))
    return Usual(rate, scatter, a_day * _MONTH)


def _one_by_one(hours: Hours) -> tuple[Ints, Ints]:
    """All hours from the first to the last one with people, and how many these are."""
    hour = hours.at // HOUR
    first = int(hour.min()) if len(hour) else 0
    sizes = np.bincount(hour - first, hours.sizes() if len(hour) else None)
    return np.arange(first, first + len(sizes)), sizes


def _dispersion(day: Ints, sizes: Ints, days: int) -> float:
    """By moments, of the counts of days around those of their weekday; never below 0."""
    if not len(day) or days < 2 * _DAYS:
        return 0.0
    counts = np.bincount(day - day.min(), sizes, minlength=days)[:days]
    place = (np.arange(len(counts)) + int(day.min())) % _DAYS
    means = (np.bincount(place, weights=counts, minlength=_DAYS) / np.bincount(place, minlength=_DAYS))[place]
    square = float((means**2).sum())
    return max(0.0, float(((counts - means) ** 2 - means).sum()) / square) if square else 0.0


def _of_hours(hour: Ints, sizes: Ints, rate: Floats, days: int) -> float:
    """By moments, of the counts of hours around what is usual of them; 0 where there are too few people."""
    if not len(hour) or days < 2 * _DAYS:
        return 0.0
    first = int(hour.min()) // 24 * 24
    counts = np.bincount(hour - first, sizes, minlength=days * 24)[: days * 24]
    means = rate[(np.arange(len(counts)) + first - _MONDAY * 24) % _WEEK_HOURS]
    square = float((means**2).sum())
    return max(0.0, float(((counts - means) ** 2 - means).sum()) / square) if square >= _ENOUGH else 0.0


def limit(budget: float, causes: int, a_month: float) -> float:
    """How unlikely a count must be, so that all causes together raise about `budget` false alarms a month."""
    return budget / (max(causes, 1) * len(SPANS) * max(a_month, _FEW_A_MONTH))


def alarms(
    hours: Hours, at: Times, clock: Callable[[Times], Times], rates: Usual, threshold: float
) -> tuple[Ints, Ints]:
    """The places of those up to whom the people of a span are too many, and of the first in the shortest such span.

    The former rise. `hours` are by the clock on the wall, and `clock` tells what it showed at some of the sorted times.
    """
    crowded = hours.crowded(rates, threshold)
    some = np.flatnonzero(crowded.any(axis=1))
    if not len(some):
        return some, some
    rows, of_hours = hours.rows(some), np.repeat(crowded[some], hours.sizes()[some], axis=0)
    ends, first = at[rows], np.full(len(rows), -1)
    unsure, surely = [], [len(at) + 1] * len(SPANS)
    if len(rows) * len(SPANS) > DIRECTLY:
        surely = rates.surely_many(hours.most.max(axis=0), threshold)
    for span, width in enumerate(SPANS):
        person = np.flatnonzero(of_hours[:, span] & (first < 0))
        begin = np.searchsorted(at, ends[person] - width, side="right")
        sizes = rows[person] + 1 - begin
        many = sizes >= surely[span]
        first[person[many]] = begin[many]
        few = np.flatnonzero((sizes >= FEWEST) & ~many)
        unsure.append((person[few], begin[few], np.full(len(few), width)))
    person, begin, widths = (np.concatenate(column) for column in zip(*unsure, strict=True))
    until = clock(ends)[person]
    mean = rates.expected(until - widths, until)
    rare = np.flatnonzero(unlikely(rows[person] - begin, mean, rates.dispersion, threshold))[::-1]
    first[person[rare]] = begin[rare]  # of each person the shortest span comes last
    places = np.flatnonzero(first >= 0)
    return rows[places], first[places]
