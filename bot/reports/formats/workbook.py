"""Workbooks of Excel and LibreOffice: every sheet that is a report, read as the same table written as CSV would be."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import workbook_size
from bot.reports.formats.workbook_size import Contents
from bot.reports.formats.zip_damage import INFLATED, ZIP_DAMAGE
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading, ReadReport, Unread, listed_reasons, part_reason

_OLE: Final = b"\xd0\xcf\x11\xe0"  # what .xls begins with, and anything that Office encrypts
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MOST_CELLS: Final = 10_000_000  # by the extent of a sheet: memory goes by it, and not by what is filled
_FORMULAS: Final = (
    "below its header stand formulas without values, or nothing: open it in Excel, save it, and load it again"
)
_UNSET: Final = (
    "{} cells hold formulas without values and were read as blank: open it in Excel, save it, load it again."
)
_HIDDEN_ROWS: Final = (
    "The workbook has rows that are hidden or filtered out; on the sheets that were read, they count, too."
)
_DAMAGED: Final = "{} looks like a workbook and cannot be opened: it may be damaged or cut off. Save the sheet as CSV."
_INSTALL: Final = (
    "Reading workbooks needs python-calamine (pip install 'sspr-bot[workbooks]'), or save the sheet as CSV."
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    rows: list[list[Any]]


def recognises(head: Head) -> bool:
    """Whether a file is a workbook; an encrypted one cannot be told from others and is refused by `read`."""
    return head.start.startswith(_OLE) or workbook_size.kind_of_zip(head.start) is not None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads every visible sheet that is a report.

    Raises ReportError for a workbook that is encrypted, too large, or holds no report.
    """
    data = stream.read()
    if progress:
        progress(len(data))
    if not data.startswith(_OLE) and not workbook_size.is_workbook(data):
        raise ReportError(
            f"{head.name} is a document of Office, but no workbook; load the report as it was downloaded."
        )
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise ReportError(f"{head.name} is protected by a password; save it without one, or as CSV, and load that.")
    try:
        contents = workbook_size.contents_of(data)
    except ZIP_DAMAGE as error:
        raise ReportError(_DAMAGED.format(head.name)) from error
    if contents.cells > _MOST_CELLS:
        raise ReportError(
            f"A sheet of {head.name} spans {contents.cells:,} cells, more than a report can have; "
            "delete the empty rows and columns below and beside the report, or save the sheet as CSV."
        )
    if contents.inflated:
        raise ReportError(f"{head.name} cannot be read: {INFLATED}.")
    sheets, hidden = _sheets(head.name, data)
    found = [_read_sheet(head, sheet, options, contents) for sheet in sheets]
    readings = [one for one in found if isinstance(one, Reading)]
    unread = [*(one for one in found if isinstance(one, Unread)), *hidden]
    if not any(reading.reports or reading.rosters for reading in readings):
        raise ReportError(_no_report(head.name, unread))
    notes = [_HIDDEN_ROWS] if contents.hidden else []
    notes += [_UNSET.format(f"{contents.unset:,}")] if contents.unset else []
    return Reading(
        tuple(_with(report, tuple(notes)) for reading in readings for report in reading.reports),
        tuple(roster for reading in readings for roster in reading.rosters),
        (*unread, *(one for reading in readings for one in reading.unread)),
    )


def _with(report: ReadReport, notes: tuple[str, ...]) -> ReadReport:
    return replace(report, warnings=(*report.warnings, *notes))


def _no_report(name: str, unread: Sequence[Unread]) -> str:
    return f"No sheet of {name} was read. {listed_reasons(unread) or 'It is empty.'}"


def _sheets(name: str, data: bytes) -> tuple[list[_Sheet], list[Unread]]:
    """The visible sheets, and those that are passed over."""
    try:
        import python_calamine as calamine  # noqa: PLC0415 - only workbooks need it
    except ImportError as error:
        raise ReportError(_INSTALL) from error
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible, hidden = [], []
        for sheet in book.sheets_metadata:
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                hidden.append(Unread(f"sheet {sheet.name}", "it is hidden"))
            elif sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                visible.append(_Sheet(sheet.name, rows))
    except calamine.CalamineError as error:
        raise ReportError(_DAMAGED.format(name)) from error
    return visible, hidden


def _read_sheet(head: Head, sheet: _Sheet, options: ReadOptions, contents: Contents) -> Reading | Unread:
    """What a sheet holds, or why it is passed over."""
    from bot.reports.formats.registry import read_head  # noqa: PLC0415 - the registry lists this module

    rows = [[cell_text(cell) for cell in row] for row in sheet.rows]
    if not any(any(row) for row in rows):
        return Unread(f"sheet {sheet.name}", "it is empty")
    stream = io.BytesIO(_csv(rows))
    unsure = ", any hidden rows included" if contents.hidden is None else ""
    try:
        inner = replace(head_of(head.name, stream), within=f"sheet {sheet.name} of a workbook{unsure}")
        reading = read_head(inner, stream, options)
    except ReportError as error:
        return Unread(f"sheet {sheet.name}", part_reason(error, head.name))
    if contents.unset and not any(report.rows for report in reading.reports) and not reading.rosters:
        return Unread(f"sheet {sheet.name}", _FORMULAS)
    return reading


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def cell_text(cell: object) -> str:
    """A cell as a CSV would write it: times as ISO, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):  # a time at midnight comes as a date alone
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return _clock(cell)
    if isinstance(cell, bool):
        return str(cell)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _clock(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
