"""A whole CSV file as columns of text, for the dialects that look at all of its rows at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from bot.reports.parsing import excerpts
from bot.reports.parsing.csv_lines import line_numbers, row_at
from bot.reports.parsing.csv_rows import CUT, CsvFormat, padded, split_any
from bot.reports.parsing.cut_off import is_whole
from bot.reports.parsing.read_report import MOST_BROKEN
from bot.reports.receipt import Rejected
from bot.reports.tables.one_table import check_one_table

_FILLED = re.compile(rb"\S")
_WRONG_WIDTH = "the row has another number of cells than the header"


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file cut into rows."""

    columns: Mapping[str, pa.ChunkedArray]  # the wanted columns, by field
    rows: int
    line_of: Callable[[int], int]
    raw_of: Callable[[int], str]
    rejected: tuple[Rejected, ...]
    short: int = 0  # rows whose last cells were left out and are blank
    cut: int = 0  # rows in the middle of which the file ends: 1 or 0; among those rejected


def table_of(data: bytes, lines: int, style: CsvFormat) -> CsvTable:
    """The rows of a file as UTF-8 text whose header ends with line number `lines`.

    Raises ReportError where another table follows.
    """
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    start = 0
    for _ in range(lines):
        start = data.find(b"\n", start) + 1 or len(data)
    body = data[start:]
    check_one_table(body, style.layout, style.delimiter, lines + 1)
    ended = body.rfind(b"\n") + 1
    if ended < len(body) and body[ended:].strip():
        return _with_open_end(body, ended, lines, style)
    return _quickly(body, lines, style) or _patiently(body, lines, style)


def _with_open_end(body: bytes, ended: int, lines: int, style: CsvFormat) -> CsvTable:
    """A file that does not end in a line end: its last row is looked at by itself."""
    whole = _quickly(body[:ended], lines, style)
    last = split_any(body[ended:], style, last=True)
    if whole is None or (last.broken and body[ended:].count(b'"') % 2):  # the last row may begin further up
        return _patiently(body, lines, style)
    line = lines + 1 + body.count(b"\n", 0, ended)
    known = whole.columns[style.layout.last_field].unique().to_pylist() if style.layout.last_field else []
    if last.broken or (last.open_cell is not None and not is_whole(last.open_cell, known)):
        reason = last.broken[0][1] if last.broken else CUT
        stump = Rejected(line, reason, excerpts.row(body[ended:].decode(errors="replace")))
        return _rejecting(whole, stump, cut=int(reason == CUT))
    count = len(last.lines)
    return CsvTable(
        columns={name: pa.chunked_array([*whole.columns[name].chunks, *last.columns[name].chunks])
                 for name in whole.columns},
        rows=whole.rows + count,
        line_of=lambda row: whole.line_of(row) if row < whole.rows else line,
        raw_of=lambda row: whole.raw_of(row) if row < whole.rows else last.raw(0),
        rejected=whole.rejected,
        short=whole.short,
    )  # fmt: skip


def _rejecting(table: CsvTable, row: Rejected, *, cut: int) -> CsvTable:
    return CsvTable(
        table.columns, table.rows, table.line_of, table.raw_of, (*table.rejected, row), table.short, table.cut + cut
    )


def _quickly(body: bytes, lines: int, style: CsvFormat, short: int = 0) -> CsvTable | None:
    """The rows of a file that keeps to the rules; None where a quotation mark is out of place."""
    positions = {field: str(position) for field, position in style.layout.positions.items()}
    broken: list[tuple[int, str, int]] = []

    def put_aside(row: pa_csv.InvalidRow) -> str:
        broken.append((row.number - 1, row.text, row.actual_columns))
        return "skip" if len(broken) <= MOST_BROKEN else "error"  # what is so broken is looked at row by row

    try:
        table = _parsed(body, style, list(positions.values()), put_aside)
    except pa.ArrowInvalid:
        return None
    if any("\n" in text or _is_too_long_at_its_end(text, cells, style) for _, text, cells in broken):
        return None
    if not short and any(style.layout.required <= cells < style.layout.width for _, _, cells in broken):
        full, short = padded(body, style)
        return _quickly(full, lines, style, short) if short else None
    starts = cache(lambda: line_numbers(body, table.num_rows + len(broken)) + lines)
    whole = cache(lambda: np.delete(starts(), [number for number, _, _ in broken]))
    return CsvTable(
        columns={field: table[position] for field, position in positions.items()},
        rows=table.num_rows,
        line_of=lambda row: int(whole()[row]),
        raw_of=lambda row: row_at(body, int(whole()[row]) - lines, starts() - lines),
        rejected=tuple(Rejected(int(starts()[number]), _WRONG_WIDTH, excerpts.row(text)) for number, text, _ in broken),
        short=short,
    )


def _is_too_long_at_its_end(text: str, cells: int, style: CsvFormat) -> bool:
    """Whether a row has more cells than the header, and blank ones at its end: they are dropped row by row."""
    return cells > style.layout.width and text.rstrip().endswith(style.delimiter)


def _parsed(body: bytes, style: CsvFormat, wanted: list[str], put_aside: Callable[[pa_csv.InvalidRow], str]) -> Any:
    texts = dict.fromkeys(wanted, pa.string())
    if not _FILLED.search(body):
        return pa.table({name: pa.chunked_array([pa.array([], pa.string())]) for name in wanted})
    return pa_csv.read_csv(
        pa.BufferReader(body),
        # One thread is the faster way for texts, and only so do broken rows come with their numbers.
        pa_csv.ReadOptions(use_threads=False, column_names=[str(position) for position in range(style.layout.width)]),
        pa_csv.ParseOptions(delimiter=style.delimiter, newlines_in_values=True, invalid_row_handler=put_aside),
        pa_csv.ConvertOptions(include_columns=wanted, column_types=texts, strings_can_be_null=False),
    )


def _patiently(body: bytes, lines: int, style: CsvFormat) -> CsvTable:
    """The rows of any file, one by one: a stray quotation mark costs one row and no more."""
    rows = split_any(body.replace(b"\r\n", b"\n"), style, last=True)
    columns, count = rows.columns, len(rows.lines)
    rejected = [Rejected(line + lines + 1, reason, excerpts.row(text)) for line, reason, text in rows.broken]
    last_field = style.layout.last_field
    if rows.open_cell is not None and not is_whole(rows.open_cell, columns[last_field][:-1].unique().to_pylist()):
        count -= 1
        columns = {field: column[:count] for field, column in columns.items()}
        rejected.append(Rejected(int(rows.lines[count]) + lines + 1, CUT, excerpts.row(rows.raw(count))))
    return CsvTable(
        columns=columns,
        rows=count,
        line_of=lambda row: int(rows.lines[row]) + lines + 1,
        raw_of=rows.raw,
        rejected=tuple(sorted(rejected, key=lambda row: row.line)),
        short=rows.short,
        cut=sum(row.reason == CUT for row in rejected),
    )
