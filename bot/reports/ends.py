"""When attempts ended, which decides what is newer: two flows of one person may overlap, and the last word counts.

A frame of attempts keeps, beside the time of the first step, how long each took, in two bytes.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int64]  # microseconds since 1970
Ints = npt.NDArray[np.integer[Any]]

SECONDS: Final = np.uint16
UNKNOWN: Final = np.iinfo(SECONDS).max  # a source that tells one moment alone
_SECOND: Final = 1_000_000
LONGEST: Final = int(UNKNOWN) * _SECOND  # microseconds; no attempt is known to take so long


def took(at: Times, last_step: Times) -> npt.NDArray[np.uint16]:
    """How many seconds lie between first and last steps, at most 18 hours; UNKNOWN where a last step is 0."""
    seconds = np.clip((last_step - at) // _SECOND, 0, UNKNOWN - 1)
    return np.where(last_step == 0, UNKNOWN, seconds).astype(SECONDS)


def ends(at: Times, took: npt.NDArray[np.uint16]) -> Times:
    """When attempts ended, to the second; where nobody knows, when they began."""
    return at + np.where(took == UNKNOWN, 0, took).astype(np.int64) * _SECOND


def by_end(owners: Ints, at: Times) -> npt.NDArray[np.int64]:
    """The order in which rows that stand owner by owner are, for each owner, in the order of these times."""
    order = np.arange(len(owners))
    places, runs = _out_of_order(owners, at)
    order[places] = places[np.lexsort((at[places], runs))]
    return order


def latest_so_far(at: Times, owners: Ints) -> Times:
    """For each row the latest of these times up to it, among the rows of its owner that stand side by side."""
    places, runs = _out_of_order(owners, at)
    some, found = at[places], at.copy()
    # Numbers in the order of run and time, so that one running maximum never takes another run's.
    order = np.lexsort((some, runs))
    rank = np.empty(len(some), dtype=np.int64)
    rank[order] = np.arange(len(some))
    found[places] = some[order[np.maximum.accumulate(rank)]]
    return found


def _out_of_order(owners: Ints, at: Times) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the rows of owners stand whose times are in another order than their rows, and a number for each owner.

    These are few: overlapping flows of one person. To sort the others, too, took half of the time of `stuck`.
    """
    same = owners[1:] == owners[:-1]
    wrong = same & (at[1:] < at[:-1])
    if not wrong.any():
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    run = np.cumsum(np.append(0, ~same))
    places = np.flatnonzero(np.isin(run, run[1:][wrong]))
    return places, run[places]
