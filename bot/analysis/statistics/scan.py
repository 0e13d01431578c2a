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
_FEW: Final = 200  # people of whom each one's spans are looked at
_DIRECTLY: Final = 4_000  # counts whose chances are worked out without a look at others
_BANDS: Final = 50  # of means, each a fiftieth wider than the one below
_SAFELY: Final = 1.000001  # more than the fraction may be off
_ROUNDED: Final = 0.999  # less than what rounding leaves of a small mean
_SPARSE: Final = 4  # cells a person; of so few people each one's spans are looked at


@dataclass(frozen=True, slots=True)
class Cells:
    """Sorted local times, in which people came, by stretches as long as the shortest span."""

    at: Times  # where each of them begins in which there are any
    sizes: Ints  # how many these are

    @staticmethod
    def of(at: Times) -> "Cells":
        """Count times. Where a clock was put back they do not rise, and neither do the cells."""
        begins = at // SPANS[0] * SPANS[0]
        first = arrays.runs(begins)
        return Cells(begins[first], np.append(first[1:], len(at)) - first if len(at) else first)


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

    def least_at_hours(self) -> Floats:
        """By span, how many are usual of one that ends in each hour of the week: the least, at one of its ends."""
        day, found = DAY // HOUR, np.empty((len(SPANS), _WEEK_HOURS))
        rates = np.concatenate([self.rate[-day:], self.rate])
        until = np.cumsum(rates)
        whole = until[day - 1 :] - np.concatenate([[0.0], until[:-day]])
        found[:-1] = np.minimum(rates[day:], rates[day - 1 : -1]) * (np.array(SPANS[:-1]) / HOUR)[:, np.newaxis]
        np.minimum(whole[1:], whole[:-1], out=found[-1])
        return found


def usual(cells: Cells, days: int) -> Usual:
    """The usual rate of one cause from when people met it over so many whole days of history; local times.

    Weekday and hour are taken as independent; a few made-up people keep an hour in which nobody came possible.
    """
    hour, sizes = _by_hour(cells)
    day = hour // 24
    weekday = np.bincount((day - _MONDAY) % _DAYS, sizes, minlength=_DAYS) + _WEEKDAY_PRIOR / _DAYS
    clock = np.bincount(hour % 24, sizes, minlength=24) + 1.0
    a_day = max(int(sizes.sum()), 1) / max(days, 1)
    shares = np.outer(weekday / weekday.sum(), clock / clock.sum()).ravel()
    rate = a_day * _DAYS * shares
    scatter = max(_dispersion(day, sizes, days) + _WILD, _HEAVY * _of_hours(hour, sizes, rate, days))
    return Usual(rate, scatter, a_day * _MONTH)


def _by_hour(cells: Cells) -> tuple[Ints, Ints]:
    """All hours from the first to the last one with people, and how many these are."""
    hour = cells.at // HOUR
    begins = arrays.runs(hour)
    first = int(hour.min()) if len(hour) else 0
    sizes = np.bincount(hour[begins] - first, np.add.reduceat(cells.sizes, begins) if len(begins) else None)
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
    cells: Cells, people: int, at: Callable[[], Times], rates: Usual, threshold: float
) -> tuple[Ints, npt.NDArray[np.int64]]:
    """The places of those up to whom the people of a span are too many, rising, and the shortest such span of each.

    `at` gives the sorted times of all; it is not asked for where no cell is crowded.
    """
    if people < FEWEST:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    grid = _Grid.of(cells, people)
    if grid is None:
        every = np.tile(np.arange(people), len(SPANS))
        found = _too_many(at(), every, np.repeat(SPANS, people), rates, threshold).reshape(len(SPANS), people)
        places = np.flatnonzero(found.any(axis=0))
        return places, np.array(SPANS)[found[:, places].argmax(axis=0)]
    hours = grid.crowded_hours(rates, threshold)
    times: Times | None = None
    shortest = np.zeros(people, dtype=np.int64)
    for number in np.flatnonzero(hours.any(axis=1)).tolist():
        width = SPANS[number]
        crowded = grid.crowded(width, hours[number], rates, threshold)
        if not crowded.any():
            continue
        times = at() if times is None else times
        rows = grid.rows(crowded)
        rows = rows[shortest[rows] == 0]  # of whom a shorter span told nothing
        shortest[rows[_too_many(times, rows, width, rates, threshold)]] = width
    places = np.flatnonzero(shortest)
    return places, shortest[places]


def _too_many(times: Times, rows: Ints, width: Ints | int, rates: Usual, threshold: float) -> Bools:
    """Whether the people of a span up to each of some times are too many."""
    ends = times[rows]
    sizes = rows + 1 - np.searchsorted(times, ends - width, side="right")
    some = np.flatnonzero(sizes >= FEWEST)
    ends, found = ends[some], np.zeros(len(rows), dtype=np.bool_)
    mean = rates.expected(ends - (width if isinstance(width, int) else width[some]), ends)
    found[some] = _unlikely(sizes[some] - 1, mean, rates.dispersion, threshold)
    return found


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells one after another, empty ones as well, so that not each time's spans are looked at."""

    first: int  # where the first cell begins, on the hour
    until: Ints  # people up to the end of each cell; whole hours

    @staticmethod
    def of(cells: Cells, people: int) -> "_Grid | None":
        """None for few people, and where a clock was put back."""
        at, cell = cells.at, SPANS[0]
        if people < _FEW or (at[-1] - at[0]) // cell > _SPARSE * people or np.any(at[1:] < at[:-1]):
            return None
        first = int(at[0]) // HOUR * HOUR
        place = (at - first) // cell
        hours = int(place[-1]) * cell // HOUR + 1
        sizes = np.zeros(hours * HOUR // cell, dtype=np.int64)
        sizes[place] = cells.sizes
        return _Grid(first, np.cumsum(sizes))

    def rows(self, crowded: Bools) -> Ints:
        """The places of the times in some of the cells."""
        cells = np.flatnonzero(crowded)
        stops = self.until[cells]
        sizes = stops - np.where(cells > 0, self.until[cells - 1], 0)
        return np.repeat(stops - np.cumsum(sizes), sizes) + np.arange(int(sizes.sum()))

    def crowded_hours(self, rates: Usual, threshold: float) -> Bools:
        """By span, the hours in which one may end that holds too many people.

        The same hours of all weeks are looked at as one: with the most people, and with the least that is usual.
        """
        begin, hours = (self.first // HOUR - _MONDAY * 24) % _WEEK_HOURS, len(self.until) * SPANS[0] // HOUR
        most = np.zeros((len(SPANS), -(-(begin + hours) // _WEEK_HOURS), _WEEK_HOURS), dtype=np.int64)
        by_hour = most.reshape(len(SPANS), -1)[:, begin : begin + hours]
        for number, width in enumerate(SPANS):
            each = HOUR // min(width, HOUR)
            by_hour[number] = np.maximum.reduceat(self._people(width), np.arange(0, hours * each, each))
        together = most.max(axis=1)
        mean, rare = rates.least_at_hours() * _ROUNDED, np.zeros(together.shape, dtype=np.bool_)
        some = together >= FEWEST
        rare[some] = _rare(together[some] - 1, mean[some], rates.dispersion, threshold * _SAFELY)
        return rare[:, (begin + np.arange(hours)) % _WEEK_HOURS]

    def crowded(self, width: int, hours: Bools, rates: Usual, threshold: float) -> Bools:
        """The cells in which spans may end that hold too many people, in some hours; in no other cell does one.

        What is usual of a span that ends within a cell is least at one of its ends, as rates change with the hour.
        """
        cell, people = min(width, HOUR), self._people(width)
        many = np.flatnonzero(np.repeat(hours, HOUR // cell) & (people >= FEWEST))
        edges = (self.first + (many + more) * cell for more in (0, 1))
        mean = np.minimum(*(rates.until(edge) - rates.until(edge - width) for edge in edges)) * _ROUNDED
        crowded = np.zeros(len(people), dtype=np.bool_)
        crowded[many[_unlikely(people[many] - 1, mean, rates.dispersion, threshold * _SAFELY)]] = True
        return np.repeat(crowded, cell // SPANS[0])

    def _people(self, width: int) -> Ints:
        """For each cell as long as a span, of an hour at most, those who may be in one that ends in it.

        They are in the cell of the time at which it ends, or in those that cover the span before.
        """
        cell = min(width, HOUR)
        before = width // cell + 1
        until = np.concatenate([np.zeros(before, dtype=np.int64), self.until[cell // SPANS[0] - 1 :: cell // SPANS[0]]])
        people: Ints = until[before:] - until[:-before]
        return people


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
    size = 1 / dispersion
    ratio = mean / (mean + size)
    just = _front(least, ratio, size) / least
    factor = ratio * np.maximum(1.0, (least + size) / (least + 1))
    rare: Bools = just * _SAFELY < threshold * (1 - factor)
    unclear = np.flatnonzero(~rare & (just < threshold))
    if len(unclear):
        rare[unclear] = _chance_of(least[unclear], mean[unclear], dispersion) < threshold
    return rare


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
