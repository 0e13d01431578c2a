"""A report that went through a spreadsheet or PowerShell holds the same attempts, or is refused; never others."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.errors import ReportError
from bot.reports.folding.fold import fold
from bot.reports.formats.registry import ReadOptions, read_all
from tests.support import powershell
from tests.support import spreadsheet_habits as excel
from tests.support.audit_writers import PORTAL_COLUMNS, Attempt, portal_cells, records, steps_of

NOW = datetime(2027, 6, 1, tzinfo=UTC)
HEADER = ["User", "Role", "Date and Time", "Method(s) Used", "Result", "Details"]
ENDS = {
    "failed.no_license": ("Failed", "User does not have a license. You can add a license to the user to resolve this"),
    "succeeded": ("Succeeded", "User successfully reset password"),
    "cancelled.before_gates": ("Cancelled", "User cancelled before passing the required authentication methods"),
}
FEW_DATES, FEW_DAYS = 3, 3
Seen = list[tuple[str, str, str]]


@st.composite
def weeks(draw: st.DrawFn) -> list[Attempt]:
    """Attempts of a month at most, an hour apart or more for each person."""
    first = draw(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)))  # noqa: DTZ001 - what hypothesis takes
    begin = first.replace(microsecond=0, tzinfo=UTC)
    hours = draw(st.lists(st.integers(0, 27 * 24), min_size=1, max_size=20, unique=True))
    return [
        Attempt(f"u{hour % 5}@contoso.com", begin + timedelta(hours=hour), ENDS[key][0], key, ENDS[key][1],
                ("sms",) if key == "succeeded" else ())
        for hour, key in zip(sorted(hours), draw(st.lists(st.sampled_from(list(ENDS)), min_size=20, max_size=20)), strict=False)
    ]  # fmt: skip


def told(attempts: Sequence[Attempt]) -> Seen:
    return sorted((one.user, f"{one.at:%Y-%m-%d %H:%M}", one.result) for one in attempts)


def found(data: bytes) -> Seen | None:
    """The attempts that are read, to the minute; None where the file is refused."""
    try:
        reading = read_all("report.csv", io.BytesIO(data), ReadOptions())
    except ReportError:
        return None
    (report,) = reading.reports
    if report.rejected or any("cut off" in warning for warning in report.warnings):
        return None  # it is said that rows are missing
    frame = fold(report.frame, now=NOW).attempts if "activity" in report.frame else report.frame
    columns = (frame[name].astype(str) for name in ("user", "result"))
    user, result = columns
    return sorted(zip(user, frame["at"].dt.strftime("%Y-%m-%d %H:%M"), result, strict=True))


def is_telling(attempts: Sequence[Attempt]) -> bool:
    """Whether the dates could show that day and month have changed places: one day, or two in a row, cannot."""
    days = {one.at.date() for one in attempts}
    return len(days) >= FEW_DATES or (max(days) - min(days)).days >= FEW_DAYS


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(weeks(), st.sampled_from(list(excel.FORMS)), st.sampled_from(list(excel.COUNTRIES)),
       st.sampled_from(["utf-8-sig", "cp1252", "utf-16"]))  # fmt: skip
def test_a_classic_report_that_excel_saved(attempts: list[Attempt], form: str, country: str, encoding: str) -> None:
    assume(is_telling(attempts))
    rows = [[one.user, "", excel.FORMS[form](one.at), one.methods, one.result, one.detail] for one in attempts]
    data = excel.saved_again(HEADER, rows, excel.COUNTRIES[country], encoding)
    assert found(data) in (None, told(attempts))


@SLOW
@given(weeks(), st.sampled_from(list(excel.FORMS)), st.sampled_from(list(excel.COUNTRIES)),
       st.sampled_from(["utf-8-sig", "utf-16"]))  # fmt: skip
def test_an_audit_log_that_excel_saved(attempts: list[Attempt], form: str, country: str, encoding: str) -> None:
    assume(is_telling(attempts))
    rows = []
    for step in steps_of(attempts):
        cells = portal_cells(step) | {"Date (UTC)": excel.FORMS[form](step.at)}
        rows.append([cells.get(name, "") for name in PORTAL_COLUMNS])
    data = excel.saved_again(PORTAL_COLUMNS, rows, excel.COUNTRIES[country], encoding)
    assert found(data) in (None, told(attempts))


def test_the_habits_are_those_that_were_seen() -> None:
    germany, canada = excel.COUNTRIES["DE"], excel.COUNTRIES["CA"]
    assert excel.as_shown("11/3/2026 8:05:41 AM", germany) == "11.03.2026 08:05"
    assert excel.as_shown("11/20/2026 8:05:41 AM", germany) == "11/20/2026 8:05:41 AM"
    assert excel.as_shown("11/12/2026 5:06:00", canada) == "2026-12-11 5:06"
    assert excel.as_shown("2026-11-20T08:05:41Z", germany) == "2026-11-20T08:05:41Z"


@SLOW
@given(weeks(), st.integers(1, 10), st.booleans(), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_json_of_powershell(attempts: list[Attempt], depth: int, dates: bool, capitals: bool, encoding: str) -> None:
    rows: list[Any] = records(steps_of(attempts))
    rows = powershell.with_dates(rows) if dates else rows
    text = powershell.to_json(powershell.capitals(rows) if capitals else rows, depth)
    seen = found(text.encode(encoding))
    assert seen in (None, told(attempts))
    assert seen is not None or depth < 4


@SLOW
@given(
    weeks(),
    st.sampled_from([*powershell.TYPES, "class"]),
    st.booleans(),
    st.sampled_from(["ascii", "utf-8-sig", "utf-16"]),
)
def test_csv_of_powershell(attempts: list[Attempt], people: str, typed: bool, encoding: str) -> None:
    rows: list[Any] = records(steps_of(attempts))
    assert found(powershell.to_csv(rows, people, typed=typed).encode(encoding)) in (None, told(attempts))
