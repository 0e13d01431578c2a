"""A CSV that a spreadsheet took for one column and saved so: each row is one quoted cell."""

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


def recognises(head: Head) -> bool:
    """Whether one of the first lines is a whole header within one cell."""
    lines = head.text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    if not any((cell := _WRAPPED.fullmatch(line)) and any(mark in cell[1] for mark in DELIMITERS) for line in lines):
        return False
    held = replace(head, text=_unwrapped("\n".join(lines)))
    return any(dialect.recognises(held) for dialect in _INNER)


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads what the cells hold. Raises ReportError as the reader of that does."""
    inner = io.BytesIO(_unwrapped(utf8_of(head, stream, progress).decode()).encode())
    found = replace(head_of(head.name, inner), within=f"CSV within one column, {head.encoding_name}")
    dialect = next(dialect for dialect in _INNER if dialect.recognises(found))
    reading: Reading = dialect.read(found, inner, options)
    return reading


def _unwrapped(text: str) -> str:
    """Each row that is one cell as what that holds; the others as they are."""
    return _WRAPPED.sub(lambda cell: cell[1].replace('""', '"'), text)
