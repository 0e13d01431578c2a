"""The operator's own runbooks, beside the documented fix: who looks after a cause or detail, how, and until when."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from string import Formatter
from types import MappingProxyType
from typing import Any, Final

from bot.errors import RunbookError
from bot.knowledge.catalogue import Catalogue

FIELDS: Final = ("person", "cause", "detail", "since", "tries")  # what a ticket may name in braces
_KEYS: Final = ("for", "owner", "group", "steps", "link", "ticket", "due")
_UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_PERSON, _GROUP = re.compile(r"[UW][A-Z0-9]+"), re.compile(r"S[A-Z0-9]+")
_DUE = re.compile(r"([1-9]\d{0,3}) ?([mhd])")
_LINK = re.compile(r"https?://[^\s<>|]+")


@dataclass(frozen=True, slots=True)
class Runbook:
    """What the operator says of one cause, family of causes, or detail."""

    about: str  # "cause:no_license", "cause:onprem" or "detail:failed.not_in_group"
    owner: str = ""  # the Slack user who hears of new cases
    group: str = ""  # a Slack user group
    steps: tuple[str, ...] = ()
    link: str = ""
    ticket: str = ""  # text with FIELDS in braces
    due: timedelta | None = None  # how long after its first failure a case should be over


@dataclass(frozen=True, slots=True)
class Runbooks:
    """All of them, by what they are about."""

    books: Mapping[str, Runbook] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, cause: str, detail: str = "") -> Runbook | None:
        """The runbook of a detail, else of its cause, else of the family that the cause begins with."""
        families = ("_".join(cause.split("_")[:size]) for size in range(cause.count("_") + 1, 0, -1))
        names = (f"detail:{detail}", *(f"cause:{name}" for name in families))
        return next((self.books[name] for name in names if name in self.books), None)


NO_RUNBOOKS: Final = Runbooks()


def read_runbooks(text: str, catalogue: Catalogue) -> Runbooks:
    """The runbooks of a TOML file. Raises RunbookError with one sentence for each that is wrong."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RunbookError(f"The runbook file is no TOML: {error}.") from error
    tables = content.get("runbook", [])
    if odd := sorted(set(content) - {"runbook"}):
        raise RunbookError(f"The runbook file: {odd[0]} means nothing there; each runbook is a [[runbook]].")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise RunbookError("The runbook file: write each runbook as [[runbook]].")
    books: dict[str, Runbook] = {}
    wrong: list[str] = []
    for number, table in enumerate(tables, start=1):
        try:
            book = _runbook(table, catalogue)
            if book.about in books:
                raise ValueError(f"there is one for {book.about} already")  # noqa: TRY301 - named as the others are
            books[book.about] = book
        except ValueError as error:
            wrong.append(f"The runbook file, runbook {number}: {error}.")
    if wrong:
        raise RunbookError("\n".join(wrong))
    return Runbooks(MappingProxyType(books))


def _runbook(table: Mapping[str, Any], catalogue: Catalogue) -> Runbook:
    if odd := sorted(set(table) - set(_KEYS)):
        raise ValueError(f"{odd[0]} means nothing there; there are {', '.join(_KEYS)}")
    texts = {key: table.get(key, "") for key in _KEYS if key != "steps"}
    if odd := [key for key, text in texts.items() if not isinstance(text, str)]:
        raise ValueError(f"{odd[0]} takes a text in quotes")
    steps = table.get("steps", [])
    if not isinstance(steps, list) or not all(isinstance(step, str) and step.strip() for step in steps):
        raise ValueError('steps takes a list of texts, like ["Call the user", "Check the license"]')
    if len(table) <= 1:
        raise ValueError("it says nothing; give it an owner, steps, a link, a ticket or a due time")
    return Runbook(
        about=_about(texts["for"], catalogue),
        owner=_fitting(texts["owner"], _PERSON, "owner takes a Slack user id (U...)"),
        group=_fitting(texts["group"], _GROUP, "group takes the id of a Slack user group (S...)"),
        steps=tuple(step.strip() for step in steps),
        link=_fitting(texts["link"], _LINK, "link takes an address that begins with https://"),
        ticket=_ticket(texts["ticket"]),
        due=_due(texts["due"]),
    )


def _about(text: str, catalogue: Catalogue) -> str:
    kind, _, name = text.strip().partition(":")
    known = {"cause": catalogue.cause_words(), "detail": tuple(catalogue.details)}.get(kind)
    if known is None:
        raise ValueError('for takes "cause:KEY" or "detail:KEY"; `sspr ask "fix CAUSE"` shows the keys')
    if name not in known:
        raise ValueError(f"{name or 'nothing'} is no {kind} that the catalogue knows")
    return f"{kind}:{name}"


def _fitting(text: str, pattern: re.Pattern[str], wanted: str) -> str:
    if text and not pattern.fullmatch(text):
        raise ValueError(f"{wanted}, not {text}")
    return text


def _ticket(text: str) -> str:
    try:
        named = {name for _, name, how, turned in Formatter().parse(text) if name is not None or how or turned}
    except ValueError:
        raise ValueError("ticket has a single brace; write {{ for one that is meant") from None
    if odd := sorted(str(name) for name in named if name not in FIELDS):
        raise ValueError(f"ticket knows no {{{odd[0]}}}; there are {', '.join(f'{{{one}}}' for one in FIELDS)}")
    return text.strip()


def _due(text: str) -> timedelta | None:
    match = _DUE.fullmatch(text.strip())
    if text.strip() and not match:
        raise ValueError(f"due takes a time like 30m, 4h or 2d, not {text}")
    return int(match[1]) * _UNITS[match[2]] if match else None
