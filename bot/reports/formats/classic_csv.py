"""The classic reports as CSV, whatever program wrote or re-saved them."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from bot.reports.parsing.assembly import Assembly, Batch
from bot.reports.parsing.csv_rows import CsvFormat, split
from bot.reports.parsing.date_order import DateOrder, read_resolved
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import Layout, layout_of
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.parsing.summary import summarise

BLOCK: Final = 1 << 21  # bytes read at once: enough to be quick, little enough for little memory
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
_HEADER_WITHIN: Final = 10  # lines; before the header stand blank lines, `sep=`, `#TYPE`, a title


def recognises(head: Head) -> bool:
    """Whether one of the first lines is the header of a classic report."""
    return _find_header(head) is not None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its dates are meant."""
    found = _find_header(head)
    assert found is not None
    lines, dialect = found

    def assemble(order: DateOrder) -> Assembly:
        assembly = _assembly(dialect.layout, options, order)
        _fill(assembly, stream, head.encoding, lines, dialect, progress)
        return assembly

    try:
        assembly = read_resolved(head.name, options.day_first, assemble)
    except UnicodeDecodeError:  # beyond the head stands a byte that UTF-8 does not have
        return read(replace(head, encoding="cp1252"), stream, options, progress)
    return Reading((summarise(assembly, f"CSV with {_DELIMITERS[dialect.delimiter]}", head),))


def _assembly(layout: Layout, options: ReadOptions, order: DateOrder) -> Assembly:
    header = {field: layout.header[position].strip() for field, position in layout.positions.items()}
    return Assembly(layout.kind, options, order, layout.utc, header)


def _fill(
    assembly: Assembly, stream: BinaryIO, encoding: str, lines: int, dialect: CsvFormat, progress: Progress | None
) -> None:
    rest, line, skip = b"", 1, lines
    for text, last in _text(stream, encoding, progress):
        data = rest + text
        while skip and (end := data.find(b"\n") + 1):
            data, skip, line = data[end:], skip - 1, line + 1
        if skip:
            rest = b"" if last else data
            continue
        while data:
            records = split(data, dialect, last=last)
            if len(records.lines):
                assembly.add(Batch(records.columns, records.lines + line, records.raw))
            for number, reason, raw in records.broken:
                assembly.reject(number + line, reason, raw)
            data = data[records.consumed :]
            line += records.newlines
            if not last or not records.consumed:
                break
        rest = data


def _text(stream: BinaryIO, encoding: str, progress: Progress | None) -> Iterator[tuple[bytes, bool]]:
    """The file piece by piece as UTF-8, lines ended by a line feed alone; and whether it is the last piece."""
    stream.seek(0)
    strict = "strict" if encoding == "utf-8" else "replace"
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(strict), translate=True)
    done = 0
    while True:
        piece = stream.read(BLOCK)
        done += len(piece)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            if piece:
                raise
            text = "\ufffd"  # the file ends in the middle of a character
        if progress:
            progress(done)
        yield text.encode("utf-8", "replace"), not piece
        if not piece:
            return


def _find_header(head: Head) -> tuple[int, CsvFormat] | None:
    """How many lines the data stands behind, and how the file is written."""
    lines = head.text.split("\n", _HEADER_WITHIN)[:_HEADER_WITHIN]
    said = next(
        (match[1] for line in lines if (match := re.fullmatch(r'"?sep=([,;\t])"?', line.strip("\ufeff ")))), None
    )
    for number, line in enumerate(lines, start=1):
        for delimiter in [said] if said else _DELIMITERS:
            cells = next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])
            layout = layout_of(cells)
            if layout is not None:
                return number, CsvFormat(delimiter, layout)
    return None
