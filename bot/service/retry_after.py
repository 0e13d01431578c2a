"""How long a service asks to wait before it is called again."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """Read a Retry-After header: seconds, with decimals or not, or a date; None when it says nothing of use."""
    text = (retry_after or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        seconds = _until(text, now)
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _until(date: str, now: datetime) -> float:
    try:
        at = parsedate_to_datetime(date)
    except (ValueError, OverflowError):  # the latter of a zone that is too far away
        return math.nan
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
