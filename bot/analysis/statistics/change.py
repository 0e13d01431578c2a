"""Whether a success rate has changed: a claim that knows people who try again and again, and good and bad days.

A person's share of successes on a day is one vote, so that somebody who tries forty times weighs as much as others.
Votes of one person go together, and so do votes of one day; the more they do, the fewer votes they are worth (the
design effect). On what is left stands Newcombe's interval. docs/statistics.md says how often such a claim is false.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Floats, Ints
from bot.analysis.statistics.proportion import Interval, Share, clustered_variance, difference
from bot.analysis.statistics.quantiles import Z95, t95

POINTS: Final = 0.02  # a smaller difference is no news, however sure
_PEOPLE: Final = 10  # fewer people in both spans together bear no claim
_WIDE: Final = 0.3  # an interval from here on finds landslides alone: say so, where it finds nothing
_DAYS: Final = 3  # a day's effect cannot be told from fewer


class Verdict(StrEnum):
    """What may be said of two spans."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "no clear change"
    TOO_FEW = "too few to tell"


@dataclass(frozen=True, slots=True)
class Votes:
    """One vote a person and day: who, on which day, and the share of their attempts that day which succeeded."""

    users: Ints
    days: Ints
    shares: Floats

    @property
    def rate(self) -> float:
        """The mean share; there must be a vote."""
        return float(self.shares.mean())


@dataclass(frozen=True, slots=True)
class Change:
    """Two success rates, by person and day, and what the difference may be."""

    earlier: float
    later: float
    difference: Interval  # of the later above the earlier, -1 to 1
    people: int
    verdict: Verdict


def votes(users: Ints, days: Ints, success: Bools) -> Votes:
    """Attempts, one line each, as one vote a person and day."""
    if not len(users):
        return Votes(users, days, np.empty(0))
    low, span = int(users.min()), int(users.max()) - int(users.min()) + 1
    pairs = days.astype(np.int64) * span + (users - low)  # rows in the order of time lie side by side so
    place = arrays.numbered(pairs)
    sizes = np.bincount(place)
    filled = np.flatnonzero(sizes)
    of_place = np.zeros(len(sizes), dtype=np.int64)
    of_place[place] = pairs
    day, user = np.divmod(of_place[filled], span)
    return Votes(user + low, day, np.bincount(place, weights=success)[filled] / sizes[filled])


def change(earlier: Votes, later: Votes) -> Change | None:
    """Whether the later votes are better than the earlier ones; None where a side has none."""
    if not len(earlier.shares) or not len(later.shares):
        return None
    before, after, z = _worth(earlier, later)
    between = difference(before, after, z)
    people = arrays.different(np.concatenate([earlier.users, later.users]))
    return Change(before.rate, after.rate, between, people, _verdict(earlier, later, between, people))


def _verdict(earlier: Votes, later: Votes, between: Interval, people: int) -> Verdict:
    step = later.rate - earlier.rate
    days = arrays.different(np.concatenate([earlier.days, later.days]))
    if people < _PEOPLE or days < _DAYS:
        return Verdict.TOO_FEW
    if abs(step) >= POINTS and not between.low <= 0 <= between.high:
        return Verdict.BETTER if step > 0 else Verdict.WORSE
    return Verdict.TOO_FEW if between.high - between.low > _WIDE else Verdict.SAME


def _worth(earlier: Votes, later: Votes) -> tuple[Share, Share, float]:
    """Both rates with the votes they are worth, and the quantile: t where days go together more than people do."""
    sizes = len(earlier.shares), len(later.shares)
    shares = np.concatenate([earlier.shares, later.shares])
    weight = np.repeat([-1 / sizes[0], 1 / sizes[1]], sizes)
    pooled = shares.mean()
    plain = pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1])
    users, days = (
        arrays.numbered(np.concatenate(pair)) for pair in ((earlier.users, later.users), (earlier.days, later.days))
    )
    own = np.repeat([earlier.rate, later.rate], sizes)
    by_person = clustered_variance((shares - pooled) * weight, users, estimated=1)
    by_day = clustered_variance((shares - own) * weight, days, estimated=2)
    effect = max(1.0, by_person / plain, by_day / plain) if plain else 1.0
    z = t95(arrays.different(days) - 2) if by_day > max(by_person, plain) else Z95
    return Share(earlier.rate, sizes[0] / effect), Share(later.rate, sizes[1] / effect), z
