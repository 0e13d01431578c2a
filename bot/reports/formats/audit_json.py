"""Audit logs as JSON: the portal's download, saved Graph responses, and the stream of the diagnostic settings."""

import re
from typing import BinaryIO

import pyarrow as pa

from bot.reports.folding.steps import activity_of
from bot.reports.formats.audit_people import Fields, actor_of, fields_of, parsed, target_of, text_of, whole_text
from bot.reports.formats.audit_rows import TEXTS, FileInfo, RawRows, report_of
from bot.reports.parsing import excerpts
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head
from bot.reports.parsing.json_records import numbered, records_in
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.receipt import Rejected

_KEY = re.compile(r'"(\w+)"\s*:')
_BROKEN = "the JSON is broken here"
_EMPTY_PAGE = "auditlogs/directoryaudits"
_OPENS = re.compile(r"[\ufeff\s\x1e]*[\[{]")


def recognises(head: Head) -> bool:
    """Whether a file begins with audit records, in any of their wrappings."""
    if not _OPENS.match(head.text):
        return False
    keys = {key.lower() for key in _KEY.findall(head.text)}
    return {"correlationid", "activitydatetime"} <= keys or _EMPTY_PAGE in head.text[:1_000].lower()


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when only a person can tell how its dates are meant."""
    text = utf8_of(head, stream, progress).decode()
    columns: dict[str, list[str]] = {name: [] for name in TEXTS}
    lines: list[int] = []  # of all records
    positions: list[slice] = []
    good: list[int] = []
    streamed = False
    for number, record in enumerate(records_in(text)):
        lines.append(record.line)
        positions.append(slice(record.start, record.end))
        if record.value is None:
            continue
        good.append(number)
        fields = _flat(record.value)
        streamed = streamed or "properties" in fields
        texts = _texts(fields)
        for name, column in columns.items():
            column.append(texts.get(name, ""))
    which = numbered(lines)
    raw = RawRows(
        table=pa.table({name: _column(texts) for name, texts in columns.items()}),
        line_of=lambda row: lines[good[row]],
        raw_of=lambda row: text[positions[good[row]]],
        rejected=tuple(
            Rejected(lines[number], f"{_BROKEN}{which(number)}", excerpts.row(text[positions[number]].rstrip()))
            for number in sorted(set(range(len(lines))) - set(good))
        ),
        which=lambda row: which(good[row]),
    )
    form = f"{_origin(text, streamed=streamed)}, JSON, {head.encoding_name}"
    return Reading((report_of(raw, FileInfo(head.name, form, options)),))


def _flat(record: Fields) -> Fields:
    """A record's fields by lower-case name; those under `properties` count before those around them."""
    outer = fields_of(record)
    return {**outer, **fields_of(parsed(outer.get("properties")))}


def _texts(fields: Fields) -> dict[str, str]:
    """The raw fields of a record; of one that is no step only what tells so."""
    activity = _first(fields, "activitydisplayname", "activity", "operationname")
    texts = {"activity": activity, "service": _first(fields, "loggedbyservice", "service")}
    if activity_of(activity) is None:
        return texts
    target, target_id = target_of(parsed(fields.get("targetresources")))
    actor, actor_id = actor_of(parsed(fields.get("initiatedby")))
    return texts | {
        "at": _first(fields, "activitydatetime", "timegenerated", "time"),
        "status": text_of(fields.get("result")).strip(),
        "reason": _first(fields, "resultreason", "resultdescription"),
        "correlation": text_of(fields.get("correlationid")).strip(),
        "target": target,
        "target_id": target_id,
        "actor": actor,
        "actor_id": actor_id,
        "event_id": text_of(fields.get("id")).strip(),
    }


def _first(fields: Fields, *names: str) -> str:
    """The first of the fields that says something."""
    for name in names:
        text = text_of(fields.get(name)).strip()
        if text:
            return text
    return ""


def _column(texts: list[str]) -> pa.Array:
    """A column of texts; a half of a character, which JSON can write, becomes a question mark."""
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([whole_text(text) for text in texts], pa.string())


def _origin(text: str, *, streamed: bool) -> str:
    if streamed:
        return "diagnostic settings"
    return "Microsoft Graph" if _EMPTY_PAGE in text[:1_000].lower() or '"value"' in text[:1_000] else "portal download"
