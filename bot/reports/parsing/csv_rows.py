"""Text cut into the rows of a CSV file: quickly where it is regular, patiently where it is not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from bot.reports.parsing.headers import Layout
from bot.reports.parsing.read_report import check_readable

SPREAD: Final = 5_000  # characters that a row of several lines may have; beyond, a quotation mark was never closed
CUT: Final = "the file ends in the middle of this row"
NO_ROW: Final = re.compile("sep=.|#TYPE .*")  # lines that Excel and PowerShell add for each other
_NEVER_CLOSED: Final = "a quotation mark is never closed"
_QUOTE, _NEWLINE, _RETURN, _PIECE = 34, 10, 13, 1 << 18
_MOST_CELLS: Final = 100_000  # of a row; each takes a hundred times its own memory


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How a file writes its rows."""

    delimiter: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a stretch of text."""

    columns: Mapping[str, Any]  # field -> Arrow column of strings, one a row
    lines: npt.NDArray[np.int64]  # the line each row starts on, counted from the stretch's first line as 0
    raw: Callable[[int], str]  # a row as it stands in the file
    broken: list[tuple[int, str, str]]  # line, reason and text of rows that could not be taken apart
    consumed: int  # bytes; what follows is the beginning of a row whose end is yet to come
    newlines: int  # in what was consumed
    short: int = 0  # rows whose last cells were left out and are blank
    open_cell: str | None = None  # the last cell of the last row, where nothing shows that it is there whole


def split(data: bytes, dialect: CsvFormat, *, last: bool) -> CsvRows:
    """The rows of a stretch of UTF-8 text that starts with a row and, if `last`, ends with one."""
    return split_regular(data, dialect) or _split_padded(data, dialect) or split_any(data, dialect, last=last)


def _split_padded(data: bytes, dialect: CsvFormat) -> CsvRows | None:
    """The quick way once more, with the cells that rows leave out at their end."""
    full, short = padded(data, dialect)
    rows = split_regular(full, dialect) if short else None
    return replace(rows, consumed=rows.consumed - len(full) + len(data), short=short) if rows else None


def padded(data: bytes, dialect: CsvFormat) -> tuple[bytes, int]:
    """The text with the cells that some rows leave out at their end, and how many rows these are.

    Only of rows that end in a line feed, and that reach as far as the report needs.
    """
    if data.count(dialect.delimiter.encode()) > _MOST_CELLS * data.count(b"\n"):
        return data, 0
    array = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(array == _QUOTE)
    ends, delimiters = (
        places[np.searchsorted(quotes, places) % 2 == 0]
        for places in (np.flatnonzero(array == _NEWLINE), np.flatnonzero(array == ord(dialect.delimiter)))
    )
    if not len(ends):
        return data, 0
    starts = np.concatenate([[0], ends[:-1] + 1])
    cells = np.searchsorted(delimiters, ends) - np.searchsorted(delimiters, starts) + 1
    layout = dialect.layout
    missing = np.where((cells >= layout.required) & (cells < layout.width) & (ends > starts), layout.width - cells, 0)
    if not missing.any():
        return data, 0
    # A delimiter belongs before a carriage return.
    ends = ends - ((ends > starts) & (array[ends - 1] == _RETURN))
    full = np.insert(array, np.repeat(ends, missing), ord(dialect.delimiter))
    return full.tobytes(), int(np.count_nonzero(missing))


def split_regular(data: bytes, dialect: CsvFormat) -> CsvRows | None:
    """The quick way: all rows up to the last sure end of one; None when a quotation mark or a row is out of position.

    Whatever it takes, it takes exactly as `split_any` would.
    """
    array = np.frombuffer(data, dtype=np.uint8)
    newlines = np.flatnonzero(array == _NEWLINE)
    quotes = np.flatnonzero(array == _QUOTE) if b'"' in data else newlines[:0]
    ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0] if len(quotes) else newlines
    if not len(ends):
        return None
    size = int(ends[-1]) + 1
    quotes = quotes[: np.searchsorted(quotes, size)]
    newlines = newlines[: np.searchsorted(newlines, size)]
    starts = np.concatenate([[0], ends[:-1] + 1])
    spread = len(ends) != len(newlines)
    if not _regular(array[:size], quotes, ord(dialect.delimiter)) or (spread and (ends - starts).max() > SPREAD):
        return None
    filled = ends != starts
    lines = (np.searchsorted(newlines, starts) if spread else np.arange(len(starts)))[filled].astype(np.int64)
    starts, ends = starts[filled], ends[filled]
    table = _parsed(data[:size], dialect, quoted=len(quotes) > 0, spread=spread) if len(starts) else None
    if len(starts) and (table is None or table.num_rows != len(starts)):
        return None
    columns = {
        field: table[str(position)] if table else texts([]) for field, position in dialect.layout.positions.items()
    }
    return CsvRows(columns, lines, lambda row: data[starts[row] : ends[row]].decode(), [], size, len(newlines))


def texts(cells: list[str]) -> Any:
    """Cells as the Arrow column that readers hand over."""
    return pa.chunked_array([pa.array(cells, pa.string())])


def _regular(array: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64], delimiter: int) -> bool:
    """Whether each quotation mark opens a cell, closes one, or is one of a pair within."""
    if not len(quotes):
        return True
    before, after = array[quotes[::2] - 1], array[quotes[1::2] + 1]  # before the first cell stands the last line feed
    opens = (before == delimiter) | (before == _NEWLINE) | (before == _QUOTE)
    closes = (after == delimiter) | (after == _NEWLINE) | (after == _QUOTE)
    return bool(opens.all() and closes.all())


def _parsed(data: bytes, dialect: CsvFormat, *, quoted: bool, spread: bool) -> Any:
    names = [str(position) for position in range(dialect.layout.width)]
    wanted = [str(position) for position in dialect.layout.positions.values()]
    try:
        return pyarrow.csv.read_csv(
            pa.BufferReader(data),
            pyarrow.csv.ReadOptions(column_names=names, block_size=_PIECE),
            pyarrow.csv.ParseOptions(
                delimiter=dialect.delimiter, quote_char='"' if quoted else False, newlines_in_values=spread
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()), include_columns=wanted, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def split_any(data: bytes, dialect: CsvFormat, *, last: bool) -> CsvRows:
    """The patient way: row by row, so that a stray quotation mark or an unquoted comma costs one row and no more."""
    text = (data if last else data[: data.rfind(b"\n") + 1]).decode()
    rows: list[list[str]] = []
    lines: list[int] = []
    raw: list[str] = []
    broken: list[tuple[int, str, str]] = []
    at = line = short = 0
    open_cell = None
    while at < len(text):
        found = _row(text, at, dialect, last=last)
        if found is None:
            break
        cells, end = found
        if last and end >= len(text) and cells:
            cells, open_cell = _at_the_end(cells, text[at:end], dialect)
        if not isinstance(cells, str) and 0 < len(cells) < dialect.layout.width:
            cells += [""] * (dialect.layout.width - len(cells))
            short += 1
        if isinstance(cells, str):
            broken.append((line, cells, text[at:end]))
            check_readable(len(broken), len(rows))
        elif cells:
            rows.append(cells)
            lines.append(line)
            raw.append(text[at:end])
        line += text.count("\n", at, end + 1)
        at = end + 1
    columns = {field: texts([row[position] for row in rows]) for field, position in dialect.layout.positions.items()}
    consumed = len(data) if at >= len(text) and last else len(text[:at].encode())
    return CsvRows(columns, np.array(lines, dtype=np.int64), raw.__getitem__, broken, consumed, line, short, open_cell)


def _at_the_end(cells: list[str] | str, row: str, dialect: CsvFormat) -> tuple[list[str] | str, str | None]:
    """The last row of a text that does not end in a line feed: whether it is there whole, as far as it shows."""
    if isinstance(cells, str):
        too_few = row.count(dialect.delimiter) < dialect.layout.width - 1
        return CUT if too_few or cells == _NEVER_CLOSED else cells, None
    if len(cells) < dialect.layout.width:
        return CUT, None
    closed = row.endswith('"') and dialect.delimiter + '"' in row
    return cells, None if closed or not dialect.layout.last_field else cells[-1]


def _row(text: str, at: int, dialect: CsvFormat, *, last: bool) -> tuple[list[str] | str, int] | None:
    """The cells of the row that starts here (none for a blank line, a reason for a broken one) and where it ends.

    None when its end is yet to come.
    """
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    row = text[at:end]
    if not row.strip():
        return [], end
    if row.count(dialect.delimiter) > _MOST_CELLS:
        return f"it has more than {_MOST_CELLS:,} cells", end
    if '"' not in row:
        cells = _fitted(row.split(dialect.delimiter), dialect)
        return [] if isinstance(cells, str) and NO_ROW.fullmatch(row) else cells, end
    found = _quoted(text, at, max(end, min(at + SPREAD, len(text))), dialect.delimiter)
    if found is None and not last and len(text) - at <= SPREAD:
        return None
    if found is not None:
        cells = _fitted(found[0], dialect)
        if found[1] <= end or not isinstance(cells, str) or _is_note(found[0], dialect):
            return cells, found[1]
    return _NEVER_CLOSED, end


def _is_note(cells: list[str], dialect: CsvFormat) -> bool:
    """Whether a cell of several lines, alone in its row, has no row of the table within: nothing is swallowed by it."""
    most = max(line.count(dialect.delimiter) for line in cells[0].split("\n"))
    return not any(cells[1:]) and most < dialect.layout.required - 1


def _quoted(text: str, at: int, limit: int, delimiter: str) -> tuple[list[str], int] | None:
    """The cells of a row with quotation marks, and where it ends; None when one is not closed before the limit."""
    pattern = _cell(delimiter)
    cells: list[str] = []
    while True:
        cell = pattern.match(text, at, limit)
        assert cell is not None  # it matches the empty cell too
        inside, tail, bare = cell["inside"], cell["tail"], cell["bare"]
        if inside is None:
            if bare.lstrip(" ").startswith('"'):
                return None
            cells.append(bare)
        elif "\n" in inside and tail.strip():
            return None
        else:
            cells.append(inside.replace('""', '"') + tail)
        at = cell.end()
        if at >= len(text) or text[at] == "\n":
            return cells, at
        if at >= limit:
            return None
        at += 1


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    other = rf"[^{re.escape(delimiter)}\n]"
    return re.compile(rf' *"(?P<inside>(?:[^"]++|"")*+)"(?P<tail>{other}*+)|(?P<bare>{other}*+)')


def _fitted(cells: list[str], dialect: CsvFormat) -> list[str] | str:
    """As many cells as the header has; surplus ones are dropped when empty, or are pieces of a detail with commas."""
    width = dialect.layout.width
    count = len(cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) > width and dialect.layout.detail_last:
        cells[width - 1 :] = [dialect.delimiter.join(cells[width - 1 :])]
    if not dialect.layout.required <= len(cells) <= width:
        return f"it has {count} {'cell' if count == 1 else 'cells'} instead of {width}"
    return cells
