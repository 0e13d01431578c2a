"""Bursts: more people within minutes, hours or a day than is usual at that hour of that weekday.

At each new person the people of the last 3 minutes, 15 minutes, hour and day are held against what a negative binomial
count around the usual rate would bring. The limit follows from a budget of false alarms a month. Times are
microseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import lgamma
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Floats, Ints

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
_STEPS: Final = 500
_CLOSE: Final = 1e-12
_DIRECTLY: Final = 4_000  # counts whose chances are worked out without a look at others
_GUESSES: Final = np.unique(np.geomspace(FEWEST, 1e7, 80).astype(np.int64))  # at a count too large at any hour
_BANDS: Final = 50  # of means, each a fiftieth wider than the one below
_SAFELY: Final = 1.000001  # more than the fraction may be off
_ROUNDED: Final = 0.999  # less than what rounding leaves of a small mean


@dataclass(frozen=True, slots=True)
class Hours:
    """People who came one after another, by the hour of a clock."""

    at: Times  # where each hour begins in which there are any
    starts: Ints  # the place of the first of each among all, and how many there are
    most: Ints  # by hour and span: at least as many as the fullest one holds that ends with somebody of the hour

    @staticmethod
    def of(at: Times, clock: Times, before: Times | None = None) -> "Hours":
        """Count sorted times by what a clock showed at them; spans reach back among those who came `before`."""
        begins: Times = clock // HOUR * HOUR
        first = arrays.runs(begins)
        if not len(at):
            return Hours(begins, np.zeros(1, dtype=np.int64), np.empty((0, len(SPANS)), dtype=np.int64))
        near = at if before is None else np.concatenate([before[np.searchsorted(before, at[0] - DAY) :], at])
        until = np.arange(len(near) - len(at), len(near)) + 1
        sizes = [until - np.searchsorted(near, at - width, side="right") for width in SPANS]
        most = np.stack([np.maximum.reduceat(size, first) for size in sizes], axis=1)
        return Hours(begins[first], np.append(first, len(at)), most)

    def between(self, first: int, last: int) -> "Hours":
        """Those of the people from one place up to another."""
        begin = int(np.searchsorted(self.starts, first, side="right")) - 1
        end = int(np.searchsorted(self.starts, last)) if first < last else begin
        starts = self.starts[begin : end + 1].clip(first, last) - first
        return Hours(self.at[begin:end], starts, self.most[begin:end])

    def followed_by(self, later: "Hours") -> "Hours":
        """With the hours of those who come after all of these, none of them in the same hour."""
        starts = np.concatenate([self.starts[:-1], later.starts + self.starts[-1]])
        return Hours(np.concatenate([self.at, later.at]), starts, np.concatenate([self.most, later.most]))

    def with_only(self, chosen: Bools) -> "Hours":
        """Those of some of the people, without hours in which none is left."""
        starts = np.concatenate([[0], np.cumsum(chosen)])[self.starts]
        left = np.flatnonzero(np.diff(starts))
        return Hours(self.at[left], np.append(starts[left], starts[-1]), self.most[left])

    def sizes(self) -> Ints:
        """How many came in each hour."""
        return np.diff(self.starts)

    def rows(self, chosen: Ints) -> Ints:
        """The places of the people of some hours."""
        begins, sizes = self.starts[chosen], self.sizes()[chosen]
        return np.repeat(begins - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))

    def crowded(self, rates: "Usual", threshold: float) -> Bools:
        """By hour and span, whether one that ends in it may hold too many people: no other does.

        Where hours are many, the same hours of all weeks are looked at as one at first.
        """
        hour = (self.at // HOUR - _MONDAY * 24) % _WEEK_HOURS
        least, found = (rates.least_at_hours() * _ROUNDED).T, self.most >= FEWEST
        if len(hour) > _WEEK_HOURS:
            together = np.zeros((_WEEK_HOURS, len(SPANS)), dtype=np.int64)
            np.maximum.at(together, hour, self.most)
            found &= _some_rare(together, least, together >= FEWEST, rates, threshold)[hour]
            if 2 * np.count_nonzero(found) > found.size:  # as of a cause of which nothing is usual
                return found
        return _some_rare(self.most, least[hour], found, rates, threshold) if found.any() else found


def _some_rare(most: Ints, mean: Floats, some: Bools, rates: "Usual", threshold: float) -> Bools:
    """Which of some counts may be too many: all that are, and few others."""
    found = np.zeros(some.shape, dtype=np.bool_)
    found[some] = _just(most[some] - 1, mean[some], rates.dispersion) < threshold * _SAFELY
    return found


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
        rare = (_bounds(least, means, self.dispersion)[1] < threshold).reshape(len(sizes), len(SPANS))
        return [int(size) for size in np.where(rare.any(axis=0), sizes[rare.argmax(axis=0)], most + 1)]

    def least_at_hours(self) -> Floats:
        """By span, how many are usual of one that ends in each hour of the week: the least, at one of its ends."""
        day, found = DAY // HOUR, np.empty((len(SPANS), _WEEK_HOURS))
        rates = np.concatenate([self.rate[-day:], self.rate])
        until = np.cumsum(rates)
        whole = until[day - 1 :] - np.concatenate([[0.0], until[:-day]])
        found[:-1] = np.minimum(rates[day:], rates[day - 1 : -1]) * (np.array(SPANS[:-1]) / HOUR)[:, np.newaxis]
        np.minimum(whole[1:], whole[:-1], out=found[-1])
        return found


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
    if len(rows) * len(SPANS) > _DIRECTLY:
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
    rare = np.flatnonzero(_unlikely(rows[person] - begin, mean, rates.dispersion, threshold))[::-1]
    first[person[rare]] = begin[rare]  # of each person the shortest span comes last
    places = np.flatnonzero(first >= 0)
    return rows[places], first[places]


def _unlikely(least: Ints, mean: Floats, dispersion: float, threshold: float) -> Bools:
    """Whether the chance of at least so many is below a threshold.

    It falls with the count and grows with the mean: where the largest count of some close means is likely around the
    smallest of them, so are all others, and their chances are not worked out. Of the others those of one count and of
    close means are looked at as one, around the smallest and around the largest.
    """
    if len(least) <= _DIRECTLY:
        return _rare(least, mean, dispersion, threshold)
    band = (np.log(mean) * _BANDS).astype(np.int64)
    band -= band.min()
    most, smallest, _ = _by_number(band, least, mean)
    used = np.flatnonzero(most)
    rare = np.zeros(len(most), dtype=np.bool_)
    rare[used] = _rare(most[used], smallest[used], dispersion, threshold * _SAFELY)
    places, found = np.flatnonzero(rare[band]), np.zeros(len(least), dtype=np.bool_)
    if len(places) > _DIRECTLY:
        pair = arrays.numbered(band[places] * (int(least.max()) + 1) + least[places])
        count, smallest, largest = _by_number(pair, least[places], mean[places])
        used = np.flatnonzero(count)
        unsure, sure = (np.zeros(len(count), dtype=np.bool_) for _ in range(2))
        unsure[used] = _rare(count[used], smallest[used], dispersion, threshold * _SAFELY)
        used = np.flatnonzero(unsure)
        sure[used] = _rare(count[used], largest[used], dispersion, threshold / _SAFELY)
        found[places] = sure[pair]
        places = places[(unsure & ~sure)[pair]]
    found[places] = _rare(least[places], mean[places], dispersion, threshold)
    return found


def _by_number(number: Ints, least: Ints, mean: Floats) -> tuple[Ints, Floats, Floats]:
    """By number the largest count, and the smallest and the largest mean."""
    size = int(number.max()) + 1
    most, smallest, largest = np.zeros(size, dtype=np.int64), np.full(size, np.inf), np.zeros(size)
    np.maximum.at(most, number, least)
    np.minimum.at(smallest, number, mean)
    np.maximum.at(largest, number, mean)
    return most, smallest, largest


def _rare(least: Ints, mean: Floats, dispersion: float, threshold: float) -> Bools:
    """The same, each one's chance worked out where it is not clear from that of just so many.

    It is at least this one; and at most as much as if each larger count were less likely by the same factor, which is
    the largest that any of them is.
    """
    just, above = _bounds(least, mean, dispersion)
    rare: Bools = above < threshold
    unclear = np.flatnonzero(~rare & (just < threshold))
    if len(unclear):
        rare[unclear] = _chance_of(least[unclear], mean[unclear], dispersion) < threshold
    return rare


def _bounds(least: Ints, mean: Floats, dispersion: float) -> tuple[Floats, Floats]:
    """What the chance of at least so many is at least, and at most."""
    size = 1 / dispersion
    ratio = mean / (mean + size)
    just = _front(least, ratio, size) / least
    factor = ratio * np.maximum(1.0, (least + size) / (least + 1))
    return just, np.where(factor < 1, just * _SAFELY / np.maximum(1 - factor, _CLOSE), 1.0)


def _just(least: Ints, mean: Floats, dispersion: float) -> Floats:
    """The chance of just so many, of one or more, or a little less: by Stirling's formula, the same cost for any."""
    size = 1 / dispersion
    ratio, whole = mean / (mean + size), least + size
    counts = (whole - 0.5) * np.log(whole) - (least + 0.5) * np.log(least) - 1 / (12 * least) - size - lgamma(size)
    chance: Floats = np.exp(counts + least * np.log(ratio) + size * np.log1p(-ratio))
    return chance


def _front(least: Ints, ratio: Floats, size: float) -> Floats:
    """The chance of just so many, of one or more, times as many."""
    numbers = np.arange(int(least.max(initial=0)))
    weights = np.concatenate([[0.0], np.cumsum(np.log((numbers + size) / np.maximum(numbers, 1)))])
    front: Floats = np.exp(weights[least] + least * np.log(ratio) + size * np.log1p(-ratio))
    return front


def _chance_of(least: Ints, mean: Floats, dispersion: float) -> Floats:
    """The chance of at least so many, of one or more, under a negative binomial count.

    That is the regularised incomplete beta function, by its continued fraction: a few steps for any number of people,
    where adding up the chances of all smaller counts takes as many as there are people.
    """
    size, counts = 1 / dispersion, least.astype(np.float64)
    ratio = mean / (mean + size)
    front = _front(least, ratio, size)
    many = ratio < (counts + 1) / (counts + size + 2)  # the fraction converges on this side of the mean alone
    a, b = np.where(many, counts, size), np.where(many, size, counts)
    part = front / a * _beta_fraction(a, b, np.where(many, ratio, 1 - ratio))
    chance: Floats = np.where(many, part, 1 - part)
    return chance


def _beta_fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """The continued fraction of the incomplete beta function, by Lentz's method, where it converges quickly."""
    c, d = np.ones(len(a)), 1 / (1 - (a + b) * x / (a + 1))
    found = d
    for step in range(1, _STEPS):
        for term in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            d, c = 1 / (1 + term * d), 1 + term / c
            found = found * d * c
        if np.all(np.abs(d * c - 1) < _CLOSE):
            break
    return found
