"""Reads the catalogue's files, checking every entry on the way."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from importlib.resources import files
from typing import Any, TypeVar

from bot.knowledge.entries import AfterBlock, Cause, Change, Confidence, Detail, Link, Owner, Reference, Step
from bot.knowledge.vocabulary import Result

DETAIL_FILES = tuple(
    f"details/{name}"
    for name in ("abandoned", "blocked", "cancelled", "contacted", "failed", "succeeded", "today", "steps")
)
REFERENCE_FILES = ("codes", "events", "topics")

Table = Mapping[str, Any]
Read = Callable[[str], Mapping[str, Any]]  # a file's name without its ending -> its content
T = TypeVar("T")


class CatalogueError(ValueError):
    """An entry of the catalogue is wrong: its file and key are named."""


def read(name: str) -> dict[str, Any]:
    """One of the catalogue's files."""
    return tomllib.loads(files("bot.knowledge").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


class Reader:
    """Turns tables into entries; whatever an entry names must be there: links, steps, causes, details."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._links = {name: Link(**table) for name, table in read("links").items()}
        self._steps = read("steps")
        self.causes = {key: _cause(key, table) for key, table in read("causes")["causes"].items()}
        self.changes = {key: self._change(key, table) for key, table in read("changes").items()}
        self.details = _entries(read, DETAIL_FILES, "detail", self._detail)
        self.advice = _entries(read, ("details/advice",), "detail", self._detail)

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """What is no detail: codes, events, topics. Read when first asked for, as most questions are about none."""
        return _entries(self._read, REFERENCE_FILES, "reference", self._reference)

    def _detail(self, table: Table) -> Detail:
        acts = _owners(table)
        return Detail(
            key=table["key"],
            text=table["text"],
            result=Result(table["result"]),
            cause=_known(table["cause"], self.causes, "cause").key,
            documented=table.get("documented"),
            meaning=table["meaning"],
            steps=self._steps_of(table, acts[0]),
            acts=acts,
            tell_user=table["tell_user"],
            links=self._links_of(table),
            dated=table["dated"],
            confidence=Confidence(table["confidence"]),
            notes=tuple(table.get("notes", ())),
            changes=tuple(_known(key, self.changes, "change").key for key in table.get("changes", ())),
            aliases=tuple(table.get("aliases", ())),
            code=table.get("code"),
            on_page=table.get("on_page", True),
            after_block=self._after_block(table, acts[0]),
        )

    def _after_block(self, table: Table, own: Owner) -> AfterBlock | None:
        after = table.get("after_block")
        if (after is not None) is not (table["result"] == Result.BLOCKED):
            raise CatalogueError("`after_block` belongs to a Blocked detail, and to no other")
        return AfterBlock(self._steps_of(after, own), after["tell_user"]) if after is not None else None

    def _reference(self, table: Table) -> Reference:
        acts = _owners(table)
        detail = table.get("detail")
        return Reference(
            key=table["key"],
            name=table["name"],
            kind=table["kind"],
            meaning=table["meaning"],
            steps=self._steps_of(table, acts[0]),
            acts=acts,
            links=self._links_of(table),
            detail=_known(detail, self.details, "detail").key if detail else None,
            confidence=Confidence(table.get("confidence", Confidence.DOCUMENTED)),
            notes=tuple(table.get("notes", ())),
            aliases=tuple(table.get("aliases", ())),
            marks=tuple(table.get("marks", ())),
            shown_by_page=table.get("shown_by_page", False),
        )

    def _change(self, key: str, table: Table) -> Change:
        later = tuple(table.get("later", {}).items())
        return Change(
            key, table["title"], table["on"], table["advice"], self._links_of(table), later, table.get("dated")
        )

    def _links_of(self, table: Table) -> tuple[Link, ...]:
        return tuple(_known(name, self._links, "link") for name in table["links"])

    def _steps_of(self, table: Table, own: Owner) -> tuple[Step, ...]:
        if not table["steps"]:
            raise CatalogueError("it has no step")
        steps = tuple(self._step(step, own) for step in table["steps"])
        first = next((number for number, step in enumerate(steps) if step.opens_account or step.verifies), len(steps))
        return (*steps[:first], *map(_after_verifying, steps[first : first + 1]), *steps[first + 1 :])

    def _step(self, step: str | Table, own: Owner) -> Step:
        table = _known(step, self._steps, "shared step") if isinstance(step, str) else step
        owner = Owner(table.get("owner", own))
        return Step(table["text"], table.get("menu"), table.get("command"), None if owner is own else owner)


def _after_verifying(step: Step) -> Step:
    """The first step that opens an account, with what must come before it; itself where it says so."""
    if step.verifies:
        return step
    return replace(step, text=f"Verify the caller by your own records, then: {step.text[:1].lower()}{step.text[1:]}")


def _cause(key: str, table: Table) -> Cause:
    return Cause(**{**table, "key": key, "owner": Owner(table["owner"])})


def _owners(table: Table) -> tuple[Owner, ...]:
    if not table["acts"]:
        raise CatalogueError("nobody is named in `acts`")
    return tuple(Owner(owner) for owner in table["acts"])


def _known(name: str, known: Mapping[str, T], what: str) -> T:
    if name not in known:
        raise CatalogueError(f"no {what} is called {name!r}")
    return known[name]


def _entries(read: Read, names: Iterable[str], kind: str, build: Callable[[Table], T]) -> dict[str, T]:
    """The entries of some files by key; a file's `defaults` fill what an entry leaves out."""
    entries: dict[str, T] = {}
    for name in names:
        document = read(name)
        for table in document[kind]:
            key = table.get("key", "an entry without a key")
            if key in entries:
                raise CatalogueError(f"{name}.toml: {key}: the key is there twice")
            try:
                entries[key] = build({**document["defaults"], **table})
            except KeyError as error:
                raise CatalogueError(f"{name}.toml: {key}: {error} is missing") from error
            except ValueError as error:
                raise CatalogueError(f"{name}.toml: {key}: {error}") from error
    return entries
