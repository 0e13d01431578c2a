"""Two columns for one thing: what is taken is told where they differ, and two of one name are refused."""

import pytest

from bot.errors import ReportError
from tests.support.handed_over import PORTAL, csv_text, portal_rows, read_text

AT = "2026-11-20T08:05:00Z"
ROW = {"User": "dana@contoso.com", "Date": AT, "Method(s) Used": "Mobile Phone", "Result": "Failed", "Details": "x"}


def read_with(*beside: tuple[str, str]) -> tuple[list[str], tuple[str, ...]]:
    """The user that is read beside other columns, and the warnings."""
    header, row = [name for name, _ in beside] + list(ROW), [cell for _, cell in beside] + list(ROW.values())
    (report,) = read_text(csv_text(header, [row])).reports
    return report.frame["user"].tolist(), report.warnings


@pytest.mark.parametrize(("name", "cell", "what"), [
    ("UPN", "helpdesk@contoso.com", "its user and differ: UPN was taken, and User was not"),
    ("Timestamp", "2020-01-01T00:00:00Z", "its time and differ: Timestamp was taken, and Date was not"),
    ("Time", "2020-01-01T00:00:00Z", "its time and differ: Date was taken, and Time was not"),
    ("Result Type", "Closed", "its result and differ: Result was taken, and Result Type was not"),
])  # fmt: skip
def test_which_of_two_columns_was_taken_is_told(name: str, cell: str, what: str) -> None:
    _, warnings = read_with((name, cell))
    assert any(f"Two columns may hold {what}" in warning for warning in warnings)


@pytest.mark.parametrize(("name", "cell"), [
    ("User name", "Dana K"), ("UPN", "DANA@contoso.com"), ("UPN", ""), ("Time", "08:05:00"), ("Date registered", "2020-01-01"),
    ("Status", "Closed"), ("Timestamp", AT),
])  # fmt: skip
def test_columns_that_say_the_same_or_something_else_are_no_doubt(name: str, cell: str) -> None:
    _, warnings = read_with((name, cell))
    assert not any("Two columns" in warning for warning in warnings)


@pytest.mark.parametrize("name", ["Date", "Timestamp", "Date (local)", "TimeGenerated [UTC]"])
def test_of_the_times_of_a_log_the_one_in_utc_is_taken(name: str) -> None:
    rows = [["2020-01-01T00:00:00Z", *row] for row in portal_rows()]
    (report,) = read_text(csv_text([name, *PORTAL], rows)).reports
    assert {at.year for at in report.frame["at"]} == {2026}
    assert any(f"its time and differ: Date (UTC) was taken, and {name} was not" in one for one in report.warnings)
    (usual,) = read_text(csv_text([name, *PORTAL], [[row[0][:14] + "59:59Z", *row] for row in portal_rows()])).reports
    assert not any("Two columns" in warning for warning in usual.warnings)


@pytest.mark.parametrize("name", ["Result", "result", "User", "Details"])
def test_two_columns_of_one_name_that_differ_are_refused(name: str) -> None:
    with pytest.raises(ReportError, match=r"Two columns are called \w+ \(line 1\) and say different things"):
        read_with((name, "Closed"))
    users, _ = read_with((name, ROW[name.capitalize()]))
    assert users == ["dana@contoso.com"]


def test_lists_of_events_and_rosters_say_so_too() -> None:
    events = ["User name", "UPN", "Date", "Feature", "Status"]
    (report,) = read_text(csv_text(events, [["x@y.z", "dana@x.y", AT, "Reset", "Success"]])).reports
    assert any("its user and differ: User name was taken, and UPN was not" in warning for warning in report.warnings)
    names = ["userPrincipalName", "UPN", "isSsprRegistered", "isSsprEnabled"]
    (roster,) = read_text(csv_text(names, [["x@y.z", "dana@x.y", "True", "True"]])).rosters
    assert any("its user and differ: userPrincipalName was taken" in warning for warning in roster.warnings)
