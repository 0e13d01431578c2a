"""A question as plain values, for scripts."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

from bot.questions.question import Question


def to_json(question: Question) -> dict[str, Any]:
    """The question with its kind first; times are ISO in UTC, words are words."""
    plain: dict[str, Any] = _plain(question)
    return {"kind": plain.pop("kind"), **plain}


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.metadata.get("json", True)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _word(value)


def _word(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case datetime():
            return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
        case time():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return value
