"""The classic reports as CSV, whatever program wrote or re-saved them."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

import pandas as pd

from bot.errors import ReportError
from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Result, is_documented_method, parse_methods
from bot.reports.parsing.assembly import Assembly, Batch
from bot.reports.parsing.csv_rows import CUT, CsvFormat, CsvRows, split
from bot.reports.parsing.cut_off import is_whole
from bot.reports.parsing.date_order import DateOrder, read_resolved
from bot.reports.parsing.encoding import composed
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import DELIMITERS, Layout, bare, find_header, layout_of
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.parsing.summary import NO_DETAILS, summarise
from bot.reports.parsing.times import with_clocks
from bot.reports.receipt import ReportKind
from bot.reports.tables.one_table import check_one_table

BLOCK: Final = 1 << 21  # bytes read at once: enough to be quick, little enough for little memory


def recognises(head: Head) -> bool:
    """Whether one of the first lines is the header of a classic report."""
    return find_header(head.text, layout_of) is not None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its dates are meant."""
    header = find_header(head.text, layout_of)
    assert header is not None
    dialect = CsvFormat(header.delimiter, header.layout)

    def assemble(order: DateOrder) -> Assembly:
        assembly = _assembly(dialect.layout, options, order)
        _fill(assembly, stream, head.encoding, header.lines, dialect, progress)
        if assembly.kind is ReportKind.RESET and "detail" not in dialect.layout.positions:
            assembly.notes.append(NO_DETAILS)
        return assembly

    try:
        assembly = read_resolved(head.name, options.day_first, assemble)
    except UnicodeDecodeError:  # beyond the head stands a byte that UTF-8 does not have
        return read(replace(head, encoding="cp1252"), stream, options, progress)
    report = summarise(assembly, f"CSV with {DELIMITERS[dialect.delimiter]}", head)
    if report.kind is ReportKind.RESET and len(report.frame) and not _is_ours(dialect.layout, report.frame):
        if not _SPELT_SO.search(head.text):
            raise ReportError(f"{head.name} {_ANYBODYS}")
        report = replace(report, warnings=(*report.warnings, ANYBODYS))
    return Reading((report,))


_OWN_COLUMNS: Final = frozenset({"methodused", "methodsused", "dateandtime"})
_OWN_RESULTS: Final = frozenset(map(str, (Result.ABANDONED, Result.CANCELLED, Result.CONTACTED_ADMIN)))
_SPELT_SO: Final = re.compile(r"\b(?:failed|succeeded|blocked)\b", re.IGNORECASE)  # others write success and failure
_ANYBODYS: Final = (
    "holds users, times and results, as reports of many programs do, and no method, detail or result that stands in "
    "reports of password resets alone. If it is one, keep its columns Method(s) Used and Details."
)
ANYBODYS: Final = (
    "It holds users, times and results, as reports of many programs do, and no method or detail of password resets. If "
    "it is another program's, take it back (sspr unload)."
)


def _is_ours(layout: Layout, frame: pd.DataFrame) -> bool:
    """Whether anything speaks for a report of resets: sign-ins, too, have a user, a time and a result."""
    if not _OWN_COLUMNS.isdisjoint(map(bare, layout.header)) or frame["result"].isin(_OWN_RESULTS).any():
        return True
    methods = {word for cell in frame["methods"].unique() for word in parse_methods(cell)}
    return any(map(is_documented_method, methods)) or any(map(load().match, filter(None, frame["detail"].unique())))


def _assembly(layout: Layout, options: ReadOptions, order: DateOrder) -> Assembly:
    header = {field: layout.header[position] for field, position in layout.positions.items() if field != "clock"}
    return Assembly(layout.kind, options, order, layout.clock, header)


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
        check_one_table(data, dialect.layout, dialect.delimiter, line)
        while data:
            records = split(data, dialect, last=last)
            _add(assembly, records, line, dialect.layout)
            data = data[records.consumed :]
            line += records.newlines
            if not last or not records.consumed:
                break
        rest = data


def _add(assembly: Assembly, rows: CsvRows, line: int, layout: Layout) -> None:
    """Takes the rows of a stretch; the last one only if nothing speaks for the file's being cut off in it."""
    columns, lines = dict(rows.columns), rows.lines + line
    if "clock" in columns:
        columns["at"] = with_clocks(columns["at"], columns.pop("clock"))
    sure = len(lines) - (rows.open_cell is not None)
    if sure:
        some = columns if sure == len(lines) else {name: column[:sure] for name, column in columns.items()}
        assembly.add(Batch(some, lines[:sure], rows.raw))
    if rows.open_cell is not None:
        if is_whole(rows.open_cell, assembly.words(layout.last_field)):
            last = {name: column[sure:] for name, column in columns.items()}
            assembly.add(Batch(last, lines[sure:], lambda _: rows.raw(sure)))
        else:
            assembly.reject(int(lines[sure]), CUT, rows.raw(sure))
    for number, reason, raw in rows.broken:
        assembly.reject(number + line, reason, raw)
    assembly.short += rows.short


def _text(stream: BinaryIO, encoding: str, progress: Progress | None) -> Iterator[tuple[bytes, bool]]:
    """The file piece by piece as UTF-8, lines ended by a line feed alone; and whether it is the last piece."""
    stream.seek(0)
    strict = "strict" if encoding == "utf-8" else "replace"
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(strict), translate=True)
    done, held = 0, ""
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
        whole = len(text) if not piece else max(0, _before_letters(text) - 1)  # a mark may follow
        yield composed(held + text[:whole]).encode("utf-8", "replace"), not piece
        held = text[whole:]
        if not piece:
            return


def _before_letters(text: str) -> int:
    """Where the letters beyond ASCII begin that a piece ends with: what belongs to them may be yet to come."""
    end = len(text)
    while end and not text[end - 1].isascii():
        end -= 1
    return end
