"""Audit logs as CSV: the portal's download, and the AuditLogs table exported from Log Analytics."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from bot.reports.audit import RawRows, coded, first_filled, report_of
from bot.reports.audit_lines import line_numbers, row_at
from bot.reports.audit_people import actor_of, parsed, target_of
from bot.reports.read import ReadReport
from bot.reports.receipt import Rejected

# Where each field stands, best first; names without blanks, case and what stands in brackets.
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "at": ("date", "activitydatetime", "timegenerated"),
    "service": ("service", "loggedbyservice"),
    "activity": ("activity", "activitydisplayname", "operationname"),
    "status": ("result", "status"),
    "reason": ("resultreason", "resultdescription", "statusreason"),
    "correlation": ("correlationid",),
    "target": ("target1userprincipalname", "targetresources"),
    "target_id": ("target1objectid",),
    "actor": ("actoruserprincipalname", "initiatedby"),
    "actor_id": ("actorobjectid",),
    "event_id": ("id",),
}
_NEEDED: Final = ("at", "activity", "status")
_DELIMITERS: Final = ",;\t"
_BOM: Final = b"\xef\xbb\xbf"
_WRONG_WIDTH: Final = "the row has another number of cells than the header"


def is_audit_csv(head: str) -> bool:
    """Whether a text begins with the header of an audit log."""
    found = _found(_header(head)[0])
    return all(found[field] for field in _NEEDED) and bool(found["target"] or found["actor"])


def read_audit_csv(data: bytes) -> ReadReport:
    """An audit log from a file's bytes in UTF-8, with or without BOM."""
    names, delimiter = _header(data[:65_536].decode("utf-8-sig", errors="replace"))
    found = _found(names)
    table, broken = _parsed(
        data.removeprefix(_BOM), delimiter, [name for columns in found.values() for name in columns]
    )
    lines = line_numbers(data, table.num_rows + len(broken))
    whole = np.delete(lines, [number for number, _ in broken])
    raw = RawRows(
        table=pa.table({**_fields(table, found), "line": whole}),
        raw_of=lambda row: row_at(data, int(whole[row]), lines),
        rejected=tuple(Rejected(int(lines[number]), _WRONG_WIDTH, text) for number, text in broken),
    )
    kind = "Log Analytics export" if "targetresources" in map(_plain, names) else "portal download"
    return report_of(raw, f"audit log, {kind}, CSV")


def _plain(name: str) -> str:
    """A column's name without blanks, case and what stands in brackets."""
    return re.sub(r"\[.*?\]|\(.*?\)|\s", "", name).casefold()


def _header(head: str) -> tuple[list[str], str]:
    """The names of the columns, and what separates them."""
    first = head.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    return next(csv.reader(io.StringIO(first), delimiter=delimiter), []), delimiter


def _found(names: Sequence[str]) -> dict[str, list[str]]:
    """For each field the columns that may hold it, best first."""
    plain = {_plain(name): name for name in reversed(names)}
    return {field: [plain[name] for name in known if name in plain] for field, known in _COLUMNS.items()}


def _parsed(data: bytes, delimiter: str, wanted: list[str]) -> tuple[pa.Table, list[tuple[int, str]]]:
    """The wanted columns as texts, and the rows of another width with their numbers, the first row being 0.

    One thread: it is the faster way for texts, and only so do broken rows come with their numbers.
    """
    broken: list[tuple[int, str]] = []

    def put_aside(row: pa_csv.InvalidRow) -> str:
        broken.append((row.number - 2, row.text))  # counted from 1, the header included
        return "skip"

    table = pa_csv.read_csv(
        pa.BufferReader(data),
        pa_csv.ReadOptions(use_threads=False),
        pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=put_aside),
        pa_csv.ConvertOptions(
            include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=False
        ),
    )
    return table.combine_chunks(), broken


def _fields(table: pa.Table, found: Mapping[str, Sequence[str]]) -> dict[str, pa.ChunkedArray]:
    """The raw fields: of several columns for one field the first that is filled, JSON in cells taken apart."""
    blank = pa.chunked_array([pa.repeat("", table.num_rows)])
    fields = {
        field: first_filled([pc.utf8_trim_whitespace(table[name]) for name in columns]) if columns else blank
        for field, columns in found.items()
    }
    for person, take_apart in (("target", target_of), ("actor", actor_of)):
        cells, code = coded(fields[person])
        if any(cell.startswith(("{", "[")) for cell in cells):
            known = [take_apart(parsed(cell)) for cell in cells]
            fields[person] = pa.chunked_array([pa.array([name for name, _ in known], pa.string()).take(pa.array(code))])
            fields[f"{person}_id"] = pa.chunked_array(
                [pa.array([key for _, key in known], pa.string()).take(pa.array(code))]
            )
    return fields
