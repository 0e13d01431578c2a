"""Attempts by the hour of UTC, counted once for all answers: what became of them, and of the failures the causes."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.knowledge.vocabulary import FAILURES, Result

Ints = npt.NDArray[np.integer[Any]]

HOUR: Final = 3_600_000_000  # microseconds
RESULTS: Final = len(Result)  # codes of results, in every frame the same
_FAILING: Final = np.array([result in FAILURES for result in Result], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class HourCounts:
    """Of the hours with attempts alone. The two tables stand row by row in an array each."""

    hours: npt.NDArray[np.int32]  # since 1970, rising
    results: npt.NDArray[np.int32]  # attempts by hour and code of the result
    causes: npt.NDArray[np.int32]  # failures by hour and code of the cause

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

    def recounted(self, hours: Ints, at: Ints, result: Ints, cause: Ints, causes: int) -> "HourCounts":
        """With some hours, which rise, counted again; the columns are all rows as they are now."""
        edges = np.searchsorted(at, np.concatenate([hours, hours + 1]).astype(np.int64) * HOUR)
        begins, lengths = edges[: len(hours)], edges[len(hours) :] - edges[: len(hours)]
        ends = np.cumsum(lengths)
        rows = np.repeat(begins - (ends - lengths), lengths) + np.arange(int(ends[-1]) if len(ends) else 0)
        again = HourCounts.of(at[rows], result[rows], cause[rows], causes)
        kept = np.isin(self.hours, hours, invert=True)
        order = np.argsort(np.concatenate([self.hours[kept], again.hours]), kind="stable")
        return HourCounts(
            *(
                np.concatenate([old.reshape(len(kept), -1)[kept], new.reshape(len(again.hours), -1)])[order].ravel()
                if len(kept)
                else new
                for old, new in (
                    (self.hours, again.hours),
                    (self.results, again.results),
                    (self.causes, again.causes),
                )
            )
        )


def _sizes(groups: Ints, size: int) -> npt.NDArray[np.int32]:
    return np.bincount(groups, minlength=size).astype(np.int32)
