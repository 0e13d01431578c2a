"""What a Retry-After header may say, and what it means."""

from datetime import UTC, datetime

import pytest

from bot.service.retry_after import seconds_to_wait

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30.0),
        ("2.5", 2.5),
        ("0", 0.0),
        (" 7 ", 7.0),
        ("Sat, 28 Nov 2026 09:02:00 GMT", 120.0),
        ("Saturday, 28-Nov-26 09:02:00 GMT", 120.0),
        ("Sat Nov 28 09:02:00 2026", 120.0),
        ("Sat, 28 Nov 2026 08:00:00 GMT", 0.0),
        ("3601", 3600.0),
        ("1e300", 3600.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("9" * 400, None),
        ("Sat, 99 Nov 2026 09:02:00 GMT", None),
        ("Sat, 28 Nov 2026 09:02:00 +999999999999999999", None),
    ],
)
def test_seconds_with_decimals_dates_and_nothing_at_all(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, NOW) == seconds
