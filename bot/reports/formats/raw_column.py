"""Tables whose cells hold the records as they were sent: Splunk's `_raw`, Elastic's `event.original`."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import audit_json
from bot.reports.parsing.csv_rows import CsvFormat
from bot.reports.parsing.csv_table import table_of
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.headers import Layout, find_header
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.receipt import ReportKind

_NAMES: Final = ("_raw", "event.original")


def recognises(head: Head) -> bool:
    """Whether one of the first lines is a header with such a column."""
    return find_header(head.text, _layout) is not None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the records in the cells. Raises ReportError when they are none of an audit log."""
    header = find_header(head.text, _layout)
    assert header is not None
    table = table_of(utf8_of(head, stream, progress), header.lines, CsvFormat(header.delimiter, header.layout))
    cells = "\n".join(" ".join(cell.split("\n")) for cell in table.columns["raw"].to_pylist())
    name = header.names[header.layout.positions["raw"]]
    inner = io.BytesIO(cells.encode())
    found = replace(head_of(head.name, inner), within=f"column {name} of a CSV, {head.encoding_name}")
    if not audit_json.recognises(found):
        raise ReportError(f"The column {name} of {head.name} holds no records of Microsoft Entra's audit log as JSON.")
    reading = audit_json.read(found, inner, options)
    report = reading.reports[0]
    return Reading(
        (replace(report, rows=report.rows + len(table.rejected), rejected=(*report.rejected, *table.rejected)),)
    )


def _layout(names: Sequence[str]) -> Layout | None:
    position = next((names.index(name) for name in _NAMES if name in names), None)
    if position is None:
        return None
    return Layout(ReportKind.AUDIT, tuple(names), {"raw": position}, required=position + 1)
