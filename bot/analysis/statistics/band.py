"""Whether a count is unusual, beside the same span of the weeks before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Final

from bot.analysis.statistics.proportion import Interval
from bot.analysis.statistics.quantiles import t95, t_two_sided

WEEKS: Final = 8  # of history that are looked at
FEWEST: Final = 4  # with fewer, nothing is called usual


@dataclass(frozen=True, slots=True)
class Band:
    """What is usual for a count, from the counts of weeks before; a prediction interval for one more week."""

    mean: float
    error: float  # the standard error of one more count
    weeks: int

    @property
    def usual(self) -> Interval:
        """The counts that 95 of 100 weeks like those before would have; never below 0."""
        half = t95(self.weeks - 1) * self.error
        return Interval(max(0.0, self.mean - half), self.mean + half)

    def p_value(self, count: float) -> float:
        """How often a week like those before is so far off, or further."""
        return (
            t_two_sided((count - self.mean) / self.error, self.weeks - 1) if self.error else float(count == self.mean)
        )


def band(history: Sequence[int]) -> Band | None:
    """The band of the last weeks' counts; None with fewer than four. Counts scatter at least as Poisson's do."""
    if len(history) < FEWEST:
        return None
    weeks = history[-WEEKS:]
    mean = fmean(weeks)
    scatter = max(variance(weeks), mean, 1.0)  # never nothing: eight empty weeks are no proof of a ninth
    return Band(mean, sqrt(scatter * (1 + 1 / len(weeks))), len(weeks))
