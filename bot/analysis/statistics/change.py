"""Whether a success rate has changed: a claim that knows people who try again and again, and good and bad days.

A person's share of successes on a day is one vote, so that somebody who tries forty times weighs as much as others.
Votes of one person go together, and so do votes of one day; the more they do, the fewer votes they are worth (the
design effect). On what is left stands Newcombe's interval. docs/statistics.md says how often such a claim is false.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Floats, Ints
from bot.analysis.statistics.proportion import Interval, Share, difference, variance_of_sums
from bot.analysis.statistics.quantiles import Z95, t95

POINTS: Final = 0.02  # a smaller difference is no news, however sure
_PEOPLE: Final = 10  # fewer people in both spans together bear no claim
_WIDE: Final = 0.3  # an interval from here on finds landslides alone: say so, where it finds nothing
_OUTCOMES: Final = 4  # success, or a failure that counts or is gone, as places of one number
_PART: Final = 100_000  # attempts that are sorted together, about: as many as stay in a processor's cache
_ROOMY: Final = 16  # places of a table for each vote; beyond, votes are numbered first
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

    def split(self, day: int) -> "tuple[Votes, Votes]":
        """Those before a day and those from it on; they must come by day."""
        place = int(np.searchsorted(self.days, day))
        before, after = (
            Votes(self.users[half], self.days[half], self.shares[half]) for half in (slice(place), slice(place, None))
        )
        return before, after

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
    """Attempts, one line each, as one vote a person and day, by day."""
    return votes_without(users, days, success, np.zeros(len(users), dtype=np.bool_))[0]


def votes_without(users: Ints, days: Ints, success: Bools, gone: Bools) -> tuple[Votes, Votes]:
    """The same, and the votes without some failures. Some days at a time, while these come one after another."""
    if not len(users):
        nobody = Votes(users, days, np.empty(0))
        return nobody, nobody
    starts = np.searchsorted(days, np.unique(days[::_PART])) if np.all(days[1:] >= days[:-1]) else np.zeros(1, np.int64)
    parts = [
        _votes(users[start:stop], days[start:stop], success[start:stop], gone[start:stop])
        for start, stop in pairwise([*starts.tolist(), len(days)])
    ]
    every, rest = (
        Votes(*(np.concatenate([getattr(part, one.name) for part in side]) for one in fields(Votes)))
        for side in zip(*parts, strict=True)
    )
    return every, rest


def _votes(users: Ints, days: Ints, success: Bools, gone: Bools) -> tuple[Votes, Votes]:
    """Of attempts that are sorted all together, once for both."""
    first, low, span = int(days.min()), int(users.min()), int(users.max()) - int(users.min()) + 1
    many = (int(days.max()) - first + 1) * span * _OUTCOMES
    kind: type[np.signedinteger[Any]] = np.int32 if many <= np.iinfo(np.int32).max else np.int64
    marks: Ints = ((days - first).astype(kind) * span + (users - low).astype(kind)) * _OUTCOMES + success
    marks += gone * np.int8(2)
    marks.sort()
    pairs = marks // _OUTCOMES
    starts = arrays.runs(pairs)
    sizes, done = np.diff(starts, append=len(pairs)), _within(marks & 1, starts)
    day = pairs[starts] // span
    user = (pairs[starts] - day * span).astype(users.dtype)
    every = Votes(user + low, day.astype(days.dtype) + first, done / sizes)
    if not gone.any():
        return every, every
    sizes -= _within(marks >> 1 & 1, starts)
    left = np.flatnonzero(sizes)
    return every, Votes(every.users[left], every.days[left], done[left] / sizes[left])


def _within(flags: Ints, starts: Ints) -> Ints:
    """How many flags are set from each start to the next one; `reduceat` takes three times as long for so few each."""
    total = np.cumsum(flags, dtype=np.int32)
    found: Ints = np.diff(total[np.append(starts[1:], len(flags)) - 1], prepend=np.int32(0))
    return found


def change(earlier: Votes, later: Votes) -> Change | None:
    """Whether the later votes are better than the earlier ones; None where a side has none."""
    if not len(earlier.shares) or not len(later.shares):
        return None
    sides = _sums([earlier, later], [earlier.users, later.users]), _sums([earlier, later], [earlier.days, later.days])
    people, days = (int(np.count_nonzero(one[0].votes + one[1].votes)) for one in sides)
    before, after, z = _worth(earlier, later, *sides)
    between = difference(before, after, z)
    return Change(before.rate, after.rate, between, people, _verdict(after.rate - before.rate, between, people, days))


def _verdict(step: float, between: Interval, people: int, days: int) -> Verdict:
    if people < _PEOPLE or days < _DAYS:
        return Verdict.TOO_FEW
    if abs(step) >= POINTS and not between.low <= 0 <= between.high:
        return Verdict.BETTER if step > 0 else Verdict.WORSE
    return Verdict.TOO_FEW if between.high - between.low > _WIDE else Verdict.SAME


@dataclass(frozen=True, slots=True)
class _Sums:
    """The votes of each person, or of each day, and their shares added up."""

    votes: Ints
    shares: Floats  # as many


def _sums(sides: Sequence[Votes], whose: Sequence[Ints]) -> tuple[_Sums, _Sums]:
    """Of both sides, in the same places."""
    size = max(int(some.max()) for some in whose) + 1
    if size > _ROOMY * sum(map(len, whose)):  # numbers of a large table, of which few occur
        numbers = np.unique(np.concatenate(whose), return_inverse=True)[1]
        whose, size = (numbers[: len(whose[0])], numbers[len(whose[0]) :]), int(numbers.max()) + 1
    before, after = (
        _Sums(
            np.bincount(some, minlength=size),
            np.asarray(np.bincount(some, side.shares, minlength=size), dtype=np.float64),
        )
        for side, some in zip(sides, whose, strict=True)
    )
    return before, after


def _worth(
    earlier: Votes, later: Votes, people: tuple[_Sums, _Sums], days: tuple[_Sums, _Sums]
) -> tuple[Share, Share, float]:
    """Both rates with the votes they are worth, and the quantile: t where days go together more than people do."""
    sizes, rates = (len(earlier.shares), len(later.shares)), (earlier.rate, later.rate)
    pooled = (sizes[0] * rates[0] + sizes[1] * rates[1]) / sum(sizes)
    plain = pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1])
    by_person = _variance(people, (pooled, pooled), sizes, estimated=1)
    by_day = _variance(days, rates, sizes, estimated=2)
    effect = max(1.0, by_person / plain, by_day / plain) if plain else 1.0
    z = t95(int(np.count_nonzero(days[0].votes + days[1].votes)) - 2) if by_day > max(by_person, plain) else Z95
    return Share(rates[0], sizes[0] / effect), Share(rates[1], sizes[1] / effect), z


def _variance(
    sides: tuple[_Sums, _Sums], means: tuple[float, float], sizes: tuple[int, int], *, estimated: int
) -> float:
    """Of the difference of two mean shares, where votes of one person, or of one day, go together."""
    before, after = (
        (side.shares - mean * side.votes) / size for side, mean, size in zip(sides, means, sizes, strict=True)
    )
    return variance_of_sums(after - before, sides[0].votes + sides[1].votes > 0, estimated=estimated)
