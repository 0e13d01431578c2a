"""Instants as numbers: microseconds since 1970-01-01 UTC, as the database and the frames keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER: Final = 2**63 - 1  # microseconds: later than all times
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Convert an aware time to microseconds."""
    return (at - EPOCH) // _MICROSECOND


def from_micros(micros: int | np.int64) -> datetime:
    """Convert microseconds to an aware time in UTC."""
    return EPOCH + timedelta(microseconds=int(micros))


def optional(micros: int | None) -> datetime | None:
    """Convert the value of a column that may be empty."""
    return None if micros is None else from_micros(micros)


def utc(micros: npt.NDArray[np.int64]) -> pd.DatetimeIndex:
    """Convert an array of microseconds to the times of a frame."""
    import pandas as pd  # noqa: PLC0415 - times as numbers do without

    return pd.DatetimeIndex(micros.view("M8[us]")).tz_localize("UTC")
