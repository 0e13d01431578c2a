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
    same = owners[1:] == owners[:-1]
    wrong = same & (at[1:] < at[:-1])
    if not wrong.any():
        return order
    run = np.cumsum(np.append(0, ~same))
    places = np.flatnonzero(np.isin(run, run[1:][wrong]))  # of few owners
    order[places] = places[np.lexsort((at[places], run[places]))]
    return order
