"""A column of a frame: words by number, times by microsecond, or numbers as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]

_AT_ONCE: Final = 1 << 17  # rows
_COMPARED: Final = 4  # runs of codes that so many comparisons of all rows find before each row's code is looked up


def code_type(labels: int) -> type[np.signedinteger[Any]]:
    """The type that pandas gives the codes of so many categories; it copies codes of any other."""
    narrow = np.int8 if labels < np.iinfo(np.int8).max else np.int16
    return narrow if labels < np.iinfo(np.int16).max else np.int32


def places(codes: Ints, chosen: Bools) -> npt.NDArray[np.int64]:
    """Where those of many codes stand that are chosen, none of them negative: `np.flatnonzero(chosen[codes])`, sooner.

    Comparing takes a fraction of looking each code up, and pieces that fit into a cache half of all at once.
    """
    edges = np.flatnonzero(np.diff(chosen, prepend=np.False_, append=np.False_)).tolist()
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    if len(runs) > _COMPARED:
        return np.flatnonzero(chosen.take(codes))
    found = [
        np.flatnonzero(_within(codes[start : start + _AT_ONCE], runs)) + start
        for start in range(0, len(codes) if runs else 0, _AT_ONCE)
    ]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _within(codes: Ints, runs: list[tuple[int, int]]) -> Bools:
    """For each code, whether it lies in one of some runs of codes."""
    found = np.zeros(len(codes), dtype=np.bool_)
    for first, stop in runs:
        found |= codes == first if stop - first == 1 else (codes >= first) & (codes < stop)
    return found


def in_order(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The places of numbers from 0 in the order of the numbers; equal ones stay as they stand.

    They are sorted with their places in their last digits: a fifth of the time of a stable `argsort`.
    """
    size = max(len(keys), 1)
    found: npt.NDArray[np.int64] = np.sort(keys * size + np.arange(len(keys))) % size
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A column of words: a number a row, and what the numbers mean."""

    codes: Ints
    labels: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """A column of times: microseconds since 1970."""

    micros: npt.NDArray[np.int64]


Column = Words | Times | Array
