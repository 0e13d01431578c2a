"""Times as the database keeps them: microseconds since 1970-01-01 UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """An aware time as a number."""
    return (at - _EPOCH) // _MICROSECOND


def from_micros(number: int) -> datetime:
    """A number as an aware UTC time."""
    return _EPOCH + timedelta(microseconds=number)


def optional(number: int | None) -> datetime | None:
    """The same for a column that may be empty."""
    return None if number is None else from_micros(number)
