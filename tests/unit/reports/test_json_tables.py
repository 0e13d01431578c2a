"""Tables as JSON: whatever names and nesting a converter gives to the records, the columns are found by meaning."""

import json
from typing import Any

import pytest

from bot.errors import ReportError
from tests.support.handed_over import ENDS, PORTAL, ends, portal_rows, read_json, read_text, records

PORTAL_RECORDS = [dict(zip(PORTAL, row, strict=True)) for row in portal_rows()]
CLASSIC = {"User": "dana@x.y", "Date and Time": "11/20/2026 8:00:00 AM", "Method(s) Used": "Mobile Phone",
           "Result": "Failed", "Details": "x"}  # fmt: skip
ROSTER = {"User Name": "dana@x.y", "Is SSPR Registered": True, "Is SSPR Enabled": False}


def flattened(record: dict[str, Any], between: str, before: str = "", *, first: str = "") -> dict[str, Any]:
    """A record with the members of its members beside its own, lists by the number of the item."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= flattened(value, between, f"{before}{name}{between}")
        elif isinstance(value, list) and value:
            flat |= flattened(value[0], between, f"{before}{name}{first}{between}")
        else:
            flat[f"{before}{name}"] = value
    return flat


SHAPES = {
    "the portal's columns": PORTAL_RECORDS,
    "a prefix": [{f"Column1.{name}": cell for name, cell in row.items()} for row in PORTAL_RECORDS],
    "dots": [flattened(record, ".") for record in records()],
    "numbered lists": [flattened(record, ".", first=".0") for record in records()],
    "Splunk's lists": [flattened(record, ".", first="{}") for record in records()],
    "underscores": [flattened(record, "_", first="_0") for record in records()],
    "slashes": [flattened(record, "/", first="/0") for record in records()],
    "properties": [flattened({"properties": record}, ".", first=".0") for record in records()],
    "a prefix and members": [{"Column1": {"value": row}} for row in PORTAL_RECORDS],
}


@pytest.mark.parametrize("what", SHAPES)
@pytest.mark.parametrize("wrapped", ["a list", "lines", "value"])
def test_records_under_any_names_are_the_same_log(what: str, wrapped: str) -> None:
    rows = SHAPES[what]
    text = {"a list": json.dumps(rows), "lines": "\n".join(map(json.dumps, rows)), "value": json.dumps({"value": rows})}
    reading = read_text(text[wrapped])
    assert ends(reading) == ENDS
    assert reading.reports[0].rejected == ()


@pytest.mark.parametrize("prefix", ["", "Column1.", "value."])
def test_reports_rosters_and_events_are_read_so_too(prefix: str) -> None:
    (report,) = read_json(
        [{prefix + name: cell for name, cell in CLASSIC.items()}] * 2 + [{**CLASSIC}] * (not prefix)
    ).reports
    assert set(report.frame["user"]) == {"dana@x.y"}
    (roster,) = read_json([{prefix + name: cell for name, cell in ROSTER.items()}]).rosters
    assert roster.frame[["user", "registered", "enabled"]].values.tolist() == [["dana@x.y", True, False]]
    event = {"Date": "2026-11-20T08:05:05Z", "User name": "dana@x.y", "Feature": "Reset", "Status": "Success"}
    (events,) = read_json([{prefix + name: cell for name, cell in event.items()}]).reports
    assert events.frame["result"].tolist() == ["Succeeded"]


def test_a_record_that_is_broken_or_names_no_time_is_set_aside_and_told_by_its_number() -> None:
    lines = [json.dumps(row) for row in PORTAL_RECORDS]
    lines[1] = json.dumps({**PORTAL_RECORDS[1], "Date (UTC)": "soon"})
    lines[2] = lines[2][:40]
    (report,) = read_text("\n".join(lines)).reports
    assert [(row.line, row.reason) for row in report.rejected] == [
        (2, 'the time "soon" is not understood (record 2)'), (3, "the JSON is broken here"),
    ]  # fmt: skip
    assert report.rejected[0].raw == lines[1]
    assert report.rows == len(lines)


def test_a_file_that_is_cut_off_or_a_page_of_several_is_told() -> None:
    text = json.dumps(PORTAL_RECORDS)
    (cut,) = read_text(text[:-30]).reports
    assert [row.reason for row in cut.rejected] == ["the file ends in the middle of this row"]
    assert any("probably cut off" in warning for warning in cut.warnings)
    (page,) = read_json({"value": PORTAL_RECORDS, "@odata.nextLink": "https://x"}).reports
    assert any("@odata.nextLink" in warning for warning in page.warnings)


@pytest.mark.parametrize(
    "text", [json.dumps([ROSTER, ROSTER])[:-20], json.dumps({"value": [ROSTER], "@odata.nextLink": "https://x"})]
)
def test_a_roster_that_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="holds registration details, but not all of them"):
        read_text(text)


def test_what_a_person_has_to_decide_is_told_by_the_record() -> None:
    with pytest.raises(ReportError, match=r"day-first or month-first \(record 1\)"):
        read_json([{f"a.{name}": cell for name, cell in {**CLASSIC, "Date and Time": "11/10/2026 8:00"}.items()}])
