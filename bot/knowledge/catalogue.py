"""The catalogue of details: for each its cause, its fix, who acts, and how sure that is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.knowledge.entries import (
    Cause,
    Change,
    Confidence,
    Detail,
    Finding,
    Link,
    Owner,
    Reference,
    Step,
)
from bot.knowledge.loader import Read, Reader, read
from bot.knowledge.matching import Texts
from bot.knowledge.search import FixAnswer, Search
from bot.knowledge.vocabulary import Method, Result
from bot.later import later

__all__ = [
    "CONTRADICTED",
    "UNRECOGNISED",
    "Catalogue",
    "Cause",
    "Change",
    "Confidence",
    "Detail",
    "Finding",
    "Link",
    "Owner",
    "Reference",
    "Step",
    "cause_matches",
    "load",
]

UNRECOGNISED = "unrecognised"  # the cause of a detail that no document lists
_RAW = "?"  # what the key of such a detail begins with; its own words follow
CONTRADICTED = "!"  # the same for a detail that says success in the row of a failure: the result counts, the detail not


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it, read once; look-ups only."""

    details: Mapping[str, Detail]  # the page's 35 in the page's order, then the others
    causes: Mapping[str, Cause]
    families: Mapping[str, str]  # `onprem`: "On-premises"
    advice: Mapping[str, Detail]  # for people of whom no row tells a failure: what the directory says that they lack
    changes: Mapping[str, Change]
    results: Mapping[Result, str]  # each result's meaning, in our words
    methods: Mapping[str, str]
    limits: Mapping[str, int]  # max_days, max_rows, older_max_rows, audit_max_rows, block_hours, session_minutes
    texts: Texts
    search: Search  # made when first used, and read for it what only it needs

    @property
    def references(self) -> Mapping[str, Reference]:
        """Codes, events and topics by their key."""
        return self.search.references

    def match(self, text: str) -> Detail | None:
        """The detail that a report's sentence means, whatever the edition; None when no document lists it."""
        return self.texts.match(text)

    def fix(self, text: str) -> FixAnswer:
        """The answer to `fix TEXT`."""
        found = self.find(text)
        return FixAnswer(text, found, () if found else self.near(text))

    def is_read_aloud(self, text: str) -> bool:
        """Whether a text has the words that tell one error of the reset page from the others."""
        return bool(self.search.read_aloud(text))

    def find(self, text: str) -> tuple[Finding, ...]:
        """What `fix TEXT` may mean, best first, at most eight; empty when nothing fits."""
        return self.search.find(text)

    def near(self, text: str) -> tuple[str, ...]:
        """What looks like the text, for display when nothing was found; at most five."""
        return self.search.near(text)

    def key_of(self, text: str) -> str:
        """The key that stands for a report's sentence in frames: `?` and the raw words when it is unknown."""
        detail = self.match(text)
        return detail.key if detail else f"{_RAW}{text.strip()}"

    def contradicted(self, key: str) -> str | None:
        """The key that stands for a detail in the row of a failure; None unless the detail says success."""
        detail = self.details.get(key)
        return f"{CONTRADICTED}{detail.text}" if detail and detail.result is Result.SUCCEEDED else None

    def text_of(self, key: str) -> str:
        """The sentence to show for a key: the documented one, or the report's own raw words."""
        detail = self.details.get(key)
        return detail.text if detail else key.removeprefix(_RAW).removeprefix(CONTRADICTED) or "(no detail)"

    def cause_key_of(self, key: str) -> str:
        """The key of the cause that a detail's key belongs to."""
        detail = self.details.get(key)
        return detail.cause if detail else UNRECOGNISED

    def cause_of(self, key: str) -> Cause:
        """The cause that a detail's key belongs to."""
        return self.causes[self.cause_key_of(key)]

    def cause_words(self) -> tuple[str, ...]:
        """Every word that `cause:` understands: the families, then the causes."""
        return (*self.families, *self.causes)

    def changes_of(self, detail: Detail) -> tuple[Change, ...]:
        """The dated changes that touch a detail."""
        return tuple(self.changes[key] for key in detail.changes)


def cause_matches(word: str, cause_key: str) -> bool:
    """Whether a filter's word names a cause or its family: `onprem` covers `onprem_unreachable`."""
    asked = re.sub(r"[\s-]+", "_", word.strip().casefold()).replace("licence", "license")
    return cause_key == asked or cause_key.startswith(f"{asked}_")


@cache
def load() -> Catalogue:
    """The catalogue that ships with the package, checked while it is read."""
    return catalogue_of(read)


def catalogue_of(read: Read) -> Catalogue:
    """A catalogue from its files. Raises CatalogueError for an entry that is wrong."""
    reader, words = Reader(read), read("words")
    texts = Texts(reader.details.values())
    return Catalogue(
        details=reader.details,
        causes=reader.causes,
        families=read("causes")["families"],
        advice=reader.advice,
        changes=reader.changes,
        results={Result(word): meaning for word, meaning in words["results"].items()},
        methods={Method(word): meaning for word, meaning in words["methods"].items()},
        limits=words["limits"],
        texts=texts,
        search=later(lambda: Search(reader.details, reader.causes, reader.references, texts)),
    )
