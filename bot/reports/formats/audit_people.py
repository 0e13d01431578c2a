"""Who acted and upon whom, from an audit record's `initiatedBy` and `targetResources`."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

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


_MEMBER: Final = r"""['"]{}['"]\s*:\s*(?:"([^"\\]+)"|'([^'\\]+)')"""
_NAME: Final = re.compile(_MEMBER.format("userPrincipalName"), re.IGNORECASE)
_ID: Final = re.compile(_MEMBER.format("id"), re.IGNORECASE)


def person_value(value: object) -> object:
    """What a cell or member says of people: JSON in a text is taken apart, a text that is none stays."""
    return parsed(value) or value


def _person(value: object) -> Fields:
    """A person's fields, from an object or from what other programs make of one: PowerShell, Python, a cut."""
    if not isinstance(value, str):
        return fields_of(value)
    if member := _NAME.search(value):
        key = _ID.search(value)
        return {"userprincipalname": member[1] or member[2], "id": key[1] or key[2] if key else ""}
    if value.startswith(("{", "[")) and re.search("['\"]", value):  # cut off before a name was there whole
        return {}
    if not powershell.is_object(value):
        return {"userprincipalname": value} if "@" in value else {}
    name = powershell.name_in(value)
    # The text itself stays where it names nobody, so that the row is set aside with it.
    return {"userprincipalname": name, "id": powershell.id_in(value)}


def _name_and_id(person: Fields) -> tuple[str, str]:
    return text_of(person.get("userprincipalname")).strip(), text_of(person.get("id")).strip()
