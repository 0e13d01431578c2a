"""JSON whose records are rows of a table, under the names of its columns: read as that table.

What converters make of a CSV, what flattens records (`initiatedBy.user.userPrincipalName`), and what puts a prefix
before all names. Records as the services send them have readers of their own.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import audit_csv, audit_json, classic_csv, classic_json, roster_file, usage_events
from bot.reports.parsing import excerpts
from bot.reports.parsing.csv_rows import CUT
from bot.reports.parsing.cut_off import WARNING, page_warnings
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.headers import layout_of, unfolded
from bot.reports.parsing.json_records import JsonRecords, Record, json_keys, records_in
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading, ReadReport
from bot.reports.people.audit_people import text_of, whole_text
from bot.reports.receipt import Rejected
from bot.reports.roster import Roster

_SAMPLE: Final = 20  # records that show the names of the columns
_OPENS: Final = re.compile(r"[\ufeff\s\x1e]*[\[{]")
_LINE: Final = re.compile(r"\b([Ll])ine (\d[\d,]*)")
_PEOPLE: Final = frozenset(
    name for field in ("target", "target_id", "actor", "actor_id") for name in audit_csv.COLUMNS[field]
)
_Read = Callable[[Head, BinaryIO, ReadOptions], Reading]
_TABLES: Final[Sequence[tuple[Callable[[Sequence[str]], object], _Read]]] = (
    (audit_csv.layout_of, audit_csv.read),
    (usage_events.layout_of, usage_events.read),
    (roster_file.layout_of, roster_file.read),
    (layout_of, classic_csv.read),
)


def recognises(head: Head) -> bool:
    """Whether the first records are rows of a table that is known, and no records of a service."""
    if classic_json.recognises(head) or (audit_json.recognises(head) and json_keys(head.text) & _PEOPLE):
        return False
    return _reader(column_names(head)) is not None


def column_names(head: Head) -> tuple[str, ...]:
    """The names of the columns that the first records have; none where the text is no JSON."""
    records = islice(records_in(head.text), _SAMPLE) if _OPENS.match(head.text) else ()
    return tuple(dict.fromkeys(name for record in records for name in _cells(record.value or {})))


def _reader(names: tuple[str, ...]) -> _Read | None:
    found = (read for some in unfolded(names) for layout, read in _TABLES if layout(some) is not None)
    return next(found, None)


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError as the reader of such a table does, and for a roster that is not whole."""
    text = utf8_of(head, stream, progress).decode()
    found = JsonRecords(text)
    records = list(found)
    good = [record for record in records if record.value is not None]
    inner = io.BytesIO(_table([_cells(record.value or {}) for record in good]).encode())
    reader = _reader(column_names(head))
    assert reader is not None
    try:
        held = head_of(head.name, inner)
        reading = reader(replace(held, within=f"table in JSON, {head.encoding_name}"), inner, options)
    except ReportError as error:
        raise ReportError(_by_record(str(error)), logged=_by_record(error.logged)) from error
    cut = found.cut and bool(records) and records[-1].value is None
    warnings = page_warnings(found, options, stump=cut)
    if reading.rosters and (warnings or len(good) < len(records)):
        raise ReportError(f"{head.name} holds registration details, but not all of them: {' '.join(warnings) or _ENDS}")
    broken = [
        Rejected(record.line, CUT if cut and record is records[-1] else _BROKEN, _raw(text, record))
        for record in records
        if record.value is None
    ]
    warnings = (*([WARNING] if cut else ()), *warnings)
    return Reading(
        tuple(
            _of_file(report, text, good, broken, warnings) if number == 0 else _of_file(report, text, good, [], ())
            for number, report in enumerate(reading.reports)
        ),
        tuple(_by_records(roster) for roster in reading.rosters),
    )


_BROKEN: Final = "the JSON is broken here"
_ENDS: Final = "the file ends in the middle, or is broken."


def _cells(record: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """A record as cells by the names of their columns; what is nested has the names above it before its own."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and value:
            cells |= _cells(value, f"{before}{name}.")
        else:
            cells[f"{before}{name}"] = " ".join(_cell(value).split("\n"))
    return cells


def _cell(value: object) -> str:
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        return json.dumps(value)
    return whole_text(", ".join(map(text_of, value)) if isinstance(value, list) else text_of(value))


def _table(rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as a CSV, each on the line two below its number."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([" ".join(name.split()) for name in names])
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue()


def _of_file(
    report: ReadReport, text: str, good: Sequence[Record], broken: Sequence[Rejected], warnings: Sequence[str]
) -> ReadReport:
    """A report of the table as one of the file."""
    rejected = [*broken, *(_in_file(row, text, good) for row in report.rejected)]
    return replace(
        report,
        rows=report.rows + len(broken),
        rejected=tuple(sorted(rejected, key=lambda row: row.line)),
        warnings=(*warnings, *map(_by_record, report.warnings)),
    )


def _in_file(row: Rejected, text: str, good: Sequence[Record]) -> Rejected:
    record = good[row.line - 2]
    return Rejected(record.line, f"{row.reason} (record {row.line - 1:,})", _raw(text, record))


def _raw(text: str, record: Record) -> str:
    return excerpts.row(text[record.start : record.end].rstrip())


def _by_records(roster: Roster) -> Roster:
    return replace(roster, warnings=tuple(map(_by_record, roster.warnings)))


def _by_record(sentence: str) -> str:
    """A sentence about a line of the table as one about the record that stands there."""

    def record(found: re.Match[str]) -> str:
        return f"{'R' if found[1] == 'L' else 'r'}ecord {int(found[2].replace(',', '')) - 1:,}"

    return _LINE.sub(record, sentence)
