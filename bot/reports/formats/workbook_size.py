"""How many cells the sheets of a workbook span, counted before it is opened: opening costs memory by this number."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Final

from bot.reports.formats.zip_damage import ZIP_DAMAGE, is_inflated

_MARKS: Final = {
    b"xl/": "xlsx",
    b"[Content_Types].xml": "office",
    b"_rels/.rels": "office",
    b"docProps/": "office",
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet": "ods",
}
_PIECE: Final = 1 << 20
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b(?:[^>]*?\br="(\d+)")?')
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b(?:[^>]*?\br="([A-Z]{1,3})(\d+)")?')
_WIDE: Final = re.compile(rb'r="([A-Z]{2,3})\d')
_LETTERS: Final = 26
_MANY: Final = 5_000_000  # cells up to which 26 columns are a good enough guess
_ODS: Final = re.compile(rb"<(table:table-row|table:(?:covered-)?table-cell|table:table)\b([^>]*)>")
_REPEATED: Final = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_FILLED: Final = re.compile(rb"office:value-type=")


_UNSET: Final = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</(?:\w+:)?c>")
# A row that is hidden, or filtered out, and holds cells.
_HIDDEN: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\shidden=["'](?:1|true)["'][^>]*(?<!/)>""")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a look into a workbook tells before it is opened."""

    cells: int = (
        0  # from the first to the last used row and column of the largest sheet; 0 where the format bounds them
    )
    unset: int = 0  # formulas that no program has calculated: their cells come as blank ones
    inflated: bool = False  # whether it unpacks to more than any report does
    hidden: bool | None = None  # whether rows are hidden or filtered out; None where the format is not looked into

    def joined(self, other: "Contents") -> "Contents":
        """Two sheets' contents."""
        hidden = other.hidden if self.hidden is None else self.hidden or bool(other.hidden)
        return Contents(max(self.cells, other.cells), self.unset + other.unset, self.inflated or other.inflated, hidden)


def kind_of_zip(start: bytes) -> str | None:
    """What kind of workbook begins so; None for an archive of another kind, or no archive."""
    if not start.startswith(b"PK\x03\x04"):
        return None
    name = start[30:200]
    return next((kind for mark, kind in _MARKS.items() if name.startswith(mark)), None)


def is_workbook(data: bytes) -> bool:
    """Whether an archive holds a workbook, and not another document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("xl/") or name == "content.xml" for name in archive.namelist())
    except ZIP_DAMAGE:
        return True  # cut off or damaged: what it was meant to be is known by its beginning


def contents_of(data: bytes) -> Contents:
    """Look through all sheets, a piece at a time. Raises one of ZIP_DAMAGE where they cannot be unpacked."""
    found = Contents()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return found
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = Contents(inflated=is_inflated(sum(one.file_size for one in archive.infolist()), len(data)))
        for name in archive.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                found = found.joined(_of_xml(partial(archive.open, name)))
            elif re.fullmatch(r"xl/worksheets/[^/]+\.bin", name) and not found.inflated:
                with archive.open(name) as stream:
                    found = found.joined(Contents(_of_binary(stream.read())))
            elif name == "content.xml":
                with archive.open(name) as stream:
                    found = found.joined(Contents(_of_ods(stream)))
    return found


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream piece by piece; each but the first begins with the last open tag of the one before."""
    rest = b""
    while piece := stream.read(_PIECE):
        text = rest + piece
        end = text.rfind(b"<")
        end = end if end > 0 else len(text)
        yield text[:end]
        rest = text[end:]
    yield rest


def _of_xml(open_again: Callable[[], IO[bytes]]) -> Contents:
    """Letter by letter only where it matters: few sheets have columns behind Z, or rows enough for 26 to be many."""
    rows = counted = unset = 0
    columns = _LETTERS
    hidden = False
    with open_again() as stream:
        for text in _pieces(stream):
            found = _ROW.findall(text)
            counted += len(found)
            rows = max([rows, *map(int, {number for number in found if number})])
            columns = max([columns, *map(_column, set(_WIDE.findall(text)))])
            unset += len(_UNSET.findall(text)) if b"<f" in text or b":f" in text else 0
            hidden = hidden or (b"hidden=" in text and _HIDDEN.search(text) is not None)
    rows = max(rows, counted)
    if rows * columns > _MANY:
        with open_again() as stream:
            letters = {letters for text in _pieces(stream) for letters, _ in _CELL.findall(text)}
        columns = max(map(_column, letters), default=columns)
    return Contents(rows * columns, unset, hidden=hidden)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _of_binary(data: bytes) -> int:
    """A sheet of an .xlsb: records of a kind, a length, and bytes; rows and cells begin with their number."""
    at = rows = columns = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        if kind == 0 and length >= 4:  # noqa: PLR2004 - a row
            rows = max(rows, int.from_bytes(data[at : at + 4], "little") + 1)
        elif 1 <= kind <= 11 and length >= 4:  # noqa: PLR2004 - cells
            columns = max(columns, int.from_bytes(data[at : at + 4], "little") + 1)
        at += length
    return rows * columns


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to so many bytes with seven bits each, and where it ends."""
    value = 0
    for position in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * position
        if byte < 0x80:  # noqa: PLR2004 - the last one
            break
    return value, at


def _of_ods(stream: IO[bytes]) -> int:
    """The content of an .ods: rows and cells may be repeated, and count as far as one is filled."""
    most = row = last_row = columns = column = 0
    for text in _pieces(stream):
        for tag, rest in _ODS.findall(text):
            repeated = _REPEATED.search(rest)
            times = int(repeated[1]) if repeated else 1
            if tag == b"table:table":
                most, row, last_row, columns = max(most, last_row * columns), 0, 0, 0
            elif tag == b"table:table-row":
                row, column = row + times, 0
            else:
                column += times
                if _FILLED.search(rest):
                    last_row, columns = row, max(columns, column)
    return max(most, last_row * columns)
