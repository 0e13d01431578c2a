"""Audit logs as JSON: the portal's download, saved Graph responses, query results, and streams in any wrapping."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from bot.reports.folding.steps import Activity, activity_of
from bot.reports.formats.audit_csv import COLUMNS, LATER, RAW_TIMES
from bot.reports.formats.audit_rows import WORDS, FileInfo, RawRows, report_of
from bot.reports.formats.audit_words import changes_text
from bot.reports.formats.coded_columns import Coded
from bot.reports.parsing import excerpts, powershell
from bot.reports.parsing.csv_rows import CUT
from bot.reports.parsing.cut_off import page_warnings
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head
from bot.reports.parsing.json_records import JsonRecords, json_keys, numbered
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.people.audit_people import (
    Fields,
    actor_of,
    column_of,
    fields_of,
    parsed,
    person_value,
    target_of,
    text_of,
)
from bot.reports.receipt import Rejected

_BROKEN = "the JSON is broken here"
_EMPTY_PAGE = "auditlogs/directoryaudits"
_CUT_IN_DEPTH: Final = (
    "The export was cut in depth: PowerShell wrote text where people should stand. Export it with "
    "ConvertTo-Json -Depth 10."
)


def recognises(head: Head) -> bool:
    """Whether a file begins with audit records, in any of their wrappings."""
    keys = json_keys(head.text)
    if '"count_"' in head.text:  # what KQL calls a column of counts
        return False
    if {"correlationid", "activitydatetime"} <= keys or _EMPTY_PAGE in head.text[:1_000].lower():
        return bool(keys) or _EMPTY_PAGE in head.text[:1_000].lower()
    if "columns" in keys and keys & {"rows", "data"}:
        return any(f'"{name}"' in head.text.lower() for name in COLUMNS["activity"])
    return all(keys.intersection(COLUMNS[field]) for field in ("at", "activity", "status"))


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its dates are meant."""
    text = utf8_of(head, stream, progress).decode()
    records = JsonRecords(text)
    taken = _taken_apart(records)
    which = numbered([line for line, _, _ in taken.spans])
    cut = records.cut and bool(taken.spans) and len(taken.spans) - 1 in taken.broken

    def shown(number: int) -> str:
        _, start, end = taken.spans[number]
        return text[start:end].rstrip()

    raw = RawRows(
        times=column_of(taken.columns["at"]),
        words={name: Coded.of(column_of(taken.columns[name])) for name in WORDS},
        event_ids=column_of(taken.columns["event_id"]),
        line_of=lambda row: taken.spans[taken.good[row]][0],
        raw_of=lambda row: shown(taken.good[row]),
        rejected=tuple(
            Rejected(
                taken.spans[number][0],
                f"{CUT if cut and number == len(taken.spans) - 1 else _BROKEN}{which(number)}",
                excerpts.row(shown(number)),
            )
            for number in sorted(taken.broken)
        ),
        which=lambda row: which(taken.good[row]),
        cut=int(cut),
        warnings=tuple(_warnings(records, taken, options, cut=cut)),
    )
    form = f"{_origin(text, streamed=taken.streamed)}, JSON"
    file = FileInfo(head.name, head.described(form), options, raw_times=taken.clocks - {""} <= RAW_TIMES)
    return Reading((report_of(raw, file),))


@dataclass(slots=True)
class _TakenApart:
    """The records of a text as columns. The records themselves are let go: kept, they cost a third of the time."""

    columns: dict[str, list[str]]  # the time, the id and WORDS of the good records
    spans: list[tuple[int, int, int]]  # of all records: the line, and from where to where they stand
    good: list[int]
    broken: set[int]
    streamed: bool = False
    clocks: set[str] = field(default_factory=set)  # the names of the fields that the times stand in


def _taken_apart(records: JsonRecords) -> _TakenApart:
    taken = _TakenApart({name: [] for name in ("at", "event_id", *WORDS)}, [], [], set())
    columns = list(taken.columns.items())
    for number, record in enumerate(records):
        taken.spans.append((record.line, record.start, record.end))
        if record.value is None:
            taken.broken.add(number)
            continue
        taken.good.append(number)
        fields = _flat(record.value)
        taken.streamed = taken.streamed or "properties" in fields
        texts = _texts(fields)
        taken.clocks.add(texts.pop("clock", ""))
        for name, column in columns:
            column.append(texts.get(name, ""))
    return taken


def _warnings(records: JsonRecords, taken: _TakenApart, options: ReadOptions, *, cut: bool) -> Iterator[str]:
    yield from page_warnings(records, options, stump=cut)
    if taken.clocks - {""} == {"timegenerated"}:
        yield LATER
    if any(map(powershell.is_object, set(taken.columns["target"]))):
        yield _CUT_IN_DEPTH


def _flat(record: Fields) -> Fields:
    """A record's fields by lower-case name; those under `properties` count before those around them."""
    outer = fields_of(record)
    return {**outer, **fields_of(parsed(outer.get("properties")))}


def _texts(fields: Fields) -> dict[str, str]:
    """The raw fields of a record; of one that is no step only what tells so."""
    activity = _first(fields, "activitydisplayname", *COLUMNS["activity"])
    texts = {"activity": activity, "service": _first(fields, "loggedbyservice", "service")}
    kind = activity_of(activity)
    if kind is None:
        return texts
    at, clock = _time(fields)
    initiator = person_value(fields.get("initiatedby")) or _value(fields, "actor")
    target, target_id = target_of(person_value(fields.get("targetresources")) or _value(fields, "target"))
    actor, actor_id, address = actor_of(initiator)
    return texts | {
        "at": at,
        "clock": clock,
        "status": _first(fields, *COLUMNS["status"]),
        "reason": _first(fields, *COLUMNS["reason"]),
        "correlation": _first(fields, "correlationid"),
        "target": target,
        "target_id": target_id or _first(fields, *COLUMNS["target_id"]),
        "actor": actor,
        "actor_id": actor_id or _first(fields, *COLUMNS["actor_id"]),
        "address": address or _first(fields, *COLUMNS["address"]),
        "agent": _first(fields, "useragent"),
        "event_id": _first(fields, "id"),
        "tenant": _first(fields, *COLUMNS["tenant"]),
        "changes": _changes(fields) if kind is Activity.POLICY else "",
    }


def _value(fields: Fields, field: str) -> object:
    """The first of the members that may hold a person, taken out of a text of JSON."""
    return next((person_value(fields[name]) for name in COLUMNS[field] if fields.get(name)), None)


def _first(fields: Fields, *names: str) -> str:
    """The first of the fields that says something."""
    for name in names:
        text = text_of(fields.get(name)).strip()
        if text:
            return text
    return ""


def _time(fields: Fields) -> tuple[str, str]:
    """When it happened, and the field that says so."""
    for name in ("activitydatetime", *COLUMNS["at"]):
        value = fields.get(name)
        text = text_of(value.get("value") if isinstance(value, dict) else value).strip()
        if text:
            return text, name
    return "", ""


def _changes(fields: Fields) -> str:
    """The modified properties of all targets as one text."""
    targets = parsed(fields.get("targetresources"))
    properties = [
        fields_of(change)
        for target in (targets if isinstance(targets, list) else [])
        for change in fields_of(target).get("modifiedproperties") or []
    ]
    names = ("displayname", "oldvalue", "newvalue")
    return changes_text(tuple(text_of(change.get(name)) for name in names) for change in properties)  # type: ignore[misc]


def _origin(text: str, *, streamed: bool) -> str:
    if streamed:
        return "diagnostic settings"
    if '"tables"' in text[:1_000]:
        return "Log Analytics query"
    if _EMPTY_PAGE in text[:1_000].lower() or '"value"' in text[:1_000]:
        return "Microsoft Graph"
    if '"ActivityDateTime"' in text[:_SHOWING]:
        return "PowerShell"
    return "a list of records" if text.lstrip("\ufeff \t\r\n").startswith("[") else "records one by one"


_SHOWING: Final = 10_000  # characters in which the names of a record's members stand
