"""The JSON schema of what `to_json` makes of a type: the same fields, under the same names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from bot.knowledge.catalogue import Detail
from bot.render.formats.json_answer import OF_A_DETAIL
from bot.reports.coverage import Coverage

Schema = dict[str, Any]
_SCALARS: Final[dict[Any, Schema]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": ["number", "null"]},  # null where the number is not finite
    str: {"type": "string"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    timedelta: {"type": "number", "description": "seconds"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    time: {"type": "string"},
    NoneType: {"type": "null"},
    Any: {},
    object: {},
}


def schema_of(kind: Any) -> tuple[Schema, dict[str, Schema]]:
    """The schema of a type, and the definitions that it refers to as `#/$defs/NAME`."""
    definitions: dict[str, Schema] = {}
    return _schema(kind, definitions), definitions


def envelope_schema(kind: type, name: str) -> tuple[Schema, dict[str, Schema]]:
    """The properties of what `envelope` prints of an answer of this type to such a question, and their definitions."""
    answer, definitions = schema_of(kind)
    for one in answer.get("anyOf", [answer]):  # an answer's own coverage stands beside it
        own = definitions[one["$ref"].rpartition("/")[2]]
        own["properties"].pop("coverage", None)
        own["required"] = [member for member in own["required"] if member != "coverage"]
    coverage, more = schema_of(Coverage)
    properties = {
        "question": {"type": "object", "properties": {"kind": {"const": name}}, "required": ["kind"]},
        "text": {"type": "string", "description": "The answer in a sentence or two."},
        "answer": {"anyOf": [answer, {"type": "null"}], "description": "null for those who may not see people."},
        "coverage": coverage,
    }
    return properties, definitions | more


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _any_of([_schema(one, definitions) for one in inner])
    if isinstance(origin, type):
        if issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": _schema(inner[1], definitions)}
        return {"type": "array", **_items(origin, inner, definitions)}
    return _class(kind, definitions)


def _class(kind: type, definitions: dict[str, Schema]) -> Schema:
    if issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    if issubclass(kind, tuple):  # a named one, which JSON knows as an array
        return {"type": "array", **_items(tuple, tuple(get_type_hints(kind).values()), definitions)}
    if is_dataclass(kind):
        return _reference(kind, definitions)
    raise TypeError(f"{kind} has no schema")


def _any_of(schemas: list[Schema]) -> Schema:
    """Either of some schemas; a plain type that may be null stays one line."""
    null = {"type": "null"}
    others = [one for one in schemas if one != null]
    if len(others) == 1 and len(schemas) > 1 and isinstance(others[0].get("type"), str):
        return {**others[0], "type": [others[0]["type"], "null"]}
    return {"anyOf": schemas}


def _items(origin: type, inner: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    """What an array holds: of a tuple of several types, one after the other."""
    if issubclass(origin, tuple) and inner and inner[-1] is not Ellipsis:
        return {"prefixItems": [_schema(one, definitions) for one in inner], "minItems": len(inner)}
    return {"items": _schema(inner[0], definitions)} if inner else {}


def _reference(kind: type, definitions: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # it may hold itself
        members = dict(_members(kind))
        definitions[name] = {
            "type": "object",
            "properties": {member: _schema(hint, definitions) for member, hint in members.items()},
            "required": list(members),
        }
    return {"$ref": f"#/$defs/{name}"}


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """The fields and properties of a dataclass that `to_json` writes, with their types."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        name = field.metadata.get("json", field.name)
        if name and not _is_function(hints[field.name]) and (kind is not Detail or name in OF_A_DETAIL):
            yield name, hints[field.name]
    for name, member in vars(kind).items():
        if isinstance(member, property) and kind is not Detail:
            yield name, get_type_hints(member.fget)["return"]


def _is_function(hint: Any) -> bool:
    return get_origin(hint) is Callable or getattr(get_origin(hint), "__name__", "") == "Callable"
