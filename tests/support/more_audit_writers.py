"""The same week in the formats that carry the same facts beside the service's own: see `audit_writers`."""

import gzip
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import fastavro
import pandas as pd
import xlsxwriter

from tests.support import powershell
from tests.support.audit_writers import (
    PORTAL_COLUMNS,
    Step,
    event_hub_batches,
    graph_pages,
    log_analytics_csv,
    portal_cells,
    portal_csv,
    records,
)
from tests.support.handed_over import csv_text

Write = Callable[[Sequence[Step]], bytes]


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _table(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "name": "PrimaryResult",
        "columns": [{"name": name, "type": "dynamic"} for name in rows[0]],
        "rows": [list(row.values()) for row in rows],
    }


def flat_csv(steps: Sequence[Step]) -> bytes:
    """One column a field, as scripts write them."""
    header = [
        "DateTime",
        "Activity",
        "Result",
        "ResultReason",
        "Service",
        "TargetUPN",
        "InitiatedByUPN",
        "CorrelationId",
    ]
    rows = [[f"{step.at:%Y-%m-%dT%H:%M:%S.%f}7Z", step.activity, step.status, step.reason, step.service, step.user, step.user,
             step.correlation] for step in steps]  # fmt: skip
    return csv_text(header, rows).encode()


def saved_by_excel(steps: Sequence[Step]) -> bytes:
    """Rows as wide as their last filled cell, semicolons, a mark."""
    cells = [[portal_cells(step).get(name, "") for name in PORTAL_COLUMNS] for step in steps]
    rows = [row[: max(place + 1 for place, cell in enumerate(row) if cell)] for row in cells]
    return csv_text(PORTAL_COLUMNS, rows, quoting=0).encode("utf-8-sig")


def workbook(steps: Sequence[Step]) -> bytes:
    """A sheet of notes and one with a title, times as texts."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    ) as book:
        book.add_worksheet("Notes").write(0, 0, "what was asked")
        sheet = book.add_worksheet("AuditLogs")
        sheet.write(0, 0, "Audit log of contoso")
        for number, cells in enumerate(
            [dict(zip(PORTAL_COLUMNS, PORTAL_COLUMNS, strict=True)), *map(portal_cells, steps)]
        ):
            sheet.write_row(2 + number, 0, [cells.get(name, "") for name in PORTAL_COLUMNS])
    return stream.getvalue()


def zipped(steps: Sequence[Step]) -> bytes:
    """A day's log and a note."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("logs/audit.csv", portal_csv(steps))
        archive.writestr("__MACOSX/._audit.csv", b"\0\5")
    return stream.getvalue()


def captured(steps: Sequence[Step]) -> bytes:
    """Event Hub Capture."""
    schema = {"type": "record", "name": "EventData", "fields": [{"name": "Body", "type": ["null", "bytes"]}]}
    stream = io.BytesIO()
    fastavro.writer(stream, schema, [{"Body": batch} for batch in event_hub_batches(steps).split(b"\n")])
    return stream.getvalue()


def framed(steps: Sequence[Step], **how: Any) -> bytes:
    """What pandas makes of the records; its times to the millisecond."""
    frame = pd.DataFrame(records(steps))
    frame["activityDateTime"] = pd.to_datetime(frame["activityDateTime"]).dt.as_unit("ms").astype("int64")
    return str(frame.to_json(**how)).encode()


def splunk(steps: Sequence[Step]) -> bytes:
    """Results one a line, the record as it was sent in each."""
    lines = [
        {"preview": False, "result": {"_time": "x", "_raw": json.dumps(row), "host": "h"}} for row in records(steps)
    ]
    return b"\n".join(map(_json, lines))


def kibana(steps: Sequence[Step]) -> bytes:
    """A saved search as CSV."""
    return csv_text(
        ["@timestamp", "event.original"], [["x", json.dumps(row)] for row in records(steps)], quoting=0
    ).encode()


def query(steps: Sequence[Step]) -> bytes:
    """The answer of the query API, with objects as texts of JSON."""
    rows = [
        {name: json.dumps(cell) if isinstance(cell, dict | list) else cell for name, cell in row.items()}
        for row in records(steps)
    ]
    return _json({"tables": [_table(rows)]})


def command_line(steps: Sequence[Step]) -> bytes:
    """`az monitor log-analytics query`."""
    return json.dumps([{"TableName": "PrimaryResult", **row} for row in records(steps)], indent=2).encode()


def batch(steps: Sequence[Step]) -> bytes:
    """The answers of `$batch`, each a page of its own question."""
    pages = [{**page, "@odata.nextLink": None} for page in graph_pages(steps)]
    return _json({"responses": [{"id": str(number), "status": 200, "body": page} for number, page in enumerate(pages)]})


def windows_powershell(steps: Sequence[Step]) -> bytes:
    """5.1 writes times to the millisecond and UTF-16."""
    return powershell.to_json(powershell.with_dates(records(steps)), 10).encode("utf-16")


MORE_FORMATS: dict[str, Write] = {
    "one column a field": flat_csv,
    "portal CSV with a type line": lambda steps: b"#TYPE System.Object\r\n" + portal_csv(steps).removeprefix(b"\xef\xbb\xbf"),
    "workbook": workbook,
    "zip": zipped,
    "gz": lambda steps: gzip.compress(log_analytics_csv(steps), mtime=0),
    "Event Hub Capture": captured,
    "batch": batch,
    "Logic App": lambda steps: _json({"statusCode": 200, "headers": {}, "body": {"value": records(steps)}}),
    "under another name": lambda steps: _json({"auditLogs": {"items": records(steps)}}),
    "query API": query,
    "query API of Kusto": lambda steps: _json([{"FrameType": "DataTable", "Columns": [{"ColumnName": name} for name in records(steps)[0]],
                                                "Rows": [list(row.values()) for row in records(steps)]}]),
    "command line of Azure": command_line,
    "PowerShell 7": lambda steps: powershell.to_json(powershell.capitals(records(steps)), 10).encode(),
    "PowerShell 7, cut in depth": lambda steps: powershell.to_json(records(steps), 4).encode("utf-8-sig"),
    "Splunk": splunk,
    "Kibana": kibana,
}  # fmt: skip


# Those that keep less: times to the millisecond, no blank cells at the end of a row.
def in_one_column(data: bytes, behind: str = "") -> bytes:
    """What a spreadsheet with another list separator makes of a CSV: each row one cell, its first quotes gone."""
    lines = data.decode("utf-8-sig").splitlines()
    cells = [line[1:].replace('"', "", 1) if line.startswith('"') else line for line in lines]
    return "".join('"' + cell.replace('"', '""') + f'"{behind}\r\n' for cell in cells).encode("utf-8-sig")


def captured_as_json(steps: Sequence[Step]) -> bytes:
    """An Event Hub capture written as JSON: the bodies in Base64."""
    events = [{"EnqueuedTimeUtc": "11/21/2026 8:05:57 PM", "Body": b64encode(batch.encode()).decode()}
              for batch in event_hub_batches(steps).decode().splitlines()]  # fmt: skip
    return _json(events)


LESSER_FORMATS: dict[str, Write] = {
    "portal CSV in one column": lambda steps: in_one_column(portal_csv(steps), ";;"),
    "Event Hub capture as JSON": captured_as_json,
    "portal CSV saved by Excel": saved_by_excel,
    "Windows PowerShell": windows_powershell,
    "pandas": framed,
    "pandas, a record a line": lambda steps: framed(steps, orient="records", lines=True),
    "pandas, split": lambda steps: framed(steps, orient="split"),
}
