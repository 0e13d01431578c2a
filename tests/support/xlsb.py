"""A workbook as Excel saves it in binary (.xlsb): records of a kind, a length and bytes, in parts of an archive."""

import io
import struct
import zipfile
from collections.abc import Sequence

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK, _BOOK_END, _SHEETS, _SHEETS_END, _SHEET = 131, 132, 143, 144, 156
_PAGE, _PAGE_END, _EXTENT, _DATA, _DATA_END = 129, 130, 148, 145, 146
_ROW, _REAL, _TEXT = 0, 5, 6


def xlsb(rows: Sequence[Sequence[str | float]], *, at: tuple[int, int] = (0, 0)) -> bytes:
    """One sheet of texts and numbers that begins at this row and column; blank texts are no cells."""
    top, left = at
    book = [
        _record(_BOOK), _record(_SHEETS), _record(_SHEET, struct.pack("<II", 0, 1) + _text("rId1") + _text("Resets")),
        _record(_SHEETS_END), _record(_BOOK_END),
    ]  # fmt: skip
    extent = (top, top + len(rows) - 1, left, left + max(map(len, rows)) - 1)
    page = [_record(_PAGE), _record(_EXTENT, struct.pack("<IIII", *extent)), _record(_DATA)]
    for number, row in enumerate(rows, start=top):
        page.append(_record(_ROW, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)))
        page += [_cell(column, cell) for column, cell in enumerate(row, start=left) if cell != ""]
    page += [_record(_DATA_END), _record(_PAGE_END)]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relation("officeDocument", "xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": _relation("worksheet", "worksheets/sheet1.bin"),
        "xl/workbook.bin": b"".join(book),
        "xl/worksheets/sheet1.bin": b"".join(page),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _relation(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'


def _cell(column: int, cell: str | float) -> bytes:
    place = struct.pack("<II", column, 0)
    return (
        _record(_TEXT, place + _text(cell))
        if isinstance(cell, str)
        else _record(_REAL, place + struct.pack("<d", cell))
    )


def _record(kind: int, data: bytes = b"") -> bytes:
    return _number(kind) + _number(len(data)) + data


def _number(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _number(rest) if rest else bytes([low])


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
