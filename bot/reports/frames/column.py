"""A column of a frame: words by number, times by microsecond, or numbers as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.integer[Any]]


def code_type(labels: int) -> type[np.signedinteger[Any]]:
    """The type that pandas gives the codes of so many categories; it copies codes of any other."""
    narrow = np.int8 if labels < np.iinfo(np.int8).max else np.int16
    return narrow if labels < np.iinfo(np.int16).max else np.int32


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
