"""Who acted and upon whom, from an audit record's `initiatedBy` and `targetResources`."""

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from bot.reports.parsing import powershell

Fields = Mapping[str, Any]


def fields_of(value: object) -> Fields:
    """A JSON object with its keys in lower case: their case differs by export. Anything else has no fields."""
    return {key.lower(): field for key, field in value.items()} if isinstance(value, dict) else {}


def parsed(value: object) -> object:
    """A value that may be JSON in a text, as in the cells of Log Analytics; None where that was cut off."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def text_of(value: object) -> str:
    """A JSON value as a field's text; "" for null."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def whole_text(text: str) -> str:
    """A text without halves of characters, which JSON can write and nothing can keep."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def column_of(texts: list[str]) -> pa.Array:
    """A column of texts; a half of a character, which JSON can write, becomes a question mark."""
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([whole_text(text) for text in texts], pa.string())


def target_of(targets: object) -> tuple[str, str]:
    """Name and object id of the user acted upon: the first target with a name, else the first user, else the first."""
    if isinstance(targets, (str, dict)):
        targets = [targets]
    people = [_person(target) for target in targets] if isinstance(targets, list) else []
    if len(people) > 1:
        people.sort(key=lambda person: (not person.get("userprincipalname"), person.get("type") != "User"))
    return _name_and_id(people[0]) if people else ("", "")


def actor_of(initiator: object) -> tuple[str, str, str]:
    """Name and object id of the user who acted, and the IP address; blank for an app."""
    user = _user_of(initiator)
    return *_name_and_id(user), text_of(user.get("ipaddress")).strip()


def _user_of(initiator: object) -> Fields:
    if isinstance(initiator, str):
        return _person(initiator)
    return _person(fields_of(initiator).get("user"))


def _person(value: object) -> Fields:
    """A person's fields, from an object or from what PowerShell makes of one that it cuts off in depth."""
    if not isinstance(value, str):
        return fields_of(value)
    if not powershell.is_object(value):
        return {"userprincipalname": value} if "@" in value else {}
    name = powershell.name_in(value)
    # The text itself stays where it names nobody, so that the row is set aside with it.
    return {"userprincipalname": name, "id": powershell.id_in(value)}


def _name_and_id(person: Fields) -> tuple[str, str]:
    return text_of(person.get("userprincipalname")).strip(), text_of(person.get("id")).strip()
