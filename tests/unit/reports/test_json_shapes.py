"""The same audit log in whatever JSON holds it: wrappers under any name, tables, pandas, pages, numbers for times."""

import json
from datetime import datetime
from typing import Any

import pytest

from bot.reports.epoch_times import as_time
from tests.support.handed_over import ENDS, ends, read_json, read_text, record, records

NEXT = "https://graph.microsoft.com/v1.0/auditLogs/directoryAudits?$skiptoken=1"
MORE = "The file is one page of several (@odata.nextLink), so it is probably cut off: load the pages that follow, too."
FEWER = "The search found more records than the file holds, so it is probably cut off: ask for all of them."


def columns(spelling: str) -> list[dict[str, str]]:
    return [{spelling: name, "type": "string"} for name in record(0)]


def rows() -> list[list[Any]]:
    return [list(one.values()) for one in records()]


SHAPES: dict[str, Any] = {
    "under another name": {"data": records(), "count": 6},
    "two deep under other names": {"auditLogs": {"items": records()}},
    "pages by name": {"page 1": {"value": records()[:3], "@odata.nextLink": NEXT}, "page 2": {"value": records()[3:]}},
    "a table by itself": {"columns": list(record(0)), "index": list(range(6)), "data": rows()},
    "tables of the older service": {"Tables": [{"TableName": "x", "Columns": columns("ColumnName"), "Rows": rows()}]},
    "frames of Kusto": [
        {"FrameType": "DataSetHeader", "Version": "v2.0"},
        {"FrameType": "DataTable", "Columns": columns("ColumnName"), "Rows": rows()},
    ],
    "rows by number": {str(number): one for number, one in enumerate(records())},
    "a table of pandas with its schema": {"schema": {"fields": columns("name")}, "data": records()},
    "people as Python writes them": [
        {**one, "targetResources": str(one["targetResources"]), "initiatedBy": str(one["initiatedBy"])} for one in records()
    ],
    "a page without a next one": {"value": records(), "nextLink": None},
    "a page whose next one is blank": {"value": records(), "@odata.nextLink": ""},
}  # fmt: skip


@pytest.mark.parametrize("what", SHAPES)
def test_the_same_attempts_are_in_it(what: str) -> None:
    reading = read_json(SHAPES[what])
    assert ends(reading) == ENDS
    assert reading.reports[0].warnings == ()


@pytest.mark.parametrize(
    ("value", "warnings"),
    [
        ({"value": records(), "nextLink": NEXT}, (MORE,)),
        ({"responses": [{"body": {"value": records()[:3], "@odata.nextLink": NEXT}}, {"body": {"value": records()[3:]}}]}, (MORE,)),
        ({"hits": {"total": {"value": 9}, "hits": [{"_source": {"event": {"original": json.dumps(one)}}} for one in records()]}}, (FEWER,)),
        ({"tables": [{"columns": columns("name"), "rows": rows()}], "error": {"code": "PartialError", "message": "x"}},
         ("An answer in the file is an error (PartialError): what it should hold is missing.",)),
    ],
)  # fmt: skip
def test_what_is_only_a_part_is_read_and_said_to_be_one(value: Any, warnings: tuple[str, ...]) -> None:
    reading = read_json(value)
    assert ends(reading) == ENDS
    assert reading.reports[0].warnings == warnings


MOMENT = int(datetime.fromisoformat("2026-11-20T08:05:00Z").timestamp())
NUMBERS = {
    "seconds": f"{MOMENT}",
    "milliseconds": f"{MOMENT}000",
    "microseconds": f"{MOMENT}000000",
    "nanoseconds": f"{MOMENT}000000000",
    "PowerShell's": f"/Date({MOMENT}000)/",
    "PowerShell's with its zone": f"/Date({MOMENT}000+0100)/",
    "a number with a point": f"{MOMENT}.0",
}


@pytest.mark.parametrize("unit", NUMBERS)
def test_a_count_since_1970_is_a_time_in_utc_whatever_its_unit(unit: str) -> None:
    assert as_time(NUMBERS[unit]) == "2026-11-20T08:05:00Z"
    (report,) = read_json([{**one, "activityDateTime": NUMBERS[unit]} for one in records()[:1]]).reports
    assert str(report.frame["at"][0]) == "2026-11-20 08:05:00+00:00"


@pytest.mark.parametrize("text", ["", "20261120", "46346.337", "46346", "123456789012", "1e12", "2026-11-20"])
def test_no_other_number_is_a_time(text: str) -> None:
    assert not as_time(text)


def test_a_name_that_is_cut_off_names_nobody() -> None:
    whole = json.dumps(record(0)["targetResources"])
    end = whole.index("contoso")
    (report,) = read_json([{**record(0), "targetResources": whole[:end], "initiatedBy": None}]).reports
    assert [row.reason for row in report.rejected] == ["no user is named"]
    (report,) = read_json([{**record(0), "targetResources": whole[:-3], "initiatedBy": None}]).reports
    assert report.frame["user"].tolist() == ["dana.k@contoso.example"]


def test_times_without_a_zone_in_fields_of_the_service_are_utc_and_said_to_be() -> None:
    (report,) = read_json(
        [{**one, "activityDateTime": one["activityDateTime"].rstrip("Z")} for one in records()]
    ).reports
    assert report.warnings == ("The times are written without a zone and were taken as UTC, which the service writes.",)


def test_times_of_taking_in_are_said_to_be_such() -> None:
    taken_in = [{**one, "TimeGenerated": one["activityDateTime"], "activityDateTime": None} for one in records()]
    (report,) = read_json(taken_in).reports
    assert report.warnings[0].startswith("The times are TimeGenerated, which may be minutes after what happened")


def test_lines_of_json_are_no_header_of_a_csv() -> None:
    (report,) = read_text(json.dumps(SHAPES["a table by itself"], indent=1)).reports
    assert report.recognised.endswith("JSON, UTF-8")
