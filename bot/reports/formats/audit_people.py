"""Who acted and upon whom, from an audit record's `initiatedBy` and `targetResources`."""

import json
from collections.abc import Mapping
from typing import Any

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
    except ValueError:
        return None


def text_of(value: object) -> str:
    """A JSON value as a field's text; "" for null."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def whole_text(text: str) -> str:
    """A text without halves of characters, which JSON can write and nothing can keep."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def target_of(targets: object) -> tuple[str, str]:
    """Name and object id of the user acted upon: the first target with a name, else the first user, else the first."""
    people = [fields_of(target) for target in targets] if isinstance(targets, list) else []
    people.sort(key=lambda person: (not person.get("userprincipalname"), person.get("type") != "User"))
    return _name_and_id(people[0]) if people else ("", "")


def actor_of(initiator: object) -> tuple[str, str]:
    """Name and object id of the user who acted; blank for an app."""
    return _name_and_id(fields_of(fields_of(initiator).get("user")))


def _name_and_id(person: Fields) -> tuple[str, str]:
    return text_of(person.get("userprincipalname")).strip(), text_of(person.get("id")).strip()
