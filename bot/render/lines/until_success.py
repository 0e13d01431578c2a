"""How long it takes until half have succeeded, in the unit that is read most easily."""

from datetime import timedelta
from typing import Final

from bot.analysis.cases.time_to_success import TimeToSuccess
from bot.render.blocks.wording import count, spread

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_DAYS: Final = timedelta(days=4)  # from here on a whole day more or less is no more than an eighth


def half_within(found: TimeToSuccess) -> str:
    """`within 57 hours (41 to 80 hours)`, `within 6 days (5 to 9 days)`, `within 27 hours (26 hours or more)`.

    "" where not half have succeeded.
    """
    if found.half is None:
        return ""
    low, high = (_length(bound) if bound is not None else "" for bound in (found.earliest, found.latest))
    known = spread(low, high) if low and high else f"{low} or more" if low else f"up to {high}" if high else ""
    return f"within {_length(found.half)}{f' ({known})' if known else ''}"


def _length(length: timedelta) -> str:
    if length < _HOUR:
        return count(max(round(length / timedelta(minutes=1)), 1), "minute")
    return count(round(length / _HOUR), "hour") if length < _DAYS else count(round(length / _DAY), "day")
