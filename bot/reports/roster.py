"""The directory's registration details: one row a person, what they have registered and what they are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from bot.knowledge.vocabulary import SEPARATOR
from bot.later import later_import
from bot.reports.parsing import excerpts
from bot.reports.people.user_ids import user_id
from bot.reports.receipt import Rejected

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = later_import("pandas")

_FLAGS: Final = {"registered": "isSsprRegistered", "enabled": "isSsprEnabled", "capable": "isSsprCapable",
                 "admin": "isAdmin"}  # fmt: skip
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COLUMNS: Final = ("user", *_FLAGS, "guest", "methods", "object_id")  # object_id: "" where it is not said


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody whom the directory tells of. It leaves out disabled and deleted accounts."""

    frame: pd.DataFrame  # COLUMNS; each user ID once
    rows: int
    rejected: tuple[Rejected, ...]
    recognised: str = "registration details, Microsoft Graph"
    as_of: datetime | None = None  # when the directory told so, where a file says it; else when it is loaded
    warnings: tuple[str, ...] = ()


def roster_of(records: Iterable[Mapping[str, Any]], first: int = 1) -> Roster:
    """The roster of the service's records, methods in its own words. Of a user ID told twice the last counts.

    `first` is the line of the first record.
    """
    people: dict[str, dict[str, object]] = {}
    rejected: list[Rejected] = []
    number = first - 1
    for number, record in enumerate(records, start=first):
        user = person(record.get("userPrincipalName"))
        fault = f"the user {excerpts.unfit(user)}" if excerpts.unfit(user) else "" if user else "no user is named"
        if fault:
            rejected.append(Rejected(number, fault, excerpts.row(str(record.get("id", "")))))
        else:
            people[user.casefold()] = {"user": user, **_state(record)}
    return Roster(pd.DataFrame(list(people.values()), columns=pd.Index(COLUMNS)), number - first + 1, tuple(rejected))


def person(name: object) -> str:
    """A user ID as all readers have it."""
    return user_id(str(name or ""))


def _state(record: Mapping[str, Any]) -> dict[str, object]:
    flags = {name: record.get(key) is True for name, key in _FLAGS.items()}
    methods = record.get("methodsRegistered")
    words = sorted({_kept(word).strip() for word in methods if word}) if isinstance(methods, list) else []
    key = str(record.get("id") or "").strip().casefold()
    return {
        **flags,
        "guest": record.get("userType") == "guest",
        "methods": SEPARATOR.join(words),
        "object_id": key if _ID.fullmatch(key) else "",
    }


def _kept(word: object) -> str:
    """A word as a database takes it: a JSON escape may leave half a character."""
    return str(word).encode(errors="replace").decode()
