"""A file that breaks off at any byte holds what it held until then, says so, or is refused; never another row."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ReportError
from bot.reports.formats.registry import ReadOptions, read_all
from bot.reports.parsing.read_report import Reading
from tests.support import handed_over
from tests.support.audit_writers import FORMATS, steps_of
from tests.support.sample_week import attempts

ATTEMPTS = attempts()[:12]
STEPS = steps_of(ATTEMPTS[:3])
COLUMNS = ("User", "Role", "Date and Time", "Method(s) Used", "Result", "Details")
USAGE = ("Date", "User name", "User", "Feature", "Method used", "Status", "Reason for failure")
ROSTER = (
    "userPrincipalName",
    "userType",
    "isSsprRegistered",
    "isSsprEnabled",
    "methodsRegistered",
    "lastUpdatedDateTime",
)
FLAT = ("DateTime", "Activity", "Result", "ResultReason", "Service", "TargetUPN", "CorrelationId")
ROWS: dict[str, tuple[tuple[str, ...], list[list[str]]]] = {
    "classic": (COLUMNS, [[one.user, "User", one.at.strftime("%Y-%m-%dT%H:%M:%SZ"), one.methods, one.result, one.detail] for one in ATTEMPTS]),
    "events": (USAGE, [[one.at.strftime("%Y-%m-%dT%H:%M:%SZ"), one.user, "X", "Reset" if number % 3 else "Registration", "SMS",
                        "Success" if one.result == "Succeeded" else "Failure", one.detail] for number, one in enumerate(ATTEMPTS)]),
    "registrations": (("User", "Date and Time", "Data Registered"),
                      [[one.user, one.at.strftime("%Y-%m-%dT%H:%M:%SZ"), one.methods or "Mobile Phone"] for one in ATTEMPTS]),
    "flat audit": (FLAT, [[step.at.strftime("%Y-%m-%dT%H:%M:%SZ"), step.activity, step.status, step.reason, step.service, step.user,
                           step.correlation] for step in STEPS]),
    "portal": (handed_over.PORTAL, handed_over.portal_rows()),
    "roster": (ROSTER, [[f"u{number}@contoso.com", "member", str(number % 2 == 0), "True", "email, mobilePhone", "2026-11-20T03:00:00Z"]
                        for number in range(8)]),
}  # fmt: skip
EVENT = {"id": "x", "feature": "reset", "userPrincipalName": "u@contoso.com", "isSuccess": False, "authMethod": "email"}
JSON: dict[str, Callable[[], bytes]] = {
    **{f"audit, {name}": lambda write=write: write(STEPS) for name, write in FORMATS.items()},  # type: ignore[misc]
    "events": lambda: json.dumps(
        {"value": [{**EVENT, "failureReason": one.detail, "eventDateTime": one.at.isoformat()} for one in ATTEMPTS]}
    ).encode(),
    "old service": lambda: json.dumps(
        [{"userName": one.user, "eventTime": one.at.isoformat(), "result": one.result, "details": one.detail} for one in ATTEMPTS],
        indent=1,
    ).encode(),
    "under another name": lambda: json.dumps({"data": handed_over.records()}).encode(),
    "a table": lambda: json.dumps(
        {"columns": list(handed_over.record(0)), "data": [list(one.values()) for one in handed_over.records()]}
    ).encode(),
}  # fmt: skip


def written(
    rows: list[list[str]], header: tuple[str, ...], order: list[int], delimiter: str, quoting: int, end: str
) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerows([[row[place] for place in order] for row in [list(header), *rows]])
    return text.getvalue()


def read(data: bytes) -> Reading | None:
    try:
        return read_all("report", io.BytesIO(data), ReadOptions())
    except ReportError:
        return None


def rows_of(reading: Reading) -> dict[str, list[tuple[Any, ...]]]:
    """The rows by kind of report, without the lines that they stand on."""
    frames = {str(report.kind): report.frame.drop(columns="line", errors="ignore") for report in reading.reports}
    frames |= {f"roster {number}": roster.frame for number, roster in enumerate(reading.rosters)}
    return {kind: list(frame.astype(str).itertuples(index=False, name=None)) for kind, frame in frames.items()}


def is_said(reading: Reading) -> bool:
    words = [word for report in reading.reports for word in report.warnings]
    words += [word for roster in reading.rosters for word in roster.warnings]
    return any("cut off" in word or "no rows" in word for word in words) or any(one.rejected for one in reading.reports)


def is_between(data: bytes, end: int) -> bool:
    """Whether a file of lines breaks off between two of them: nothing can show that."""
    around = data[max(0, end - 3) : end + 3].replace(b"\0", b"")
    return b"\n" in around or b"\r" in around


def check(data: bytes, end: int, *, whole_rows: bool) -> None:
    whole, part = read(data), read(data[:end])
    assert whole is not None
    if part is None:
        return
    held, seen = rows_of(whole), rows_of(part)
    assert all(rows == held.get(kind, [])[: len(rows)] for kind, rows in seen.items())
    missing = sum(map(len, held.values())) > sum(map(len, seen.values()))
    assert whole_rows or not missing or not any(roster.rows for roster in part.rosters)
    assert not missing or whole_rows or is_said(part)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_table_cut_at_any_byte(data: st.DataObject) -> None:
    header, rows = ROWS[data.draw(st.sampled_from(sorted(ROWS)))]
    order = data.draw(st.permutations(range(len(header))))
    delimiter, line_end = data.draw(st.sampled_from(",;\t")), data.draw(st.sampled_from(["\n", "\r\n"]))
    quoting = data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    whole = written(rows, header, order, delimiter, quoting, line_end).encode(encoding)
    end = data.draw(st.integers(1, len(whole) - 1))
    check(whole, end, whole_rows=is_between(whole, end))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(JSON)), st.floats(0, 1))
def test_json_cut_at_any_byte(name: str, place: float) -> None:
    data = JSON[name]()
    end = max(1, int(place * len(data)))
    lines = any(word in name for word in ("CSV", "a line", "batches"))
    check(data, end, whole_rows=lines and is_between(data, end))


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1))
def test_an_archive_cut_at_any_byte_is_refused(place: float) -> None:
    data = gzip.compress(handed_over.portal_csv().encode(), mtime=0)
    assert read(data[: max(1, int(place * (len(data) - 1)))]) is None
