"""Times whose AM and PM were lost: told where they can be nothing else, and of no ordinary report."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.half_days import LOST, MAY_BE_LOST, ONE_A_DAY
from tests.support.handed_over import PORTAL, csv_text, portal_rows, read_text

CLASSIC = "User,Role,Date and Time,Method(s) Used,Result,Details"
MORNING = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)


def classic(
    form: str, *, hours: Iterable[int] = range(0, 12, 2), days: int = 5, turned: bool = False
) -> tuple[str, ...]:
    """The warnings about a report of some attempts a day, as many hours after seven as are given."""
    times = [MORNING + timedelta(days=day, hours=hour) for day in range(days) for hour in hours]
    times = times[::-1] if turned else times
    rows = [f"u{number}@contoso.com,User,{at.strftime(form)},,Failed,x" for number, at in enumerate(times)]
    (report,) = read_text("\n".join([CLASSIC, *rows, ""])).reports
    return report.warnings


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("form", ["%m/%d/%Y %I:%M:%S", "%Y-%m-%d %I:%M", "%d.%m.%Y %I:%M:%S"])
def test_lost_halves_of_the_day_are_told(form: str, *, turned: bool) -> None:
    assert LOST in classic(form, hours=range(12), turned=turned)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("form", ["%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"])
def test_times_that_are_whole_are_not(form: str, *, turned: bool) -> None:
    assert LOST not in classic(form, hours=range(12), turned=turned)


@pytest.mark.parametrize("turned", [False, True])
def test_a_report_in_the_order_of_time_has_lost_nothing(*, turned: bool) -> None:
    assert LOST not in classic("%m/%d/%Y %H:%M:%S", hours=range(-6, 6), turned=turned)  # from 1:05 to 12:05


@pytest.mark.parametrize("hours", [range(-6, 0), range(6, 12), range(-4, 4)])  # 1 to 6, in the evening, 3 to 10
def test_times_of_one_half_of_a_day_may_have_lost_it(hours: range) -> None:
    """Nothing tells a shift in the afternoon from one that works while it is night in UTC."""
    warnings = classic("%m/%d/%Y %I:%M:%S", hours=hours)
    turned = classic("%m/%d/%Y %I:%M:%S", hours=hours, turned=True)
    assert (MAY_BE_LOST in warnings, MAY_BE_LOST in turned) == (False, False)  # in the order of time
    shuffled = [hour for hour in hours if hour % 2] + [hour for hour in hours if not hour % 2]
    assert MAY_BE_LOST in classic("%m/%d/%Y %I:%M:%S", hours=shuffled)
    assert MAY_BE_LOST not in classic("%m/%d/%Y %I:%M:%S %p", hours=shuffled)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("form", "told"), [("%I:%M:%S", True), ("%H:%M:%S", False), ("%I:%M:%S %p", False)])
def test_the_order_of_days_alone_says_nothing_of_the_hours(form: str, *, told: bool, turned: bool) -> None:
    hours = [1 + 27 * day for day in range(24)]  # one a day, each three hours later on it
    warnings = classic(f"%m/%d/%Y {form}", hours=hours, days=1, turned=turned)
    assert (ONE_A_DAY in warnings) is told


def test_a_few_rows_prove_nothing() -> None:
    assert LOST not in classic("%m/%d/%Y %I:%M:%S", hours=range(0, 12, 3), days=4)


def test_in_an_audit_log_too() -> None:
    some = portal_rows()[0]
    times = [MORNING + timedelta(days=day, hours=hour) for day in range(3) for hour in range(12)]
    for form, lost in (("%m/%d/%Y %I:%M:%S", True), ("%m/%d/%Y %I:%M:%S %p", False)):
        (report,) = read_text(csv_text(PORTAL, [[at.strftime(form), *some[1:]] for at in times])).reports
        assert (LOST in report.warnings) is lost
