"""Who acted and upon whom, from an audit record's `initiatedBy` and `targetResources`."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

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
    """A text without what JSON can write and no file does: halves of characters, a letter's mark as a sign of its own.

    A half becomes a question mark.
    """
    return text if text.isascii() else normalize("NFC", text.encode(errors="replace").decode())


def column_of(texts: list[str]) -> pa.Array:
    """A column of texts, each as `whole_text` has it."""
    try:
        return pc.utf8_normalize(pa.array(texts, pa.string()), form="NFC")
    except UnicodeEncodeError:
        return pa.array([whole_text(text) for text in texts], pa.string())


_DELETED: Final = re.compile(r"([0-9a-f]{32})([^@\s]+@.+)", re.IGNORECASE)
DELETED: Final = r"^[0-9A-Fa-f]{32}[^@]"  # how such a name begins, for Arrow


def before_deletion(name: str, object_id: str) -> str:
    """The name that a deleted user had: the directory puts the object id, without hyphens, before it."""
    found = _DELETED.fullmatch(name)
    ours = found and found[1].casefold() == object_id.replace("-", "").casefold()
    return found[2] if found and ours else name


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
