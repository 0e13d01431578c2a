"""Attempts by the hour of UTC, counted once for all answers: what became of them, and of the failures the causes."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.knowledge.vocabulary import FAILURES, Result

Ints = npt.NDArray[np.integer[Any]]
_Sizes = npt.NDArray[np.int32]

HOUR: Final = 3_600_000_000  # microseconds
RESULTS: Final = len(Result)  # codes of results, in every frame the same
_FAILING: Final = np.array([result in FAILURES for result in Result], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class HourCounts:
    """Of the hours with attempts alone. The two tables stand row by row in an array each."""

    hours: _Sizes  # since 1970, rising
    results: _Sizes  # attempts by hour and code of the result
    causes: _Sizes  # failures by hour and code of the cause

    @staticmethod
    def of(at: Ints, result: Ints, cause: Ints, causes: int) -> "HourCounts":
        """Count attempts in the order of time; `causes` is how many codes there are."""
        hour = at // HOUR
        starts = np.flatnonzero(np.diff(hour, prepend=np.iinfo(np.int64).min))
        number = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(at)))
        failing = np.flatnonzero(_FAILING[result])
        return HourCounts(
            hour[starts].astype(np.int32),
            _sizes(number * RESULTS + result, len(starts) * RESULTS),
            _sizes(number[failing] * causes + cause[failing], len(starts) * causes),
        )

    @staticmethod
    def empty() -> "HourCounts":
        """Of no attempts."""
        return HourCounts(*(np.empty(0, dtype=np.int32) for _ in range(3)))

    def relabelled(self, places: Ints, causes: int) -> "HourCounts":
        """The same where each code of a cause has another place among more of them."""
        table = np.zeros((len(self.hours), causes), dtype=np.int32)
        table[:, places] = self.causes.reshape(len(self.hours), len(places))
        return HourCounts(self.hours, self.results, table.ravel())

    def plus(self, other: "HourCounts", times: int = 1) -> "HourCounts":
        """With the attempts of another, or with -1 times these."""
        if not len(other.hours):
            return self
        if not len(self.hours):
            return other  # which has as many causes as there are
        hours = np.union1d(self.hours, other.hours)
        mine, others = np.searchsorted(hours, self.hours), np.searchsorted(hours, other.hours)

        def added(some: _Sizes, more: _Sizes) -> _Sizes:
            table = np.zeros((len(hours), len(more) // len(other.hours)), dtype=np.int32)
            table[mine] = some.reshape(len(mine), -1)
            table[others] += times * more.reshape(len(others), -1)
            return table

        results, causes = added(self.results, other.results), added(self.causes, other.causes)
        left = results.any(axis=1)
        return HourCounts(hours[left], results[left].ravel(), causes[left].ravel())


def _sizes(groups: Ints, size: int) -> _Sizes:
    return np.bincount(groups, minlength=size).astype(np.int32)
