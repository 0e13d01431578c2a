"""Any report that the bot knows, told apart by its content and never by its name."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import (
    archive,
    audit_csv,
    audit_json,
    avro,
    classic_csv,
    classic_json,
    json_table,
    one_column,
    raw_column,
    refusals,
    roster_file,
    usage_events,
    workbook,
)
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.headers import NAMES, find_header, layout_of
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.own_words import own_words
from bot.reports.parsing.read_report import Reading, ReadReport
from bot.reports.tables.one_table import check_header, check_same_names, other_columns, two_tables

__all__ = ["DIALECTS", "Dialect", "ReadOptions", "read", "read_all", "read_head"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of file. `recognises` sees its beginning alone: bytes and, where it is text, characters."""

    recognises: Callable[[Head], bool]
    read: Callable[[Head, BinaryIO, ReadOptions, Progress | None], Reading]
    layout_of: Callable[[Sequence[str]], object | None] | None = None  # what a line says as the header of its table
    columns: Mapping[str, Sequence[str]] | None = None  # of which each field has one


# The first that recognises a file reads it. A new dialect is a module and a row here.
DIALECTS: Final = (
    Dialect(workbook.recognises, workbook.read),
    Dialect(archive.recognises, archive.read),
    Dialect(avro.recognises, avro.read),
    Dialect(one_column.recognises, one_column.read),
    Dialect(raw_column.recognises, raw_column.read),
    Dialect(audit_csv.recognises, audit_csv.read, audit_csv.layout_of, audit_csv.COLUMNS),
    Dialect(usage_events.recognises, usage_events.read, usage_events.layout_of, usage_events.COLUMNS),
    Dialect(roster_file.recognises, roster_file.read, roster_file.layout_of, roster_file.COLUMNS),
    Dialect(json_table.recognises, json_table.read),
    Dialect(audit_json.recognises, audit_json.read),
    Dialect(classic_json.recognises, classic_json.read),
    Dialect(classic_csv.recognises, classic_csv.read, layout_of, NAMES),
)


def read_all(
    name: str, stream: BinaryIO, options: ReadOptions | None = None, progress: Progress | None = None
) -> Reading:
    """All that the stream holds, read from its start; `progress` is told how many bytes were consumed.

    Raises ReportError when it is no report that the bot knows, or cannot be read without a choice by a person.
    """
    if not stream.seekable():
        stream = io.BytesIO(stream.read())
    stream.seek(0)
    return read_head(head_of(name, stream), stream, options or ReadOptions(), progress)


def read_head(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """The same of a stream whose head is known. Raises ReportError as `read_all` does, always with the file's name."""
    try:
        return _read_head(head, stream, options, progress)
    except ReportError as error:
        if head.name in str(error):
            raise
        raise ReportError(f"{head.name}: {error}", logged=f"{head.name}: {error.logged}") from error


def _read_head(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None) -> Reading:
    refusals.check(head)
    for dialect in DIALECTS:
        if dialect.recognises(head):
            others = _check_one_table(head, dialect)
            reading = dialect.read(head, stream, options, progress)
            refusals.check_read(head, reading)
            return reading.warned(others).warned(own_words(head, stream))
    raise refusals.refusal(head)


def _check_one_table(head: Head, dialect: Dialect) -> tuple[str, ...]:
    """That two columns may hold one thing.

    Raise ReportError where above a table, or beside it, stands another one whose rows would be lost.
    """
    header = find_header(head.text, dialect.layout_of) if dialect.layout_of else None
    if header is None:
        return ()
    check_header(header)
    check_same_names(head.text, header)
    above = "\n".join(head.text.split("\n", header.lines)[: header.lines - 1])
    if any(other.layout_of and find_header(above, other.layout_of) for other in DIALECTS):
        raise two_tables(header.lines, "the header of another one")
    return tuple(other_columns(head.text, header, dialect.columns or {}))


def read(
    name: str, stream: BinaryIO, options: ReadOptions | None = None, progress: Progress | None = None
) -> ReadReport:
    """The one report of a stream. Raises ReportError as `read_all` does, and where it holds several, or a roster."""
    reading = read_all(name, stream, options, progress)
    if len(reading.reports) != 1 or reading.rosters:
        raise ReportError(f"{name} holds {len(reading.reports) + len(reading.rosters)} reports; load them one by one.")
    return reading.reports[0]
