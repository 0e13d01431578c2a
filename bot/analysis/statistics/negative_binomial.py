"""Chances of a negative binomial count: the variance of one of mean m is m + dispersion m m."""

from math import lgamma
from typing import Final

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Floats, Ints

SAFELY: Final = 1.000001  # more than the fraction may be off
DIRECTLY: Final = 4_000  # counts whose chances are worked out without a look at others
_STEPS: Final = 500
_CLOSE: Final = 1e-12
_BANDS: Final = 50  # of means, each a fiftieth wider than the one below


def unlikely(least: Ints, mean: Floats, dispersion: float, threshold: float) -> Bools:
    """Whether the chance of at least so many is below a threshold.

    It falls with the count and grows with the mean: where the largest count of some close means is likely around the
    smallest of them, so are all others, and their chances are not worked out. Of the others those of one count and of
    close means are looked at as one, around the smallest and around the largest.
    """
    if len(least) <= DIRECTLY:
        return _rare(least, mean, dispersion, threshold)
    band = (np.log(mean) * _BANDS).astype(np.int64)
    band -= band.min()
    most, smallest, _ = _by_number(band, least, mean)
    used = np.flatnonzero(most)
    rare = np.zeros(len(most), dtype=np.bool_)
    rare[used] = _rare(most[used], smallest[used], dispersion, threshold * SAFELY)
    places, found = np.flatnonzero(rare[band]), np.zeros(len(least), dtype=np.bool_)
    if len(places) > DIRECTLY:
        pair = arrays.numbered(band[places] * (int(least.max()) + 1) + least[places])
        count, smallest, largest = _by_number(pair, least[places], mean[places])
        used = np.flatnonzero(count)
        unsure, sure = (np.zeros(len(count), dtype=np.bool_) for _ in range(2))
        unsure[used] = _rare(count[used], smallest[used], dispersion, threshold * SAFELY)
        used = np.flatnonzero(unsure)
        sure[used] = _rare(count[used], largest[used], dispersion, threshold / SAFELY)
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
    just, above = bounds(least, mean, dispersion)
    rare: Bools = above < threshold
    unclear = np.flatnonzero(~rare & (just < threshold))
    if len(unclear):
        rare[unclear] = chance_of(least[unclear], mean[unclear], dispersion) < threshold
    return rare


def bounds(least: Ints, mean: Floats, dispersion: float) -> tuple[Floats, Floats]:
    """What the chance of at least so many is at least, and at most.

    Each larger count is less likely than the one before by a factor that goes from that of the first to the ratio.
    """
    size = 1 / dispersion
    ratio = mean / (mean + size)
    just, first = _front(least, ratio, size) / least, ratio * (least + size) / (least + 1)
    low, high = np.minimum(first, ratio), np.maximum(first, ratio)
    return just / ((1 - low) * SAFELY), np.where(high < 1, just * SAFELY / np.maximum(1 - high, _CLOSE), 1.0)


def at_least(least: Ints, mean: Floats, dispersion: float) -> Floats:
    """The chance of at least so many, of one or more, or a little less: the same cost for any number of people.

    That of just so many is Stirling's formula's.
    """
    size = 1 / dispersion
    ratio, whole = mean / (mean + size), least + size
    counts = (whole - 0.5) * np.log(whole) - (least + 0.5) * np.log(least) - 1 / (12 * least) - size - lgamma(size)
    chance = np.exp(counts + least * np.log(ratio) + size * np.log1p(-ratio))
    found: Floats = chance / (1 - ratio * min(1.0, size))
    return found


def _front(least: Ints, ratio: Floats, size: float) -> Floats:
    """The chance of just so many, of one or more, times as many."""
    numbers = np.arange(int(least.max(initial=0)))
    weights = np.concatenate([[0.0], np.cumsum(np.log((numbers + size) / np.maximum(numbers, 1)))])
    front: Floats = np.exp(weights[least] + least * np.log(ratio) + size * np.log1p(-ratio))
    return front


def chance_of(least: Ints, mean: Floats, dispersion: float) -> Floats:
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
