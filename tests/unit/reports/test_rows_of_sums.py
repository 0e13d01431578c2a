"""Rows of sums that an analyst has put among the rows of a report are named, and count for nobody and nothing."""

import pytest

from bot.errors import ReportError
from tests.support.handed_over import ENDS, PORTAL, csv_text, ends, portal_csv, portal_rows, read_text, user

CLASSIC = "User,Role,Date and Time,Method(s) Used,Result,Details"
ROW = "dana@x.y,User,2026-11-20T08:00:01Z,Email,Failed,User does not have a license"
AT = "2026-11-20T08:00:01Z"
SUMS = ("Total", "TOTAL:", "Grand Total", "Summe", "Gesamtergebnis", "Average", "Mittelwert", "Total général", "Total: 3",
        "Subtotal", "dana@x.y Count", "Contoso Ergebnis")  # fmt: skip
PEOPLE = ("dana@x.y", "total@x.y", "max", "Dana Total-Smith", "Ana Suma Lopez", "summer", "Count Dooku")


@pytest.mark.parametrize("word", SUMS)
def test_no_such_row_of_a_classic_report_is_a_persons(word: str) -> None:
    (report,) = read_text(f"{CLASSIC}\n{ROW}\n{word},,{AT},,,\n{word},,,,3,\n").reports
    assert report.frame["user"].tolist() == ["dana@x.y"]
    assert [row.line for row in report.rejected] == [3, 4]
    assert all("is a word for sums, so the row is none of the report" in row.reason for row in report.rejected)


@pytest.mark.parametrize("name", PEOPLE)
def test_names_are_names(name: str) -> None:
    (report,) = read_text(f"{CLASSIC}\n{ROW.replace('dana@x.y', name)}\n").reports
    assert report.frame["user"].tolist() == [name]


def test_a_roster_with_such_a_row_is_refused() -> None:
    text = "userPrincipalName,isSsprRegistered,isSsprEnabled\ndana@x.y,True,True\nTotal,1,1\n"
    with pytest.raises(ReportError, match=r"a user ID in it \(Total\) is a word for sums"):
        read_text(text)


BLANK = [""] * len(PORTAL)


@pytest.mark.parametrize("word", SUMS)
@pytest.mark.parametrize("column", ["Date (UTC)", "CorrelationId", "Service", "Activity", "Target1UserPrincipalName"])
def test_such_rows_of_an_audit_log_are_named_and_not_of_another_activity(word: str, column: str) -> None:
    sums = [word if name == column else "" for name in PORTAL]
    rows = [*portal_rows()[:2], sums, *portal_rows()[2:], BLANK, [*BLANK[:-1], "6"]]
    reading = read_text(csv_text(PORTAL, rows))
    (report,) = reading.reports
    assert ends(reading) == ENDS
    assert (report.rows, report.skipped, report.rejected) == (7, 1, ())  # the blank one
    assert "2 lines (the first is 4) are no event, as of sums and notes: left out." in report.warnings


def test_rows_of_other_services_are_of_another_activity() -> None:
    other = [AT, "c", "Core Directory", "Update user", "success", "", "", "", "", "", user("dana.k"), "", ""]
    (report,) = read_text(csv_text(PORTAL, [*portal_rows(), other])).reports
    assert (report.rows, report.skipped, report.warnings) == (7, 1, ())
    assert read_text(portal_csv()).reports[0].warnings == ()
