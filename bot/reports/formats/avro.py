"""Event Hub Capture: Avro files whose bodies are batches of audit records as JSON."""

import io
from dataclasses import replace
from typing import Any, BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import audit_json
from bot.reports.parsing.head import Head, head_of
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading

_MAGIC: Final = b"Obj\x01"
_INSTALL: Final = "Reading Avro files needs fastavro (pip install 'sspr-bot[avro]')."


def recognises(head: Head) -> bool:
    """Whether a file is an Avro container."""
    return head.start.startswith(_MAGIC)


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the bodies. Raises ReportError when they hold no audit records."""
    try:
        import fastavro  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ReportError(f"{head.name} is an Avro file. {_INSTALL}") from error
    bodies: list[bytes] = []
    broken = False
    try:
        bodies.extend(map(_body, fastavro.reader(stream)))
    except (ValueError, EOFError, OSError, IndexError, KeyError, TypeError) as error:
        if not bodies:
            raise ReportError(f"{head.name} is a damaged Avro file, or cut off; download it again.") from error
        broken = True
    if progress:
        progress(stream.tell())
    inner = io.BytesIO(b"\n".join(bodies) + (b'\n{"' if broken else b""))
    found = replace(head_of(head.name, inner), within="Event Hub Capture, Avro")
    if not audit_json.recognises(found):
        raise ReportError(f"{head.name} is an Avro file, but its bodies hold no records of an audit log.")
    return audit_json.read(found, inner, options)


def _body(record: Any) -> bytes:
    body = record.get("Body") or record.get("body") if isinstance(record, dict) else None
    return body if isinstance(body, bytes) else str(body or "").encode()
