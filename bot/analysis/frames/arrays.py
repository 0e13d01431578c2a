"""The columns of a frame as plain arrays, without a copy, and the few counts that every analysis needs."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.reports.ends import ends
from bot.reports.frames.frame import Frame
from bot.reports.snapshot import Snapshot

Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

BLOCK: Final = 1024  # rows of which the largest value is known
_ROOMY: Final = 16  # numbers are counted from a table of up to so many places a row; beyond, sorting is quicker
_SPARSE: Final = 256  # people for each row from which on sorting the rows is quicker than marking who is in them
_CELLS: Final = 64  # the same for group x person: a sixth of sorting's time there, and never above 64 bytes a row


def codes(frame: Frame, name: str) -> Ints:
    """The numbers of a column of words."""
    return frame.codes(name)


def words(frame: Frame, name: str) -> list[str]:
    """What the numbers of a column of words mean."""
    return frame.words(name)


def times(frame: Frame, name: str = "at") -> npt.NDArray[np.int64]:
    """A time column as microseconds since 1970."""
    return frame.times(name)


def ended(frame: Frame, rows: "slice | Ints" = slice(None)) -> npt.NDArray[np.int64]:
    """When attempts ended, as microseconds since 1970."""
    return ends(times(frame)[rows], took(frame)[rows])


def took(frame: Frame) -> npt.NDArray[np.uint16]:
    """How many seconds each attempt took, as `ends` reads it."""
    return frame.values("took")


def longest(snapshot: Snapshot) -> int:
    """How long the longest attempt took that is known to have ended, in microseconds; 0 where none is known."""
    seconds = took(snapshot.attempts)
    one_more = snapshot.carried("longest of blocks", partial(block_maxima, lambda row: seconds[row:] + np.uint16(1)))
    return max(int(one_more.max(initial=0)) - 1, 0) * 1_000_000  # one more than UNKNOWN is 0


def block_maxima(values: Callable[[int], Ints], known: Ints | None, rows: int) -> Ints:
    """The largest value of each block, from those of blocks in front: so many rows are the same there.

    `values` gives those from a row on.
    """
    whole = 0 if known is None else rows // BLOCK
    later = values(whole * BLOCK)
    found: Ints = np.maximum.reduceat(later, np.arange(0, len(later), BLOCK)) if len(later) else later
    return found if known is None else np.concatenate([known[:whole], found])


def moments(at: npt.NDArray[np.int64]) -> list[datetime]:
    """Microseconds since 1970 as moments, many at once."""
    naive: list[datetime] = at.view("datetime64[us]").tolist()
    return [datetime.combine(one.date(), one.time(), UTC) for one in naive]  # replace() takes three times as long


def table(rows: Sequence[str], chosen: set[str] | frozenset[str]) -> Bools:
    """For each word, whether it is one of those chosen; a look-up table for codes."""
    return np.array([word in chosen for word in rows], dtype=np.bool_)


def numbered(values: Ints) -> Ints:
    """A number from 0 for each value, in the order of the values; not every number need occur. Sorted where sparse."""
    if not len(values):
        return values
    low = values.min()
    roomy = int(values.max()) - int(low) <= _ROOMY * len(values)
    numbers: Ints = values - low if roomy else np.unique(values, return_inverse=True)[1]
    return numbers


def runs(values: Ints) -> npt.NDArray[np.int64]:
    """Where each run of equal values begins; of few values in half the time of `np.diff` with something in front."""
    begins = np.empty(len(values), dtype=np.bool_)
    begins[:1] = True
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def different(values: Ints) -> int:
    """How many different values."""
    return int(np.count_nonzero(np.bincount(numbered(values)))) if len(values) else 0


def present(codes: Ints, words: int) -> list[int]:
    """The codes that occur, in their order."""
    seen = np.zeros(words, dtype=np.bool_)
    seen[codes] = True
    return [int(code) for code in np.flatnonzero(seen)]


def distinct(users: Ints, people: int) -> int:
    """How many different people."""
    if len(users) * _SPARSE < people:
        return len(runs(np.sort(users)))
    seen = np.zeros(people, dtype=np.bool_)
    seen[users] = True
    return int(np.count_nonzero(seen))


def distinct_by(groups: Ints, count: int, users: Ints, people: int) -> list[int]:
    """How many different people in each of `count` groups."""
    pairs = groups.astype(np.int64) * people + users
    if count * people <= _CELLS * len(groups):
        seen = np.zeros(count * people, dtype=np.bool_)
        seen[pairs] = True
        return [
            int(np.count_nonzero(group)) for group in seen.reshape(count, people)
        ]  # with axis=1 three times as slow
    pairs.sort()
    fresh = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
    return [int(number) for number in np.bincount(fresh // max(people, 1), minlength=count)]
