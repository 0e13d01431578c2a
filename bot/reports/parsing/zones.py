"""Local times of a zone as UTC, with the two hours a year that a clock change makes odd."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

_MICROSECOND: Final = timedelta(microseconds=1)

Micros = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Converted:
    """Times in UTC, and how many of them the clock on the wall leaves open."""

    at: Micros
    doubled: int  # in the hour that autumn repeats: its first passing was taken
    missing: int  # in the hour that spring leaves out: read as if the clock had not been changed yet


def to_utc(local: Micros, zone: tzinfo) -> Converted:
    """Microseconds on the zone's clock as microseconds of UTC."""
    clock = pd.DatetimeIndex(local.view("M8[us]"))
    localised = clock.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    odd = np.flatnonzero(localised.isna())
    if not len(odd):
        return Converted(localised.asi8, 0, 0)
    # pandas cannot place times in a gap of two hours; there are few, so each is asked of the zone itself.
    offsets = np.array([_offsets(at, zone) for at in clock[odd]], dtype=np.int64)
    at = localised.asi8.copy()
    at[odd] = local[odd] - offsets[:, 0]
    doubled = int((offsets[:, 0] > offsets[:, 1]).sum())
    return Converted(at, doubled, len(odd) - doubled)


def _offsets(clock: pd.Timestamp, zone: tzinfo) -> tuple[int, int]:
    """How far the zone is ahead of UTC, in microseconds, before and after a change of its clock."""
    at = clock.to_pydatetime().replace(tzinfo=zone)
    before, after = at.utcoffset(), at.replace(fold=1).utcoffset()
    assert before is not None
    assert after is not None
    return before // _MICROSECOND, after // _MICROSECOND
