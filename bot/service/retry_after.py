"""How long a service asks to wait before it is called again."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_MOST: Final = 3_600.0  # seconds; no header holds anything up for longer before it is asked again


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """Read a Retry-After header: seconds, with decimals or not, or a date; None when it says nothing of use.

    An hour at most: a slip, or a clock that differs, would stop what waits for it.
    """
    text = (retry_after or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        seconds = _until(text, now)
    return min(seconds, _MOST) if math.isfinite(seconds) and seconds >= 0 else None


def _until(date: str, now: datetime) -> float:
    try:
        at = parsedate_to_datetime(date)
    except (ValueError, OverflowError):  # the latter of a zone that is too far away
        return math.nan
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
