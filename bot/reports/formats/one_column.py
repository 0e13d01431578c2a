"""CSV with quotation marks of its own: each row one quoted cell, or cells in single quotes.

The first is what a spreadsheet saves that took a CSV for one column; the second is what databases and scripts write.
"""

import io
import re
from dataclasses import replace
from typing import BinaryIO, Final

from bot.reports.formats import audit_csv, classic_csv, raw_column, roster_file, usage_events
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.headers import DELIMITERS, HEADER_WITHIN
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading

_INNER: Final = (raw_column, audit_csv, usage_events, roster_file, classic_csv)
_WRAPPED: Final = re.compile(r'^"((?:[^"]|"")*)"[;,\t|\r]*$', re.MULTILINE)  # one cell, and blank ones behind it
_SINGLE: Final = re.compile(r"'(?:[^'\n]|'(?![,;\t|]))*'([,;\t|])")  # how a row begins whose cells are in single quotes


def recognises(head: Head) -> bool:
    """Whether the first lines hold a header of a report once the quotation marks are those of a CSV."""
    if raw_column.recognises(head):  # its cells are in the quotation marks of a CSV already
        return False
    text = "\n".join(_first_lines(head.text))
    held = replace(head, text=_usual(text))
    return held.text != text and any(dialect.recognises(held) for dialect in _INNER)


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads what the cells hold. Raises ReportError as the reader of that does."""
    inner = io.BytesIO(_usual(utf8_of(head, stream, progress).decode()).encode())
    found = replace(head_of(head.name, inner), within=f"CSV {_how(head.text)}, {head.encoding_name}")
    dialect = next(dialect for dialect in _INNER if dialect.recognises(found))
    reading: Reading = dialect.read(found, inner, options)
    return reading


def _first_lines(text: str) -> list[str]:
    return text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]


def _how(text: str) -> str:
    return "within one column" if _is_wrapped(text) else "with single quotes"


def _is_wrapped(text: str) -> bool:
    """Whether one of the first lines is one cell that holds several."""
    cells = (_WRAPPED.fullmatch(line) for line in _first_lines(text))
    return any(cell and any(mark in cell[1] for mark in DELIMITERS) for cell in cells)


def _usual(text: str) -> str:
    """The text with the quotation marks of a CSV; as it is where it has them."""
    if _is_wrapped(text):
        return _WRAPPED.sub(lambda cell: cell[1].replace('""', '"'), text)
    header, *rows = [line for line in _first_lines(text) if line.strip()] or [""]
    begins = [_SINGLE.match(line) for line in rows or [header]]
    if begins[0] is None or not all(begins):
        return text
    mark = re.escape(begins[0][1])
    cells = re.compile(rf"(?:^|(?<={mark}))'((?:[^'\n]|'(?!{mark}|\r?$))*)'(?={mark}|\r?$)", re.MULTILINE)
    return cells.sub(_in_double_quotes, text)


def _in_double_quotes(cell: re.Match[str]) -> str:
    inner = cell[1].replace("''", "'").replace('"', '""')
    return f'"{inner}"'
