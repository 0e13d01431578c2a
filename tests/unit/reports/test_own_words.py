"""What a file says of itself beside its table is told: that it was filtered, or holds a part of the rows."""

import io
from dataclasses import replace

import pytest

from bot.reports.coverage import coverage
from bot.reports.parsing.cut_off import PROBABLY, SAYS_FILTERED, may_be_filtered
from bot.reports.receipt import ReportKind
from bot.reports.window import everything
from tests.support.frames import NOW, receipt, snapshot
from tests.support.handed_over import PORTAL, csv_text, portal_csv, portal_rows, read_bytes, read_text

CLASSIC = """User,Role,Date and Time,Method(s) Used,Result,Details
dana@x.y,User,2026-11-20T08:00:01Z,Email,Succeeded,User successfully reset password
erik@x.y,User,2026-11-20T09:00:01Z,,Failed,User does not have a license
"""
ROSTER = """userPrincipalName,isSsprRegistered,isSsprEnabled,lastUpdatedDateTime
dana@x.y,True,True,2026-11-20T08:00:00Z
"""
EVENTS = """Date,User name,Feature,Method used,Status,Reason for failure
2026-11-20T08:00:00Z,dana@x.y,Reset,Email,Success,
"""


def told(text: str) -> str:
    """What is said of the file's being whole: filtered, cut off, or nothing."""
    reading = read_text(text)
    (warnings,) = {one.warnings for one in reading.reports} | {one.warnings for one in reading.rosters}
    filtered = any(SAYS_FILTERED in warning for warning in warnings)
    return "filtered" * filtered + "cut off" * any(PROBABLY in warning for warning in warnings)


@pytest.mark.parametrize("table", [CLASSIC, EVENTS, ROSTER, portal_csv()])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Applied filters: Result is success", "filtered"),
        ('"Applied filters:\nResult is success\nDate is on or after 11/1/2026"', "filtered"),
        ("Applied filters:", "filtered"),  # the next lines, or cells, say which
        ("Applied filters:;Result is success", "filtered"),
        ("Angewendete Filter: Ergebnis ist Erfolg", "filtered"),
        ("Filtres appliqués : Résultat est success", "filtered"),
        ("Filtros aplicados: Resultado es success", "filtered"),
        ("Filter: Activity = Reset password (self-service)", "filtered"),
        ("Filtered by User = dana@x.y", "filtered"),
        ("Search: dana@x.y", "filtered"),
        ("AuditLogs | where Result == 'success'", "filtered"),
        ("| search Result=success", "filtered"),
        ("No filters applied", ""),
        ("Applied filters: No filters applied", ""),
        ("Filter: none", ""),
        ("Filters: Service: Self-service Password Management; Status: All; Activity is (All)", ""),
        ("Filters: Service: Self-service Password Management; Status: Success; Activity: All", "filtered"),
        ('"Applied filters:\nService is Self-service Password Management\nDate is on or after 11/1/2026"', ""),
        ("Applied filters: User is not (Blank)", ""),
        ('"Filters: Date is 11/1/2026 12:00:00 AM"', ""),
        ('AuditLogs | where LoggedByService == "Self-service Password Management"', ""),
        ("Showing the first 1,000 rows", "cut off"),
        ("Showing 1 to 2 of 2,350 entries", "cut off"),
        ("Showing 1 to 2 of 2 entries", ""),
        ("Showing 101-102 of 102", "cut off"),
        ("Page 1 of 5", "cut off"),
        ("Page 1 of 1", ""),
        ("2 of 300 records", "cut off"),
        ("Top 10000 rows", "cut off"),
        ("Results limited to 10,000 rows", "cut off"),
        ("Results truncated", "cut off"),
        ("Data was truncated", "cut off"),
        ("Warning: results truncated", "cut off"),
        ("# Note: filtered by user", "filtered"),
        ("Truncated after 1000 rows", "cut off"),
        ("Only 2 of 300 records", "cut off"),
        ("Exported 2 of 2,000 rows", "cut off"),
        ("Exported 2 of 2 rows", ""),
        ("Note: 2 of 2 people are admins", ""),
        ("Row limit of 150000 reached", "cut off"),
        ("| take 1000", "cut off"),
        ("Self-service password reset, November 2026", ""),
        ("Exported 2026-11-21 by erik; 2 rows", ""),
        ("Total: 2", ""),
        ("Password reset activity of the first quarter", ""),
    ],
)
def test_a_title_line_that_says_so_is_told(table: str, line: str, said: str) -> None:
    assert told(f"{line}\n\n{table}") == said
    assert told(f"\ufeff{line}\r\n{table}") == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"Applied filters:\nResult is success"', "filtered"),
        ("Applied filters: Result is success", "filtered"),
        ("No filters applied", ""),
        ("Showing 1 to 2 of 2,350 entries", "cut off"),
        ("Total,2", ""),
    ],
)
@pytest.mark.parametrize("table", [CLASSIC, EVENTS, portal_csv()])
def test_a_line_below_the_rows_that_says_so_is_told(table: str, line: str, said: str) -> None:
    many = table + table.partition("\n")[2] * 300
    assert told(f"{many}\n{line}\n") == said


def test_it_is_read_in_utf_16_and_in_workbooks_too() -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Export")
    for number, row in enumerate([PORTAL, *portal_rows(), [], ["Applied filters:\nResult is success"]]):
        sheet.write_row(number, 0, row)
    book.close()
    below = f'{portal_csv()}\r\n"Applied filters:\r\nResult is success"\r\n'
    for data in (stream.getvalue(), below.encode("utf-16"), below.encode("utf-16-be"), below.encode("cp1252")):
        (report,) = read_bytes(data).reports
        assert may_be_filtered(report.warnings)


def test_no_cell_of_a_row_says_so() -> None:
    rows = [[*row[:5], "Filter: the first 100 rows are shown, results truncated", *row[6:]] for row in portal_rows()]
    assert told(csv_text(PORTAL, rows)) == ""


def test_answers_doubt_such_a_load() -> None:
    (report,) = read_text(f"Applied filters: Result is success\n\n{CLASSIC}").reports
    load = replace(receipt(ReportKind.RESET, first="2017-02-20", last="2017-03-01"), number=7, warnings=report.warnings)
    rows = "at | user \n 2017-02-21 | dana \n 2017-03-01 11:00 | dana"
    assert any(
        "Load 7 may be filtered" in warning
        for warning in coverage(snapshot(rows, receipts=(load,)), ReportKind.RESET, everything(now=NOW), NOW).warnings
    )
