"""Times that hardly a log writes: a column that was filled down, dragged or rounded."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.parsing.cut_off import MADE_UP
from tests.support.handed_over import read_text

BEGIN = datetime(2026, 11, 20, 8, 5, 41, tzinfo=UTC)


def is_told(times: list[datetime], people: int = 5) -> bool:
    """Whether a report with such times, in the order of the file, is told."""
    rows = [f"u{number % people}@x.y,,{at:%Y-%m-%dT%H:%M:%S.%fZ},,Failed,x{number}" for number, at in enumerate(times)]
    (report,) = read_text("\n".join(["User,Role,Date and Time,Method(s) Used,Result,Details", *rows, ""])).reports
    assert len(report.frame) == len(rows)
    return any(MADE_UP in warning for warning in report.warnings)


def hours(number: int) -> datetime:
    return BEGIN.replace(minute=0, second=0) + timedelta(hours=number**2 % 97)


TIMES: dict[str, tuple[Callable[[int], datetime], int, bool]] = {  # when the rows are, how many there are, told or not
    "dragged by minutes": (lambda n: BEGIN + timedelta(minutes=n), 5, True),
    "dragged by days": (lambda n: BEGIN + timedelta(days=n), 6, True),
    "dragged upwards": (lambda n: BEGIN - timedelta(seconds=n), 40, True),
    "dragged, and some rows are others": (lambda n: BEGIN + timedelta(seconds=n + n // 7), 40, True),
    "each three hours": (lambda n: BEGIN + timedelta(hours=3 * n), 40, False),
    "filled down": (lambda _: BEGIN, 9, True),
    "few may lie so": (lambda n: BEGIN + timedelta(minutes=n), 4, False),
    "full hours": (hours, 9, True),
    "half hours": (lambda n: hours(n) + timedelta(minutes=30 * (n % 2)), 9, True),
    "quarters of an hour": (lambda n: hours(n) + timedelta(minutes=15 * n), 12, True),
    "multiples of five minutes": (lambda n: hours(n) + timedelta(minutes=5 * n), 12, False),
    "few full hours": (hours, 3, False),
    "minutes": (lambda n: hours(n) + timedelta(minutes=n * 7 % 60), 30, False),
    "as they come": (lambda n: hours(n) + timedelta(seconds=n * 977 % 3600), 30, False),
}


@pytest.mark.parametrize("what", TIMES)
def test_times_that_a_spreadsheet_made_are_told(what: str) -> None:
    when, rows, told = TIMES[what]
    assert is_told([when(number) for number in range(rows)]) is told


def test_one_person_may_try_each_minute() -> None:
    assert not is_told([BEGIN + timedelta(minutes=number) for number in range(9)], people=1)
