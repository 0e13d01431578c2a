"""Which column of a file is which: header words in any spelling, order and number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.receipt import ReportKind

# Best name first, for a file that has several of them. Letters and digits only; a closing "UTC" is set aside.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "user": ("userprincipalname", "upn", "username", "userid", "user"),
    "role": ("role", "roles", "userrole"),
    "at": ("dateandtime", "datetime", "eventtime", "timestamp", "date", "time"),
    "methods": ("methodsused", "methodused", "methods", "method"),
    "result": ("result", "resulttype"),
    "detail": ("details", "detail", "reason", "resultdetails", "resultdetail", "resultreason"),
    "datum": ("dataregistered", "registrationactivity", "datumregistered", "registereddata"),
}
_MARKS: Final = {ReportKind.RESET: "result", ReportKind.REGISTRATION: "datum"}  # what only this report has
_FIELDS: Final[Mapping[ReportKind, tuple[str, ...]]] = {
    ReportKind.RESET: ("user", "role", "at", "methods", "result", "detail"),
    ReportKind.REGISTRATION: ("user", "role", "at", "datum"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file mean."""

    kind: ReportKind
    header: tuple[str, ...]
    positions: Mapping[str, int]  # field -> the column it stands in
    utc: bool  # whether the header says that times are UTC

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.header)

    @property
    def detail_last(self) -> bool:
        """Whether surplus cells can only be pieces of a detail with unquoted commas."""
        return self.positions.get("detail") == self.width - 1


def squash(text: str) -> str:
    """Letters and digits only, lower case: `Method(s) Used` is `methodsused`."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def layout_of(header: Sequence[str]) -> Layout | None:
    """What a header line says; None when no report that we know has it."""
    words = [squash(cell) for cell in header]
    bare = [word.removesuffix("utc") or word for word in words]
    found = {field: position for field, names in _NAMES.items() if (position := _position(bare, names)) is not None}
    if not {"user", "at"} <= found.keys():
        return None
    kind = next((kind for kind, mark in _MARKS.items() if mark in found), None)
    if kind is None:
        return None
    positions = {field: found[field] for field in _FIELDS[kind] if field in found}
    return Layout(kind, tuple(header), positions, words[positions["at"]].endswith("utc"))


def _position(words: Sequence[str], names: Sequence[str]) -> int | None:
    return next((words.index(name) for name in names if name in words), None)
