"""Years that no report can have: those of the Buddhist era are known for sure, all others are said and never facts."""

import io
from datetime import UTC, datetime

import pytest

from bot.errors import ReportError
from bot.reports.formats.registry import ReadOptions, read, read_all
from bot.reports.parsing.read_report import ReadReport
from tests.unit.reports.classic import read_text, times

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ERA = "years of the Buddhist era (2569 is 2026)"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("18/11/2569 20:05:55", "2026-11-18T20:05:55Z"),
        ("2569-11-18 20:05:55", "2026-11-18T20:05:55Z"),
        ("2569-11-18T20:05:55Z", "2026-11-18T20:05:55Z"),
        ("11/18/69 8:05:55 PM", "2026-11-18T20:05:55Z"),
        ("29/02/2567 08:00", "2024-02-29T08:00:00Z"),  # our leap day, and none of theirs
        ("๑๘/๑๑/๒๕๖๙ ๒๐:๐๕:๕๕", "2026-11-18T20:05:55Z"),
    ],
)
def test_years_of_the_buddhist_era_are_ours_and_the_receipt_says_so(written: str, meant: str) -> None:
    assert times(written, written) == [meant, meant]
    assert ERA in read_text(f"x@contoso.com,User,{written},,Failed,").recognised


def test_a_year_of_that_era_may_have_two_digits() -> None:
    assert times("18/11/69 20:05:55", "03/11/69 08:00:00")[0] == "2026-11-18T20:05:55Z"
    assert times("29/2/67 08:00", "3/3/67 08:00")[0] == "2024-02-29T08:00:00Z"
    assert ERA in read_text(*(f"x@contoso.com,User,{day}/11/69 08:00,,Failed," for day in (18, 20, 21))).recognised


def test_a_year_of_that_era_may_stand_first() -> None:
    assert times("69-11-18 20:05", "69-11-03 08:00")[1] == "2026-11-03T08:00:00Z"


def test_digits_of_other_scripts_are_digits() -> None:
    assert times("٢٠٢٦-١١-١٨ ٢٠:٠٥:٥٥", "۲۰۲۶-۱۱-۱۸ ۲۰:۰۵:۵۵") == ["2026-11-18T20:05:55Z"] * 2
    assert ERA not in read_text("x@contoso.com,User,2026-11-18 20:05,,Failed,").recognised


@pytest.mark.parametrize(
    "written",
    [
        "1448/06/08 20:05", "08/06/1448 20:05", "8 جمادى الآخرة 1448 20:05", "1405/08/27 20:05", "١٤٤٨/٠٦/٠٨ ٢٠:٠٥",
        "115/11/18 20:05", "民國115年11月18日", "令和8年11月18日 20:05", "R8.11.18 20:05", "5787-03-08 20:05",
    ],
)  # fmt: skip
def test_a_calendar_of_other_months_is_refused_by_name(written: str) -> None:
    with pytest.raises(ReportError) as refusal:
        times(written, written)
    assert str(refusal.value) == (
        "The dates of feb.csv are not of the Gregorian calendar, by their years (line 2). Load the report as it was "
        "downloaded, or export it with Gregorian dates."
    )


def test_a_year_of_one_digit_that_stands_first_is_refused() -> None:
    with pytest.raises(ReportError, match="spread from 2003 to 2027"):
        times("8/11/18 20:05", "8/11/03 20:05", "8/11/27 20:05", day_first=True)


def classic(*at: str) -> ReadReport:
    rows = [f"u{number}@contoso.com,{text},Failed,x" for number, text in enumerate(at)]
    return of_text("\n".join(["User,Date and Time,Result,Details", *rows, ""]))


def audit(*at: str) -> ReadReport:
    rows = [
        f"{text},Self-service Password Management,Reset password (self-service),success,,u{i}@contoso.com"
        for i, text in enumerate(at)
    ]
    return of_text("\n".join(["Date (UTC),Service,Activity,Result,ResultReason,Target1UserPrincipalName", *rows, ""]))


def of_text(text: str) -> ReadReport:
    return read("feb.csv", io.BytesIO(text.encode()), ReadOptions(now=NOW))


GOOD = "2026-11-20 08:05:00"


@pytest.mark.parametrize("form", [classic, audit])
@pytest.mark.parametrize(
    ("at", "where"),
    [
        ("2026-11-29 11:59:00", ""),  # another zone's clock
        ("2026-11-29 12:01:00", "in the future"),
        ("2048-11-20 08:05:00", "in the future"),
        ("2010-01-01 00:00:00", ""),
        ("2005-08-27 08:05:00", "before there was such a report"),
    ],
)
def test_a_row_that_cannot_have_happened_is_rejected(form: object, at: str, where: str) -> None:
    report = form(GOOD, at, GOOD)  # type: ignore[operator]
    assert len(report.frame) == (2 if where else 3)
    assert [row.line for row in report.rejected] == ([3] if where else [])
    assert all(f"lies {where}" in row.reason and at in row.raw for row in report.rejected)
    assert report.rows == 3


@pytest.mark.parametrize("form", [classic, audit])
@pytest.mark.parametrize("at", ["2048-11-20 08:05:00", "2005-08-27 08:05:00"])
def test_a_report_of_such_rows_is_refused(form: object, at: str) -> None:
    with pytest.raises(ReportError) as refusal:
        form(GOOD, at, at)  # type: ignore[operator]
    where = (
        "in the future (2048-11-20; by this computer's clock it is 2026-11-28)"
        if at > GOOD
        else "before there was such a report (2005-08-27)"
    )
    assert str(refusal.value) == (
        f"The times of feb.csv lie {where}, as where a spreadsheet or another calendar has changed the years. "
        "Load the report as it was downloaded."
    )


def test_two_digits_that_stand_for_a_far_year_are_refused() -> None:
    with pytest.raises(ReportError, match="lie in the future"):  # 1448 of the Hijra
        classic("18/06/48 20:05", "20/06/48 20:05", "21/06/48 20:05")


def test_a_list_of_a_day_to_come_is_one_of_no_day() -> None:
    header = "userPrincipalName,isSsprRegistered,isSsprEnabled,lastUpdatedDateTime"
    text = f"{header}\ndana@contoso.com,true,true,2048-11-20T08:05:00Z\n"

    (roster,) = read_all("list.csv", io.BytesIO(text.encode()), ReadOptions(now=NOW)).rosters
    assert roster.as_of is None
    assert "no date that can be read" in str(roster.warnings)
