"""Many runs of numbers written out as one array, as of the rows of many people."""

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.integer[Any]]


def ranges(starts: Ints, sizes: Ints) -> npt.NDArray[np.int64]:
    """The numbers from each of some starts on, so many each, one after another."""
    ends = np.cumsum(sizes, dtype=np.int64)
    found: npt.NDArray[np.int64] = np.repeat(starts - (ends - sizes), sizes)
    found += np.arange(len(found))
    return found
