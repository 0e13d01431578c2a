"""Intervals of a share and of the difference of two shares, and how much less a vote weighs when votes go together."""

from dataclasses import dataclass
from math import erfc, hypot, sqrt
from typing import Final, NamedTuple

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Floats, Ints
from bot.analysis.statistics.quantiles import Z95

_FAR: Final = 40.0  # standard errors; beyond, the chance is nothing
_HALVINGS: Final = 60


class Interval(NamedTuple):
    """The values that the data does not speak against, at 95 % unless said otherwise."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `size` votes, 0 to 1; the size may be less than was counted, and broken, where votes go together."""

    rate: float
    size: float

    def interval(self, z: float = Z95) -> Interval:
        """Wilson's score interval (1927): right for small numbers, and at 0 and 1. `size` must be above 0."""
        middle = (self.rate + z * z / (2 * self.size)) / (1 + z * z / self.size)
        spread = self.rate * (1 - self.rate) / self.size + z * z / (4 * self.size * self.size)
        half = z * sqrt(spread) / (1 + z * z / self.size)
        return Interval(max(0.0, middle - half), min(1.0, middle + half))


def difference(earlier: Share, later: Share, z: float = Z95) -> Interval:
    """How much higher the later share is: Newcombe's hybrid score interval (1998, method 10), of two Wilson ones."""
    before, after = earlier.interval(z), later.interval(z)
    step = later.rate - earlier.rate
    return Interval(
        step - hypot(later.rate - after.low, before.high - earlier.rate),
        step + hypot(after.high - later.rate, earlier.rate - before.low),
    )


def p_value(earlier: Share, later: Share) -> float:
    """How often shares that are equal differ so far, or further: where the interval of the difference ends at none."""
    low, high = 0.0, _FAR
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        between = difference(earlier, later, middle)
        low, high = (low, middle) if between.low <= 0 <= between.high else (middle, high)
    return erfc(low / sqrt(2))


def clustered_variance(scores: Floats, clusters: Ints, *, estimated: int) -> float:
    """The variance of a sum whose terms go together within clusters (numbers from 0): the sum of squared cluster sums.

    Multiplied by G / (G - estimated) for G clusters and so many estimated means, as is usual (Liang and Zeger, 1986);
    0 where there are no more clusters than means.
    """
    sums = np.asarray(np.bincount(clusters, weights=scores), dtype=np.float64)
    return variance_of_sums(sums, np.bincount(clusters) > 0, estimated=estimated)


def variance_of_sums(sums: Floats, there: Bools, *, estimated: int) -> float:
    """The same from the sums of clusters, and which of these there are."""
    present = int(np.count_nonzero(there))
    squares = float(np.square(sums).sum())  # not sums @ sums: BLAS wakes a thread a core, and they spin for longer
    return squares * present / (present - estimated) if present > estimated else 0.0


def by_person(success: Bools, users: Ints) -> Interval | None:
    """Wilson's interval of a share of attempts, for the votes that are left where a person's go together.

    None without any. A share of none or all has no scatter to learn from: there each person is one vote.
    """
    if not len(success):
        return None
    rate = float(success.mean())
    variance = clustered_variance(success.astype(np.float64) - rate, arrays.numbered(users), estimated=1)
    size = rate * (1 - rate) * len(success) ** 2 / variance if variance else float(arrays.different(users))
    return Share(rate, min(size, float(len(success)))).interval()
