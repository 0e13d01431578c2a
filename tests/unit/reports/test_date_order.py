import pytest

from bot.errors import ReportError
from tests.unit.reports.classic import read_text, reasons, times

WHAT_NEXT = (
    "say which with the option --dates day-first (or month-first), or set SSPR_DATE_ORDER=day-first (or month-first)."
)


def test_one_row_that_proves_its_order_settles_the_whole_file() -> None:
    assert times("3/4/2017 10:00", "28/4/2017 10:00") == ["2017-04-03T10:00:00Z", "2017-04-28T10:00:00Z"]
    assert times("3/4/2017 10:00", "3/28/2017 10:00") == ["2017-03-04T10:00:00Z", "2017-03-28T10:00:00Z"]


def test_the_proof_may_come_late() -> None:
    row = "x@contoso.com,User,{},,Failed,"
    many = [row.format("3/4/2017 10:00")] * 60_000  # more than is read at once
    report = read_text(*many, row.format("28/4/2017 10:00"))
    assert report.frame["at"].dt.month.unique().tolist() == [4]
    assert report.recognised.endswith("dates day-first")
    assert report.rows == 60_001


def test_dates_that_prove_nothing_are_refused_with_the_option_to_set() -> None:
    with pytest.raises(ReportError) as refusal:
        times("1/1/2017 10:00", "3/4/2017 10:00")
    assert str(refusal.value) == (
        f"feb.csv does not show whether its dates are day-first or month-first (line 3); {WHAT_NEXT}"
    )


@pytest.mark.parametrize(("day_first", "at"), [(True, "2017-04-03T10:00:00Z"), (False, "2017-03-04T10:00:00Z")])
def test_the_option_settles_dates_that_prove_nothing(day_first: bool, at: str) -> None:
    assert times("3/4/2017 10:00", day_first=day_first) == [at]
    assert times("3/4/2017 10:00 AM", day_first=day_first) == [at]


def test_the_file_s_own_proof_counts_more_than_the_option() -> None:
    assert times("3/4/2017 10:00", "3/28/2017 10:00", day_first=True)[0] == "2017-03-04T10:00:00Z"


def test_dates_that_read_the_same_both_ways_need_no_option() -> None:
    assert times("3/3/2017 10:00") == ["2017-03-03T10:00:00Z"]


def test_am_and_pm_prove_nothing() -> None:
    with pytest.raises(ReportError) as refusal:
        times("3/4/2017 10:00:00 AM")
    assert str(refusal.value) == (
        f"feb.csv does not show whether its dates are day-first or month-first (line 2); {WHAT_NEXT}"
    )
    assert times("3/4/2017 10:00:00 AM", "3/28/2017 10:00:00 PM")[0] == "2017-03-04T10:00:00Z"


def test_am_and_pm_do_not_hinder_a_proof() -> None:
    assert times("3/4/2017 10:00 am", "28/4/2017 10:00 am")[0] == "2017-04-03T10:00:00Z"


def test_a_slip_among_many_is_rejected() -> None:
    row = "x@contoso.com,User,{},,Failed,"
    report = read_text(*[row.format("2/28/2017 10:00")] * 10, row.format("31/12/2017 10:00"))
    assert reasons(report) == [(12, "the time 31/12/2017 10:00 is not month-first like the others")]
    assert report.rows == 11


def test_two_orders_in_one_file_are_refused() -> None:
    with pytest.raises(ReportError) as refusal:
        times("2/28/2017 10:00", "2/27/2017 10:00", "28/2/2017 10:00")
    assert str(refusal.value) == (
        "feb.csv mixes dates: 1 can only be day-first and 2 only month-first; "
        f"load its parts one by one, or {WHAT_NEXT}"
    )


def test_the_option_settles_two_orders_and_rejects_the_rows_that_do_not_fit() -> None:
    row = "x@contoso.com,User,{},,Failed,"
    report = read_text(*map(row.format, ["2/28/2017", "2/27/2017", "28/2/2017", "3/4/2017"]), day_first=True)
    assert [at.isoformat()[:10] for at in report.frame["at"]] == ["2017-02-28", "2017-04-03"]
    assert [line for line, _ in reasons(report)] == [2, 3]
