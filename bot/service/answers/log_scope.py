"""What the access log keeps of a question besides its kind and person: window, filters, form."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

from bot.questions import question as q
from bot.reports.window import Window

_KEPT_ELSEWHERE: Final = {"kind", "person", "interpretation", "note"}
_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)
_FREE_TEXT: Final = (q.Misunderstood, q.Cannot, q.Fix, q.Help, q.Triage)


def scope_of(question: q.Question, **more: object) -> str:
    """The question's parts as JSON; "" when it has none. Free words are left out: they may hold anything."""
    parts = {} if isinstance(question, _FREE_TEXT) else dict(_parts(question))
    given = parts | {name: value for name, value in more.items() if value}
    return _JSON.encode(given) if given else ""


def _parts(value: Any) -> Mapping[str, Any]:
    """The fields that say anything: windows as two times, filters and exported questions field by field."""
    found: dict[str, Any] = {}
    for name in _names(value.__class__):
        part = getattr(value, name)
        if part in (None, False, "") or (name in _KEPT_ELSEWHERE and not is_dataclass(part)):
            continue
        if isinstance(part, Window):
            found[name] = f"{part.start.isoformat()}/{part.end.isoformat()}"
        elif is_dataclass(part) and name == "filters":
            found |= _parts(part)
        elif is_dataclass(part) and hasattr(part, "kind"):
            found |= {"of": part.kind, **_parts(part)}
        elif is_dataclass(part) and hasattr(part, "words"):
            found[name] = part.words()
        else:
            found[name] = part
    return found


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
