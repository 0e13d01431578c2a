"""Audit logs as CSV: the portal's download, Log Analytics exports, and what scripts write with one column a field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bot.reports.folding import shifted_rows
from bot.reports.folding.steps import Activity, activity_of
from bot.reports.formats.audit_rows import WORDS, FileInfo, RawRows, first_filled, report_of
from bot.reports.formats.audit_words import changes_text
from bot.reports.formats.coded_columns import Coded
from bot.reports.parsing.csv_rows import CsvFormat
from bot.reports.parsing.csv_table import CsvTable, table_of
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import (
    Header,
    Layout,
    bare,
    clock_column,
    clock_of,
    find_columns,
    find_header,
    has_counts,
)
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.parsing.summary import other_code_page
from bot.reports.parsing.times import with_clocks
from bot.reports.parsing.word_columns import unquoted
from bot.reports.people.audit_people import actor_of, column_of, person_value, target_of
from bot.reports.people.id_columns import SUMS
from bot.reports.receipt import ReportKind

# Where each field stands, best first; names as `headers.bare` gives them.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "at": (
        "date", "dateandtime", "activitydatetime", "datetime", "activitydate", "eventtime", "timestamp",
        "timegenerated", "time",
    ),
    "service": ("service", "loggedbyservice"),
    "activity": ("activity", "activitydisplayname", "operationname", "operation", "activityname"),
    "status": ("result", "status"),
    "reason": ("resultreason", "resultdescription", "statusreason", "failurereason", "reason"),
    "correlation": ("correlationid",),
    "target": (
        "target1userprincipalname", "targetresources", "targetupn", "targetuser", "targetuserprincipalname",
        "targetresourcesuserprincipalname", "targetresources0userprincipalname", "target", "userprincipalname", "upn",
        "username", "user",
    ),
    "target_id": ("target1objectid", "targetobjectid", "targetuserid", "targetid", "targetresources0id"),
    "actor": (
        "actoruserprincipalname", "initiatedby", "initiatedbyupn", "initiatedbyuser", "initiatedbyuserprincipalname",
        "initiatedbyuseruserprincipalname", "actorupn", "actor",
    ),
    "actor_id": ("actorobjectid", "initiatedbyuserid", "actorid"),
    "address": ("ipaddress", "initiatedbyuseripaddress", "initiatedbyipaddress"),
    "agent": ("useragent",),
    "actor_type": ("actortype",),
    "target_type": ("target1type",),
    "event_id": ("id",),
    "changes": ("target1modifiedproperties",),
    "tenant": ("aadtenantid", "tenantid"),
}  # fmt: skip
NEEDED: Final = ("at", "activity", "status")
LATER: Final = (
    "The times are TimeGenerated, which may be minutes after what happened, and not the times of other exports: add "
    "ActivityDateTime to the query."
)
RAW_TIMES: Final = frozenset({"activitydatetime", "timegenerated"})
_TYPES: Final = ("actor_type", "target_type")
_PEOPLE: Final = ("target", "actor", "target_id", "actor_id")
_IN_JSON: Final = ((("target", "target_id"), target_of), (("actor", "actor_id", "address"), actor_of))
# The other targets of a row: the user may be the second, behind a group or a device.
_OTHERS: Final = tuple((f"target{number}userprincipalname", f"target{number}objectid") for number in (2, 3))
_SUMS: Final = re.compile(SUMS)
_BLANK: Final = ",;|\t \"'"
_DRAWN: Final = re.compile(":?-{3,}:?")  # below the header of a table in Markdown
_CHANGES: Final = range(1, 6)  # modified properties of the first target, each with its name, old and new value


def recognises(head: Head) -> bool:
    """Whether one of the first lines is the header of an audit log."""
    return _header(head) is not None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its times are meant."""
    header = _header(head)
    assert header is not None
    style = CsvFormat(header.delimiter, header.layout)
    times = _names(header.layout, "at")
    table = table_of(utf8_of(head, stream, progress), header.lines, style)
    words, dates = _fields(table), _times(table)
    again = _no_rows(words["activity"], _names(header.layout, "activity"))
    others = _no_events(dates, words["activity"], table)
    shifted = _shifted(head.name, words, table, header.layout)
    raw = RawRows(
        times=dates,
        words=words,
        event_ids=_first_of(table, "event_id"),
        raw_of=table.raw_of,
        line_of=table.line_of,
        rejected=table.rejected,
        short=table.short,
        cut=table.cut,
        headers=header.lines,
        no_rows=again + len(others),
        shifted=shifted,
        warnings=(
            *_left_out([table.line_of(row) for row in others]),
            *(() if {bare(name) for name in times} != {"timegenerated"} else (LATER,)),
            *other_code_page(head.encoding, words["target"].texts),
        ),
    )
    form = head.described(f"{_kind(header.names)}, CSV")
    file = FileInfo(head.name, form, options, clock_of(times[0]), raw_times=bare(times[0]) in RAW_TIMES)
    return Reading((report_of(raw, file),))


def _shifted(name: str, words: Mapping[str, Coded], table: CsvTable, layout: Layout) -> dict[int, str]:
    """The rows with cells under other columns. Raises ReportError where these are many."""
    types = {field: Coded.of(table.columns[field]) for field in _TYPES if field in table.columns}
    headers = {field: layout.header[position] for field, position in layout.positions.items()}
    return shifted_rows.of({**words, **types}, headers, name)


def _no_rows(activity: Coded, names: Sequence[str]) -> int:
    """How many rows are the header again, as in downloads put behind each other, or the line below it."""
    found = [code for code, text in enumerate(activity.texts) if text in names or _DRAWN.fullmatch(text)]
    return int(np.isin(activity.codes, found).sum()) if found else 0


def _no_events(times: Any, activity: Coded, table: CsvTable) -> list[int]:
    """The rows of sums and notes: they have no activity, or none of ours and no time, which every event has."""
    unknown = [code for code, text in enumerate(activity.texts) if activity_of(text) is None]
    sums = [code for code in unknown if not activity.texts[code] or _SUMS.match(activity.texts[code])]
    undated = np.isin(activity.codes, unknown) & pc.equal(times, "").to_numpy()
    found = np.flatnonzero(undated | np.isin(activity.codes, sums)).tolist()
    return [row for row in found if table.raw_of(row).strip(_BLANK)]


def _left_out(lines: Sequence[int]) -> Iterator[str]:
    if lines:
        those = f"Line {lines[0]:,} is" if len(lines) == 1 else f"{len(lines):,} lines (the first is {lines[0]:,}) are"
        yield f"{those} no event, as of sums and notes: left out."


def _kind(names: Sequence[str]) -> str:
    words = {bare(name) for name in names}
    if "targetresources" in words:
        return "Log Analytics export" if words & {"timegenerated", "operationname"} else "fields of the service"
    return "portal download" if "target1userprincipalname" in words else "one column a field"


def _header(head: Head) -> Header[Layout] | None:
    return find_header(head.text, layout_of)


def layout_of(names: Sequence[str]) -> Layout | None:
    """Where an audit log's fields stand; None when this is the header of no audit log.

    A field that several columns may hold has them all, numbered behind its name: `at`, `at 2`.
    """
    columns = find_columns(names, COLUMNS)
    if not all(field in columns for field in NEEDED) or not any(field in columns for field in _PEOPLE):
        return None
    if has_counts(names):
        return None
    positions = {
        field if number == 1 else f"{field} {number}": position
        for field, found in columns.items()
        for number, position in enumerate(found, start=1)
    }
    words = [bare(name) for name in names]
    for number, (name, key) in enumerate(_OTHERS, start=2):
        if name in words and key in words:
            positions |= {f"name of target {number}": words.index(name), f"id of target {number}": words.index(key)}
    for number in _CHANGES:
        for part in ("name", "oldvalue", "newvalue"):
            if (word := f"target1modifiedproperty{number}{part}") in words:
                positions[f"{part} of {number}"] = words.index(word)
    if clock := clock_column(names, positions["at"]):
        positions = {field: at for field, at in positions.items() if field == "at" or at != clock["clock"]} | clock
    people = min(positions[field] for field in _PEOPLE if field in positions)
    required = max(people, *(positions[field] for field in NEEDED)) + 1
    return Layout(ReportKind.AUDIT, tuple(names), positions, required=required)


def _names(layout: Layout, field: str) -> list[str]:
    return [layout.header[position] for name, position in layout.positions.items() if name.split(" ")[0] == field]


def _columns(table: CsvTable, field: str) -> list[Any]:
    return [column for name, column in table.columns.items() if name.split(" ")[0] == field]


def _first_of(table: CsvTable, field: str) -> Any | None:
    """The column of a field, trimmed: of several the first that is filled; None where there is none."""
    columns = _columns(table, field)
    return first_filled([pc.utf8_trim_whitespace(column) for column in columns]) if columns else None


def _trimmed(words: Any) -> Any:
    return unquoted(pc.utf8_trim_whitespace(words))


def _times(table: CsvTable) -> Any:
    dates = _first_of(table, "at")
    return with_clocks(dates, pc.utf8_trim_whitespace(table.columns["clock"])) if "clock" in table.columns else dates


def _fields(table: CsvTable) -> dict[str, Coded]:
    """The raw fields in words: of several columns for one field the first that is filled, JSON in cells taken apart."""
    fields = {}
    for field in WORDS:
        columns = _columns(table, field)
        column = Coded.of(columns[0]) if len(columns) == 1 else None
        if len(columns) > 1:
            column = Coded.of(_first_of(table, field))
        fields[field] = column.mapped(_trimmed) if column else Coded.blank(table.rows)
    for names, take_apart in _IN_JSON:
        column = fields[names[0]]
        if pc.any(pc.or_(pc.starts_with(column.words, "{"), pc.starts_with(column.words, "["))).as_py():
            said = [take_apart(person_value(cell)) for cell in column.texts]
            for name, texts in zip(names, zip(*said, strict=True), strict=True):
                fields[name] = Coded(column_of(list(texts)), column.codes).distinct()
    return _with_other_targets(fields, table) | _changes(fields["activity"], table)


def _with_other_targets(fields: dict[str, Coded], table: CsvTable) -> dict[str, Coded]:
    """Where the first target is none by name, the next one that is, with its own id."""
    for number, _ in enumerate(_OTHERS, start=2):
        name = table.columns.get(f"name of target {number}")
        blank = fields["target"].are("")
        if name is None or not blank.any():
            continue
        instead = pc.and_(pa.array(blank), pc.not_equal(name, ""))
        if pc.any(instead).as_py():
            key = table.columns[f"id of target {number}"]
            fields |= {
                "target": Coded.of(pc.if_else(instead, name, fields["target"].strings)),
                "target_id": Coded.of(pc.if_else(instead, key, fields["target_id"].strings)),
            }
    return fields


def _changes(activity: Coded, table: CsvTable) -> dict[str, Coded]:
    """The modified properties of policy changes as one text each."""
    numbers = [number for number in _CHANGES if f"name of {number}" in table.columns]
    policies = np.array([activity_of(text) is Activity.POLICY for text in activity.texts], bool)
    if not numbers or not policies.any():
        return {}
    texts = [""] * table.rows
    for row in np.flatnonzero(policies[activity.codes]).tolist():
        cells = [
            tuple(table.columns[f"{part} of {number}"][row].as_py() for part in ("name", "oldvalue", "newvalue"))
            for number in numbers
        ]
        texts[row] = changes_text(cells)
    return {"changes": Coded.of(pa.array(texts, pa.string()))}
