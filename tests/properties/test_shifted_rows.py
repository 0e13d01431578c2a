"""Rows whose cells stand under other columns than the header says: refused or set aside, never other people's."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ReportError
from bot.reports.parsing.read_report import Reading
from tests.support.audit_writers import PORTAL_COLUMNS
from tests.support.handed_over import ENDS, PORTAL, csv_text, ends, portal_rows, read_bytes, read_text, user

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
MORE = {"Category": "UserManagement", "User Agent": BROWSER, "ActorType": "User", "Target1Type": "User"}
# The columns of a download that are filled, and some that are not.
COLUMNS = [name for name in PORTAL_COLUMNS if not name.startswith(("Target2", "Target3", "AdditionalDetail"))]
PEOPLE = {user(name) for name in ENDS}
SHIFTED = "cells under other columns than the header says"


def cells(named: str) -> list[dict[str, str]]:
    """The rows of a download; display names are written as given."""
    rows = [{**dict(zip(PORTAL, row, strict=True)), **MORE} for row in portal_rows()]
    return [{**row, "ActorDisplayName": named, "Target1DisplayName": named} for row in rows]


def lines(columns: list[str], rows: list[dict[str, str]]) -> list[list[str]]:
    return [[row.get(name, "") for name in columns] for row in rows]


def people_of(reading: Reading) -> set[str]:
    return {str(name) for report in reading.reports for name in report.frame["user"].unique()}


@given(
    without=st.sampled_from(COLUMNS[1:]),
    older_first=st.booleans(),
    below=st.integers(min_value=1, max_value=5),
    named=st.sampled_from(["", "Dana K"]),
)
def test_an_export_below_one_with_a_column_more_or_less(
    without: str, *, older_first: bool, below: int, named: str
) -> None:
    """Its header removed, as a refusal of both together may invite."""
    fewer = [name for name in COLUMNS if name != without]
    first, second = (fewer, COLUMNS) if older_first else (COLUMNS, fewer)
    rows = cells(named)
    text = csv_text(first, [*lines(first, rows[:-below]), *lines(second, rows[-below:])])
    try:
        reading = read_text(text)
    except ReportError:
        return
    assert people_of(reading) <= PEOPLE
    (report,) = reading.reports
    whole = read_text(csv_text(first, lines(first, rows)))
    read = len(whole.reports[0].frame) if whole.reports else 0
    assert report.rejected or len(report.frame) == read


@given(at=st.integers(min_value=4, max_value=len(PORTAL) - 1))
def test_cells_joined_by_commas_without_quotation_marks(at: int) -> None:
    """The comma of a browser's text moves the cells behind it, and the blank one at the end is lost."""
    header = [*PORTAL[:at], "User Agent", *PORTAL[at:]]
    joined = [",".join([*row[:at], BROWSER, *row[at:]]) for row in portal_rows()]
    text = "\n".join([",".join(header), *joined, ""])
    try:
        reading = read_text(text)
    except ReportError:
        return
    (report,) = reading.reports
    assert people_of(reading) <= PEOPLE
    assert report.rejected or ends(reading) == ENDS


def many(rows: int) -> list[list[str]]:
    return [row for number in range(rows) for row in [portal_rows()[number % 6]]]


def test_a_single_shifted_row_among_many_is_set_aside() -> None:
    rows = many(60)
    moved = rows[-1]
    rows[-1] = [*moved[:6], "", *moved[6:-1]]
    (report,) = read_text(csv_text(PORTAL, rows)).reports
    assert [row.reason for row in report.rejected] == [
        "its cells stand under other columns: an IP address stands under Target1ObjectId"
    ]
    assert report.rows == len(report.frame) + len(report.rejected)


def test_many_shifted_rows_are_refused_in_a_workbook_too() -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate([PORTAL, *([*row[:6], "", *row[6:-1]] for row in portal_rows())]):
        sheet.write_row(number, 0, row)
    book.close()
    with pytest.raises(ReportError, match=SHIFTED):
        read_bytes(stream.getvalue(), "pasted.xlsx")


@pytest.mark.parametrize(
    "change",
    [
        {"ActorUserPrincipalName": "", "Target1UserPrincipalName": ""},  # people by their object IDs alone
        {"ActorUserPrincipalName": "dddddddd-0000-4000-8000-000000000001"},  # an app on somebody's behalf
        {"Target1UserPrincipalName": "aaaaaaaa000040008000000000000001dana.k@contoso.example"},  # deleted
        {"IPAddress": "x.x.x.x"},
        {"IPAddress": "2001:db8::7"},
        {"ActorObjectId": "", "Target1ObjectId": ""},
        {"ActorObjectId": "REDACTED", "Target1ObjectId": "REDACTED"},
        # names replaced by IDs in the whole file
        {
            "ActorUserPrincipalName": "eeeeeeee-0000-4000-8000-000000000001",
            "Target1UserPrincipalName": "eeeeeeee-0000-4000-8000-000000000001",
            "ActorObjectId": "",
            "Target1ObjectId": "",
        },
        # a script that writes the user ID as the ID
        {"ActorObjectId": "dana.k@contoso.example", "Target1ObjectId": "dana.k@contoso.example"},
    ],
)
def test_what_files_may_hold_is_no_shift(change: dict[str, str]) -> None:
    rows = [[change.get(name, cell) for name, cell in zip(PORTAL, row, strict=True)] for row in portal_rows()]
    (report,) = read_text(csv_text(PORTAL, rows)).reports
    assert not report.rejected
    assert len(report.frame)
