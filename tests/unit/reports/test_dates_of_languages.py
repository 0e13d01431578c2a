"""Dates in the words of other languages, where these can mean one time only; day numbers of a spreadsheet are refused."""

import pytest

from bot.errors import ReportError
from tests.unit.reports.classic import times

EVENING = "2026-11-18T20:05:55Z"
WORDS = [
    "2026-11-18 오후 8:05:55",
    "2026. 11. 18. 오후 8:05:55",
    "2026년 11월 18일 오후 8:05:55",
    "2026/11/18 下午 8:05:55",
    "2026/11/18 下午8:05:55",
    "2026年11月18日 20:05:55",
    "2026年11月18日 午後8:05:55",
    "18. Nov. 2026 20:05:55",
    "Mi., 18. November 2026 um 20:05:55",
    "18 novembre 2026 20:05:55",
    "18 de noviembre de 2026, 20:05:55",
    "18-nov.-2026 20:05:55",
    "mié, 18 nov 2026 20:05:55",
]


@pytest.mark.parametrize("text", WORDS)
def test_a_date_in_words_is_read(text: str) -> None:
    assert times(text) == [EVENING]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026/11/18 上午 12:05", "2026-11-18T00:05:00Z"),
        ("2026/11/18 下午 12:05", "2026-11-18T12:05:00Z"),
        ("18 März 2026 08:00", "2026-03-18T08:00:00Z"),
        ("18 août 2026 08:00", "2026-08-18T08:00:00Z"),
        ("18-dic-26 08:00", "2026-12-18T08:00:00Z"),
        ("18 ottobre 2026 08:00", "2026-10-18T08:00:00Z"),
    ],
)
def test_halves_of_the_day_and_months_are_those_of_the_language(text: str, read: str) -> None:
    assert times(text) == [read]


def test_halves_of_the_day_may_stand_behind_a_clock_whose_day_is_proven() -> None:
    assert times("18/11/2026 8:05 μ.μ.", "18/11/2026 8:05 π.μ.") == ["2026-11-18T20:05:00Z", "2026-11-18T08:05:00Z"]


def test_a_month_that_two_languages_mean_otherwise_is_not_read() -> None:
    with pytest.raises(AssertionError):  # November in Polish, October in Croatian
        times("18 listopad 2026 20:05")


@pytest.mark.parametrize("text", ["45961.5", "45961,8369", "46344"])
def test_day_numbers_are_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(ReportError, match=r"day numbers of a spreadsheet, such as 45961.5 \(line 2\).*Give the column"):
        times(text, text)


MONTHLY = [f"2026-{month:02}-05{{}}08:00:00{{}}" for month in range(1, 7)]


@pytest.mark.parametrize(("mark", "end"), [("T", ""), ("T", "Z"), (" ", "Z"), ("T", ".1234567"), (" ", ".123")])
def test_a_half_year_in_a_form_that_no_spreadsheet_writes_is_read(mark: str, end: str) -> None:
    assert [text[:10] for text in times(*(text.format(mark, end) for text in MONTHLY))] == [
        f"2026-{month:02}-05" for month in range(1, 7)
    ]


def test_the_same_half_year_in_the_form_of_a_spreadsheet_may_be_turned() -> None:
    with pytest.raises(ReportError, match="look turned by a spreadsheet"):
        times(*(text.format(" ", "") for text in MONTHLY))
