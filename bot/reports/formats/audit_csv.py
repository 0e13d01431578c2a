"""Audit logs as CSV: the portal's download, and the AuditLogs table exported from Log Analytics."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from bot.reports.formats.audit_people import actor_of, parsed, target_of
from bot.reports.formats.audit_rows import FileInfo, RawRows, coded, first_filled, report_of
from bot.reports.parsing import excerpts
from bot.reports.parsing.csv_lines import line_numbers, row_at
from bot.reports.parsing.csv_rows import CsvFormat, split_any
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import Layout
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.receipt import Rejected, ReportKind

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
Found = Mapping[str, Sequence[str]]  # for each field the names of the columns that may hold it, best first
_WRONG_WIDTH: Final = "the row has another number of cells than the header"


@dataclass(frozen=True, slots=True)
class _Cut:
    """A file cut into rows."""

    columns: Mapping[str, pa.ChunkedArray]  # the wanted columns, by the names in the header
    rows: int
    line_of: Callable[[int], int]
    raw_of: Callable[[int], str]
    rejected: tuple[Rejected, ...]


def recognises(head: Head) -> bool:
    """Whether a file begins with the header of an audit log."""
    found = _found(_header(head.text)[0])
    return all(found[field] for field in _NEEDED) and bool(found["target"] or found["actor"])


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its dates are meant."""
    data = utf8_of(head, stream, progress)
    names, delimiter = _header(head.text)
    found = _found(names)
    cut = _quickly(data, names, delimiter, found) or _patiently(data, names, delimiter, found)
    raw = RawRows(
        table=pa.table(_fields(cut.columns, found, cut.rows)),
        raw_of=cut.raw_of,
        line_of=cut.line_of,
        rejected=cut.rejected,
    )
    kind = "Log Analytics export" if "targetresources" in map(_plain, names) else "portal download"
    return Reading((report_of(raw, FileInfo(head.name, f"{kind}, CSV, {head.encoding_name}", options)),))


def _plain(name: str) -> str:
    """A column's name without blanks, case and what stands in brackets."""
    return re.sub(r"\[.*?\]|\(.*?\)|\s", "", name).casefold()


def _header(head: str) -> tuple[list[str], str]:
    """The names of the columns, and what separates them."""
    first = head.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    return next(csv.reader(io.StringIO(first), delimiter=delimiter), []), delimiter


def _found(names: Sequence[str]) -> Found:
    """For each field the columns that may hold it, best first."""
    plain = {_plain(name): name for name in reversed(names)}
    return {field: [plain[name] for name in known if name in plain] for field, known in _COLUMNS.items()}


def _quickly(data: bytes, names: Sequence[str], delimiter: str, found: Found) -> _Cut | None:
    """The rows of a file that keeps to the rules; None where a quotation mark is out of position."""
    positions = {name: str(names.index(name)) for columns in found.values() for name in columns}
    texts = dict.fromkeys(positions.values(), pa.string())
    broken: list[tuple[int, str]] = []

    def put_aside(row: pa_csv.InvalidRow) -> str:
        broken.append((row.number - 2, row.text))  # counted from 1, the header included
        return "skip"

    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data if b"\n" in data else data + b"\n"),
            # One thread is the faster way for texts, and only so do broken rows come with their numbers.
            pa_csv.ReadOptions(
                use_threads=False, column_names=[str(position) for position in range(len(names))], skip_rows=1
            ),
            pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=put_aside),
            pa_csv.ConvertOptions(include_columns=[*texts], column_types=texts, strings_can_be_null=False),
        ).combine_chunks()
    except pa.ArrowInvalid:
        return None
    if any("\n" in text for _, text in broken):
        return None
    lines = cache(lambda: line_numbers(data, table.num_rows + len(broken)))
    whole = cache(lambda: np.delete(lines(), [number for number, _ in broken]))
    return _Cut(
        columns={name: table[position] for name, position in positions.items()},
        rows=table.num_rows,
        line_of=lambda row: int(whole()[row]),
        raw_of=lambda row: row_at(data, int(whole()[row]), lines()),
        rejected=tuple(Rejected(int(lines()[number]), _WRONG_WIDTH, excerpts.row(text)) for number, text in broken),
    )


def _patiently(data: bytes, names: Sequence[str], delimiter: str, found: Found) -> _Cut:
    """The rows of any file, one by one: a stray quotation mark costs one row and no more."""
    positions = {name: names.index(name) for columns in found.values() for name in columns}
    dialect = CsvFormat(delimiter, Layout(ReportKind.AUDIT, tuple(names), positions, utc=True))
    data = data.replace(b"\r\n", b"\n")
    rows = split_any(data[data.index(b"\n") + 1 :], dialect, last=True)
    return _Cut(
        columns=rows.columns,
        rows=len(rows.lines),
        line_of=lambda row: int(rows.lines[row]) + 2,
        raw_of=rows.raw,
        rejected=tuple(Rejected(line + 2, reason, excerpts.row(text)) for line, reason, text in rows.broken),
    )


def _fields(columns: Mapping[str, pa.ChunkedArray], found: Found, rows: int) -> dict[str, pa.ChunkedArray]:
    """The raw fields: of several columns for one field the first that is filled, JSON in cells taken apart."""
    blank = pa.chunked_array([pa.repeat("", rows)])
    fields = {
        field: first_filled([pc.utf8_trim_whitespace(columns[name]) for name in names]) if names else blank
        for field, names in found.items()
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
