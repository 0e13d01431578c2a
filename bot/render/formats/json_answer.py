"""Answers as plain JSON values, for scripts: numbers as numbers, times in UTC, spans in seconds."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any

from bot.knowledge.catalogue import Detail

OF_A_DETAIL = (
    "key", "text", "result", "cause", "documented", "meaning", "steps", "acts", "tell_user", "links", "dated",
    "confidence", "notes",
)  # fmt: skip


def to_json(value: Any) -> Any:
    """Any answer, question or receipt in values that `json.dumps` takes."""
    match value:
        case Detail():
            return {name: to_json(getattr(value, name)) for name in OF_A_DETAIL}
        case Mapping():
            return {str(key): to_json(item) for key, item in value.items()}
        case Sequence() | frozenset() if not isinstance(value, str | bytes):
            return [to_json(item) for item in value]
    return _members(value) if is_dataclass(value) else _scalar(value)


def envelope(question: object, answer: object, text: str) -> dict[str, Any]:
    """What `sspr ask --format json` prints."""
    values = to_json(answer)
    coverage = values.pop("coverage", None) if isinstance(values, dict) else None
    return {"question": to_json(question), "text": text, "answer": values, "coverage": coverage}


def _members(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that are of the contract, and what its properties compute; no functions."""
    known = {
        field.name: field.metadata.get("json", field.name) for field in fields(value)
    }  # False: not in the contract
    known |= {name: name for name, member in vars(type(value)).items() if isinstance(member, property)}
    members = {contract: getattr(value, name) for name, contract in known.items() if contract}
    return {name: to_json(member) for name, member in members.items() if not callable(member)}


def _scalar(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
        case date() | time():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
        case timedelta():
            return value.total_seconds()
    return value
