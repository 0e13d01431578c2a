"""Cells in other quotation marks than a CSV's are what stands between them, never a person with apostrophes."""

import csv
import io
from collections.abc import Iterable

import pytest

from tests.support.handed_over import ENDS, PORTAL, ends, portal_rows, read_text

CLASSIC = (
    ("User", "Role", "Date and Time", "Method(s) Used", "Result", "Details"),
    ("dana@contoso.com", "User", "2026-11-20T08:05:05Z", "", "Failed", "User does not have a license. You can add a license to the user to resolve this"),
    ("lee@contoso.com", "User", "2026-11-20T09:02:00Z", "Mobile Phone", "Succeeded", "User successfully reset password"),
    ("o'neil@contoso.com", "User", "2026-11-20T10:00:00Z", "", "Abandoned", "User's account has insufficient authentication methods defined, and more"),
)  # fmt: skip


def single(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quotechar="'", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("double", ["''", "'"])
def test_a_classic_report_in_single_quotes(double: str, delimiter: str) -> None:
    text = single(CLASSIC, delimiter).replace("o''n", f"o{double}n").replace("r''s", f"r{double}s")
    (report,) = read_text(text).reports
    assert report.frame["user"].tolist() == [row[0] for row in CLASSIC[1:]]
    assert report.frame["detail"].tolist()[:2] == [row[-1] for row in CLASSIC[1:3]]
    assert (report.rows, report.rejected) == (3, ())


def test_an_audit_log_in_single_quotes() -> None:
    reading = read_text(single([PORTAL, *portal_rows()]))
    assert ends(reading) == ENDS
    assert reading.reports[0].warnings == ()


@pytest.mark.parametrize("mark", ["''", "‘’", "“”", "„“", "«»", "``"])
def test_cells_in_marks_below_a_plain_header(mark: str) -> None:
    rows = [[f"{mark[0]}{cell}{mark[1]}" for cell in row] for row in CLASSIC[1:3]]
    (report,) = read_text("\n".join(["|".join(row) for row in [CLASSIC[0], *rows]]) + "\n").reports
    assert report.frame["user"].tolist() == ["dana@contoso.com", "lee@contoso.com"]
    assert report.frame["methods"].tolist() == ["", "Mobile Phone"]


@pytest.mark.parametrize("mark", ["''", "“”"])
def test_only_the_people_of_an_audit_log_in_marks(mark: str) -> None:
    place = PORTAL.index("Target1UserPrincipalName")
    rows = [[*row[:place], f"{mark[0]}{row[place]}{mark[1]}", *row[place + 1 :]] for row in portal_rows()]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([PORTAL, *rows])
    assert ends(read_text(text.getvalue())) == ENDS
