"""Registration and reset events: the portal's list as CSV, and userEventsSummary or its older form as JSON.

One file holds both kinds of event, so it becomes two reports. An event's `id` is the person's and no event's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np

from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import (
    PASSKEY,
    TEMPORARY_ACCESS,
    WINDOWS_HELLO,
    Result,
    failed_method,
    parse_methods,
    parse_result,
)
from bot.reports.parsing import excerpts
from bot.reports.parsing.assembly import Assembly, Batch
from bot.reports.parsing.csv_rows import CUT, CsvFormat, texts
from bot.reports.parsing.csv_table import table_of
from bot.reports.parsing.cut_off import page_warnings
from bot.reports.parsing.date_order import DateOrder, read_resolved
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import Layout, clock_column, clock_of, find_columns, find_header, squash
from bot.reports.parsing.json_records import JsonRecords, json_keys
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading, ReadReport
from bot.reports.parsing.summary import NO_DETAILS, summarise
from bot.reports.parsing.times import with_clocks
from bot.reports.people.audit_people import before_deletion, fields_of, text_of, whole_text
from bot.reports.receipt import ReportKind

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "at": ("eventdatetime", "date", "dateandtime", "datetime", "timestamp", "time"),
    "user": ("userprincipalname", "username", "upn"),
    "feature": ("feature",),
    "methods": ("authmethod", "methodused", "method"),
    "result": ("issuccess", "status", "success"),
    "detail": ("failurereason", "reasonforfailure"),
}
NEEDED: Final = ("at", "user", "feature", "result")
_SUCCESS: Final = frozenset({"true", "success", "succeeded", "1", "1.0", "yes", "wahr", "vrai"})
_FAILURE: Final = frozenset({"false", "failure", "failed", "0", "0.0", "no", "falsch", "faux"})
# Letters and digits alone; what else the vocabulary of the reports does not know.
_METHODS: Final = {
    "fido": PASSKEY, "fido2": PASSKEY, "fidosecuritykey": PASSKEY, "fido2securitykey": PASSKEY, "passkey": PASSKEY,
    "passkeydevicebound": PASSKEY, "passkeydeviceboundauthenticator": PASSKEY, "passkeysynced": PASSKEY,
    "temporaryaccesspass": TEMPORARY_ACCESS, "windowshelloforbusiness": WINDOWS_HELLO,
    "unknownfuturevalue": "", "none": "",
}  # fmt: skip
_FEATURES: Final = {"reset": ReportKind.RESET, "registration": ReportKind.REGISTRATION}


@dataclass(frozen=True, slots=True)
class _Events:
    """The events of a file, cell by cell."""

    cells: Mapping[str, Sequence[str]]  # field -> a cell an event
    line_of: Callable[[int], int]
    raw_of: Callable[[int], str]
    rejected: Sequence[tuple[int, str, str]]  # line, reason, text
    form: str
    clock: str
    warnings: tuple[str, ...] = ()


def recognises(head: Head) -> bool:
    """Whether a file begins with events of registration and reset, in a table or as JSON."""
    keys = json_keys(head.text)
    if keys:
        return {"feature", "eventdatetime", "issuccess"} <= keys
    return find_header(head.text, layout_of) is not None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its times are meant."""
    data = utf8_of(head, stream, progress)
    events = _of_json(data.decode(), options) if json_keys(head.text) else _of_csv(head, data)
    reports = [_report(kind, events, head, options) for kind in _FEATURES.values()]
    held = [report for report in reports if report.rows or report.skipped]
    return Reading(tuple(held or reports[:1]))


def layout_of(names: Sequence[str]) -> Layout | None:
    """Where the fields stand; None when this is no header of such events."""
    columns = find_columns(names, COLUMNS)
    if not all(field in columns for field in NEEDED):
        return None
    positions = {field: found[0] for field, found in columns.items()}
    positions |= clock_column(names, positions["at"])
    required = max(positions[field] for field in NEEDED) + 1
    return Layout(ReportKind.RESET, tuple(names), positions, clock_of(names[positions["at"]]), required)


def _of_csv(head: Head, data: bytes) -> _Events:
    header = find_header(head.text, layout_of)
    assert header is not None
    table = table_of(data, header.lines, CsvFormat(header.delimiter, header.layout))
    columns = dict(table.columns)
    if "clock" in columns:
        columns["at"] = with_clocks(columns["at"], columns.pop("clock"))
    cells = {field: column.to_pylist() for field, column in columns.items()}
    rejected = [(row.line, row.reason, row.raw) for row in table.rejected]
    return _Events(cells, table.line_of, table.raw_of, rejected, "portal list, CSV", header.layout.clock)


def _of_json(text: str, options: ReadOptions) -> _Events:
    records = JsonRecords(text)
    found = list(records)
    good = [record for record in found if record.value is not None]
    fields = [fields_of(record.value) for record in good]
    cells = {
        field: [
            whole_text(text_of(next((one[name] for name in names if one.get(name) is not None), ""))) for one in fields
        ]
        for field, names in COLUMNS.items()
    }
    ids = (text_of(one.get("id")) for one in fields)
    cells["user"] = [before_deletion(user, key) for user, key in zip(cells["user"], ids, strict=True)]
    broken = [record for record in found if record.value is None]
    reason = CUT if records.cut and found and found[-1].value is None else "the JSON is broken here"
    return _Events(
        cells,
        lambda row: good[row].line,
        lambda row: text[good[row].start : good[row].end],
        [(record.line, reason, text[record.start : record.end]) for record in broken],
        "Microsoft Graph usage report, JSON",
        "utc",
        page_warnings(records, options),
    )


def _report(kind: ReportKind, events: _Events, head: Head, options: ReadOptions) -> ReadReport:
    """The events of one kind. Those of the other are no rows of it."""
    features = [_FEATURES.get(cell.strip().casefold()) for cell in events.cells["feature"]]
    said = [cell.strip().casefold() for cell in events.cells["result"]]
    worked = [word in _SUCCESS for word in said]
    mine = [row for row, feature in enumerate(features) if feature is kind]
    clear = [row for row in mine if said[row] in _SUCCESS | _FAILURE]
    failed = 0 if kind is ReportKind.RESET else sum(not worked[row] for row in clear)
    other = sum(feature is None for feature in features) if kind is ReportKind.RESET else 0

    def assemble(order: DateOrder) -> Assembly:
        assembly = Assembly(kind, options, order, events.clock)
        if clear:
            assembly.add(_batch(kind, events, clear, worked))
        for row in sorted(set(mine) - set(clear)):
            word = f'"{excerpts.cell(said[row])}" is' if said[row] else "is missing, and"
            reason = f"the status {word} neither success nor failure"
            assembly.reject(events.line_of(row), reason, events.raw_of(row))
        for line, reason, raw in events.rejected if kind is ReportKind.RESET else ():
            assembly.reject(line, reason, raw)
        assembly.rows += other
        assembly.skipped += other
        assembly.notes += [*_notes(failed, other), *events.warnings]
        if kind is ReportKind.RESET and "detail" not in events.cells:
            assembly.notes.append(NO_DETAILS)
        return assembly

    return summarise(
        read_resolved(head.name, options.day_first, assemble), f"registration and reset events, {events.form}", head
    )


def _notes(failed: int, other: int) -> list[str]:
    notes = []
    if failed:
        those = "1 registration that failed is" if failed == 1 else f"{failed:,} registrations that failed are"
        notes.append(f"{those} not counted as registered.")
    if other:
        notes.append(f"{other:,} events are neither a reset nor a registration, and were skipped.")
    return notes


def _batch(kind: ReportKind, events: _Events, rows: Sequence[int], worked: Sequence[bool]) -> Batch:
    blank = [""] * len(worked)
    details, methods = (events.cells.get(field, blank) for field in ("detail", "methods"))
    columns = {
        "user": [events.cells["user"][row] for row in rows],
        "at": [events.cells["at"][row] for row in rows],
    }
    words = [_METHODS.get(squash(methods[row]), methods[row]) for row in rows]
    if kind is ReportKind.RESET:
        columns |= {
            "methods": [_passed(word, details[row]) for word, row in zip(words, rows, strict=True)],
            "result": [_result(details[row], good=worked[row]) for row in rows],
            "detail": [details[row] or (_DONE if worked[row] else "") for row in rows],
        }
    else:
        columns["datum"] = words
    failed = np.array([not worked[row] for row in rows], bool)
    return Batch(
        {field: texts(cells) for field, cells in columns.items()},
        np.array([events.line_of(row) for row in rows], dtype=np.int64),
        lambda row: events.raw_of(rows[row]),
        failed=failed if kind is ReportKind.REGISTRATION and failed.any() else None,
    )


_DONE: Final = "User successfully reset password"
_BY_WORDS: Final = ((re.compile(r"user cancell?ed\b", re.IGNORECASE), Result.CANCELLED),)


def _passed(method: str, detail: str) -> str:
    """The method that an event names, unless its reason says that it was tried in vain: then it was not used."""
    known = load().match(detail) if detail.strip() else None
    return "" if known and parse_methods(method) == (failed_method(known.key),) else method


def _result(detail: str, *, good: bool) -> str:
    """How a reset ended: by the reason where a document has it, as it is told even of events called a success."""
    known = load().match(detail) if detail.strip() else None
    if known is not None and not known.key.startswith("step."):
        return str(known.result)
    by_words = next((result for pattern, result in _BY_WORDS if pattern.match(detail)), None)
    return str(by_words or parse_result("succeeded" if good else "failed"))
