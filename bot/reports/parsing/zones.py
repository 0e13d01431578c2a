"""Local times of a zone as UTC, with the two hours a year that a clock change makes odd."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np
import numpy.typing as npt

# Clock changes fall on quarters of an hour, so one look per quarter that occurs is enough.
_QUARTER: Final = 15 * 60 * 1_000_000
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a local time, on purpose
_MICROSECOND: Final = timedelta(microseconds=1)

Micros = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Converted:
    """Times in UTC, and how many of them the clock on the wall does not settle."""

    at: Micros
    doubled: int  # in the hour that autumn repeats: its first passing was taken
    missing: int  # in the hour that spring leaves out: read as if the clock had not been changed yet


def to_utc(local: Micros, zone: tzinfo) -> Converted:
    """Microseconds on the zone's clock as microseconds of UTC."""
    quarters, which = np.unique(local // _QUARTER, return_inverse=True)
    looks = np.array([_look(int(quarter), zone) for quarter in quarters], dtype=np.int64).reshape(-1, 3)
    offsets, doubled, missing = looks[which].T
    return Converted(local - offsets, int(doubled.sum()), int(missing.sum()))


def _look(quarter: int, zone: tzinfo) -> tuple[int, bool, bool]:
    """The offset in a quarter of an hour, and whether the quarter happens twice or never."""
    local = (_EPOCH + timedelta(microseconds=quarter * _QUARTER)).replace(tzinfo=zone)
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None
    assert second is not None
    return first // _MICROSECOND, first > second, first < second
