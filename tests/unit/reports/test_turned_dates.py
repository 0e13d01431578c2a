"""Dates that a spreadsheet has changed: read as they were meant, or refused; never read as others."""

import pytest

from bot.errors import ReportError
from tests.unit.reports.classic import read_text, times

TURNED = {
    "hr-HR of LibreOffice": ("11.12.26 05:06", "11/18/2026 8:05:55 PM"),
    "en-CA of LibreOffice": ("2026-12-11 05:06", "18/11/2026 20:05:55"),
    "Excel, written as ISO": ("2026-12-11 05:06:00", "11/18/2026 8:05:55 PM"),
    "with dashes": ("11-12-2026 05:06", "11/18/2026 8:05:55 PM"),
    "a month by its name": ("11-Dec-26 05:06", "11/18/2026 8:05:55 PM"),
}


@pytest.mark.parametrize("what", TURNED)
def test_a_column_that_was_half_turned_is_refused(what: str) -> None:
    turned, left = TURNED[what]
    with pytest.raises(ReportError) as refusal:
        times(left, turned, left)
    assert str(refusal.value) == (
        "The dates of feb.csv look turned by a spreadsheet: those from line 3 on stand in another shape than the rest, "
        "and none of them has a day after the 12th, so day and month may have changed places. "
        "Load the report as it was downloaded, without opening it in a spreadsheet first."
    )


def test_two_shapes_that_both_prove_their_order_are_read() -> None:
    assert times("11/18/2026 8:05:55 PM", "2026-11-19 05:06") == ["2026-11-18T20:05:55Z", "2026-11-19T05:06:00Z"]


def test_times_with_their_zone_are_nobody_s_work_but_the_report_s() -> None:
    assert times("11/18/2026 8:05:55 PM", "2026-12-11T05:06:00Z")[1] == "2026-12-11T05:06:00Z"


def test_a_turned_block_may_stand_far_behind_the_rest() -> None:
    row = "x@contoso.com,User,{},,Failed,"
    with pytest.raises(ReportError, match="those from line 60002 on"):
        read_text(*[row.format("11/18/2026 8:05:55 PM")] * 60_000, row.format("2026-12-11 05:06"))


YEAR_FIRST = ["26-11-18 20:05", "26-11-03 08:00", "26-12-01 09:30"]


@pytest.mark.parametrize("mark", ["-", "/"])
def test_a_year_of_two_digits_may_stand_first(mark: str) -> None:
    assert times(*(text.replace("-", mark) for text in YEAR_FIRST)) == [
        "2026-11-18T20:05:00Z", "2026-11-03T08:00:00Z", "2026-12-01T09:30:00Z",
    ]  # fmt: skip


def test_a_year_that_stands_first_may_turn() -> None:
    assert times("26-12-31 20:05", "27-01-01 08:00", "27-01-02 08:00", "26-12-01 08:00")[:2] == [
        "2026-12-31T20:05:00Z",
        "2027-01-01T08:00:00Z",
    ]


def test_the_proof_of_the_year_may_come_late() -> None:
    row = "x@contoso.com,User,{},,Failed,"
    report = read_text(*[row.format("26-11-26 10:00")] * 60_000, row.format("26-11-03 10:00"))
    assert report.frame["at"].dt.year.unique().tolist() == [2026]
    assert report.recognised.endswith("dates with the year first")


def test_a_year_that_stands_last_is_read_as_ever() -> None:
    assert times("18/11/26 20:05", "03/12/26 08:00") == ["2026-11-18T20:05:00Z", "2026-12-03T08:00:00Z"]
    assert times("11/18/26 08:05 PM") == ["2026-11-18T20:05:00Z"]
    assert times("18.11.26 20:05") == ["2026-11-18T20:05:00Z"]


def test_years_of_two_digits_that_spread_are_refused() -> None:
    with pytest.raises(ReportError, match="spread from 2018 to 2025"):
        times("26-11-18 20:05", "27-11-25 20:05", "28-11-20 20:05")


def test_one_day_that_could_be_either_is_asked_for() -> None:
    with pytest.raises(ReportError, match=r"begin with the year or with the day \(2026 or 2018\)"):
        times("26-11-18 20:05")
    assert times("18-11-26 20:05", day_first=True) == ["2026-11-18T20:05:00Z"]


@pytest.mark.parametrize(
    "header", ["Date and Time (Local)", "Local Date", "Date [Local Time]", "Date (Central European Time)"]
)
def test_a_header_that_says_local_needs_the_zone_to_be_set(header: str) -> None:
    lines = ["x@contoso.com,2026-11-20 08:00,Cancelled,"]
    with pytest.raises(ReportError, match=r"The header of feb\.csv says that its times are local"):
        read_text(*lines, header=f"User,{header},Result,Details")
    report = read_text(*lines, header=f"User,{header},Result,Details", zone="Europe/Berlin")
    assert str(report.frame["at"][0]) == "2026-11-20 07:00:00+00:00"
    assert report.warnings == (
        "The header says that the times are local: they were taken as Europe/Berlin, which SSPR_REPORT_TIMEZONE sets.",
    )


def test_date_and_time_may_stand_in_two_columns() -> None:
    report = read_text("x@contoso.com,2026-11-20,08:05:41,Failed", header="User,Date,Time,Result")
    assert str(report.frame["at"][0]) == "2026-11-20 08:05:41+00:00"


SAME_SHAPE = [
    *[f"18/{month}/2026 20:05:55" for month in (11, 11, 11)],
    "11/03/2026 05:06:07",
    "11/04/2026 12:13:08",
    "11/05/2026 12:13:08",
]


def test_dates_that_were_turned_into_the_same_shape_lie_months_from_the_rest() -> None:
    with pytest.raises(
        ReportError, match=r"lie months away from the rest, and among them if day and month change places"
    ):
        times(*SAME_SHAPE)


def test_a_report_of_a_whole_year_lies_everywhere() -> None:
    year = [f"{day:02}/{month:02}/2026 08:00:00" for month in range(1, 13) for day in (3, 9, 20)]
    assert times(*year)[0] == "2026-01-03T08:00:00Z"


def test_times_of_the_half_day_tell_what_was_left_alone() -> None:
    with pytest.raises(ReportError, match="look turned by a spreadsheet"):
        times("11/18/2026 8:05:55 PM", "03/11/2026 05:06:07")


def test_a_year_with_the_day_behind_it_is_refused() -> None:
    with pytest.raises(ReportError, match=r"have the day before the month, behind the year \(line 3\)"):
        times("2026-05-11 08:05:41", "2026-28-11 15:04:00", "2026-09-11 13:15:02", "2026-12-11 12:00:07")
    report = read_text(*[f"x@contoso.com,User,2026-11-{day} 08:00,,Failed," for day in range(10, 28)],
                       "x@contoso.com,User,2026-28-11 08:00,,Failed,")  # fmt: skip
    assert [row.reason for row in report.rejected] == ["the time 2026-28-11 08:00 cannot be read"]
