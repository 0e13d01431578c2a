"""Any report that the bot knows, told apart by its content and never by its name."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import audit_csv, audit_json, classic_csv, classic_json
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import ReadReport

__all__ = ["READERS", "ReadOptions", "Reader", "read"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file."""

    recognises: Callable[[Head], bool]
    read: Callable[[Head, BinaryIO, ReadOptions, Progress | None], ReadReport]


READERS: Final = (  # the first that recognises a file reads it
    Reader(audit_csv.recognises, audit_csv.read),
    Reader(audit_json.recognises, audit_json.read),
    Reader(classic_json.recognises, classic_json.read),
    Reader(classic_csv.recognises, classic_csv.read),
)


def read(
    name: str, stream: BinaryIO, options: ReadOptions | None = None, progress: Progress | None = None
) -> ReadReport:
    """The report in the stream, which is read from its start; `progress` is told how many bytes were consumed.

    Raises ReportError when it is no report that the bot knows, or cannot be read without a choice by a person.
    """
    if not stream.seekable():
        stream = io.BytesIO(stream.read())
    stream.seek(0)
    head = head_of(name, stream)
    for reader in READERS:
        if reader.recognises(head):
            return reader.read(head, stream, options or ReadOptions(), progress)
    raise ReportError(
        f"{name} is no report that the bot knows: it begins with {head.first_line!r}, "
        "but a reset activity report has the columns User, Date and Time, Result, "
        "a registration activity report User, Date and Time, Data Registered, "
        "and an audit log export Activity (or activityDisplayName) with its service and time.",
        logged=f"{name} is no report that the bot knows; `sspr load` on it tells what it begins with.",
    )
