"""Audit logs as JSON: the portal's download, saved Graph responses, and the stream of the diagnostic settings."""

import json
import re

import pyarrow as pa

from bot.reports.audit import TEXTS, RawRows, report_of
from bot.reports.audit_people import Fields, actor_of, fields_of, parsed, target_of, text_of
from bot.reports.audit_records import Record, records_in
from bot.reports.read import ReadReport
from bot.reports.receipt import Rejected

_KEY = re.compile(r'"(\w+)"\s*:')
_EMPTY_PAGE = "auditlogs/directoryaudits"
_OPENS = re.compile(r"[\ufeff\s\x1e]*[\[{]")


def is_audit_json(head: str) -> bool:
    """Whether a text begins with audit records, in any of their wrappings."""
    if not _OPENS.match(head):
        return False
    keys = {key.lower() for key in _KEY.findall(head)}
    return {"correlationid", "activitydatetime"} <= keys or _EMPTY_PAGE in head[:1_000].lower()


def read_audit_json(text: str) -> ReadReport:
    """An audit log from a file's text."""
    columns: dict[str, list[str]] = {name: [] for name in TEXTS}
    lines, rejected, originals = [], [], []
    streamed = False
    for record in records_in(text):
        if record.value is None:
            rejected.append(Rejected(record.line, "the JSON is broken here", record.raw))
            continue
        fields = _flat(record.value)
        streamed = streamed or "properties" in fields
        for name, value in _texts(fields).items():
            columns[name].append(value)
        lines.append(record.line)
        originals.append(record)
    table = pa.table(
        {name: pa.array(values, pa.string()) for name, values in columns.items()}
        | {"line": pa.array(lines, pa.int64())}
    )
    raw = RawRows(table, raw_of=lambda row: _raw(originals[row]), rejected=tuple(rejected))
    return report_of(raw, f"audit log, {_source(text, streamed=streamed)}, JSON")


def _flat(record: Fields) -> Fields:
    """A record's fields by lower-case name; those under `properties` count before those around them."""
    outer = fields_of(record)
    return {**outer, **fields_of(parsed(outer.get("properties")))}


def _texts(fields: Fields) -> dict[str, str]:
    target, target_id = target_of(parsed(fields.get("targetresources")))
    actor, actor_id = actor_of(parsed(fields.get("initiatedby")))
    return {
        "at": _first(fields, "activitydatetime", "timegenerated", "time"),
        "service": _first(fields, "loggedbyservice", "service"),
        "activity": _first(fields, "activitydisplayname", "activity", "operationname"),
        "status": _first(fields, "result"),
        "reason": _first(fields, "resultreason", "resultdescription"),
        "correlation": _first(fields, "correlationid"),
        "target": target,
        "target_id": target_id,
        "actor": actor,
        "actor_id": actor_id,
        "event_id": _first(fields, "id"),
    }


def _first(fields: Fields, *names: str) -> str:
    """The first of the fields that says something."""
    return next((text for text in (text_of(fields.get(name)).strip() for name in names) if text), "")


def _raw(record: Record) -> str:
    return json.dumps(record.value, ensure_ascii=False)


def _source(text: str, *, streamed: bool) -> str:
    if streamed:
        return "diagnostic settings"
    return "Microsoft Graph" if _EMPTY_PAGE in text[:1_000].lower() or '"value"' in text[:1_000] else "portal download"
