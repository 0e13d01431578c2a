"""Any report that the bot knows, told apart by its content and never by its name."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import audit_csv, audit_json, classic_csv, classic_json, refusals
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading, ReadReport

__all__ = ["DIALECTS", "Dialect", "ReadOptions", "read", "read_all"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of file. `recognises` sees its beginning alone: bytes and, where it is text, characters."""

    recognises: Callable[[Head], bool]
    read: Callable[[Head, BinaryIO, ReadOptions, Progress | None], Reading]


# The first that recognises a file reads it. A new dialect is a module and a row here.
DIALECTS: Final = (
    Dialect(audit_csv.recognises, audit_csv.read),
    Dialect(audit_json.recognises, audit_json.read),
    Dialect(classic_json.recognises, classic_json.read),
    Dialect(classic_csv.recognises, classic_csv.read),
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
    head = head_of(name, stream)
    for dialect in DIALECTS:
        if dialect.recognises(head):
            return dialect.read(head, stream, options or ReadOptions(), progress)
    raise refusals.refusal(head)


def read(
    name: str, stream: BinaryIO, options: ReadOptions | None = None, progress: Progress | None = None
) -> ReadReport:
    """The one report of a stream. Raises ReportError as `read_all` does, and where it holds several."""
    reports = read_all(name, stream, options, progress).reports
    if len(reports) != 1:
        raise ReportError(f"{name} holds {len(reports)} reports; load them one by one.")
    return reports[0]
