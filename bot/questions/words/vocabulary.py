"""The words that are known, in every language there is a file for: phrases, and the tags they may stand for."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.questions.dates.calendar import MONTHS, WEEKDAYS
from bot.questions.words.parts import Found

_GROUPS = ("result", "cause", "method", "by")  # tables whose words narrow a question: their tags carry the table's name
_SHORTEST_DAY = 7  # `frida` is a name, and no slip of friday
_SHORTEST_SLIP = 5  # letters: a shorter word with a wrong letter is often another word
_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its own name, the words that tell it from others, and an example that works in it."""

    code: str
    name: str
    marks: frozenset[str]
    example: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All phrases by their first word, longest first; one-letter slips; foreign words of time in English."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]
    slips: Mapping[str, frozenset[str]]
    times: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    languages: tuple[Language, ...]
    english: frozenset[str]
    given_names: frozenset[str]

    def longest(self, words: tuple[str, ...], start: int) -> Found | None:
        """The longest known phrase that begins at a word."""
        for phrase, tags in self.phrases.get(words[start], ()):
            if words[start : start + len(phrase)] == phrase:
                return Found(tags, start, start + len(phrase))
        return None

    def slip(self, word: str) -> str | None:
        """The one known word that this is but for one letter wrong, missing, too many, or two swapped."""
        if len(word) < _SHORTEST_SLIP:
            return None
        near = frozenset[str]().union(*(self.slips.get(shorter, frozenset()) for shorter in _shorter(word)))
        close = {other for other in near if _one_apart(word, other) and not self._is_idle(other)}
        return close.pop() if len(close) == 1 else None

    def _is_idle(self, word: str) -> bool:
        return any("idle" in tags for phrase, tags in self.phrases.get(word, ()) if len(phrase) == 1)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of every language in the folder. Read once."""
    folder = files("bot.questions.words").joinpath("vocabulary")
    texts = {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in folder.iterdir()}
    return build({code: tomllib.loads(text) for code, text in sorted(texts.items())})


def build(tables: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    """Put languages together; a phrase in several lists may stand for any of their tags."""
    tags: dict[tuple[str, ...], set[str]] = {}
    times: dict[tuple[str, ...], tuple[str, ...]] = {}
    for table in tables.values():
        for phrase, tag in _tagged(table):
            tags.setdefault(phrase, set()).update(tag)
        times |= {
            tuple(words.split()): tuple(english.split())
            for phrases, english in table.get("times", {}).items()
            for words in expand(phrases)
        }
    spoken = frozenset(phrase[0] for phrase, _ in _tagged(tables["en"]) if len(phrase) == 1)
    known = {phrase[0] for phrase in tags if len(phrase) == 1 and len(phrase[0]) >= _SHORTEST_SLIP}
    english = {word for phrase, _ in _tagged(tables["en"]) if len(phrase) == 1 for word in phrase if word in known}
    english |= {word for word in (*MONTHS, *WEEKDAYS, "yesterday") if len(word) >= _SHORTEST_DAY}
    return Vocabulary(
        phrases=_by_first({phrase: frozenset(found) for phrase, found in tags.items()}),
        slips=_slips(english),
        times=_by_first(times),
        languages=tuple(_language(code, table, spoken) for code, table in tables.items()),
        english=spoken,
        given_names=frozenset(tables["en"].get("given_names", "").split()),
    )


def expand(phrase: str) -> Iterator[str]:
    """`lock(ed|) out` is `locked out` and `lock out`."""
    choice = _CHOICE.search(phrase)
    if choice is None:
        yield " ".join(phrase.split())
        return
    for option in choice[1].split("|"):
        yield from expand(f"{phrase[: choice.start()]}{option}{phrase[choice.end() :]}")


def _tagged(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Every phrase of a language with its tag; words of courtesy and of asking need no place."""
    for word in table.get("idle", "").split():
        yield (word,), frozenset({"idle"})
    for tag, phrases in table.get("asking", {}).items():
        yield from _each(phrases, {tag, "idle"})
    for tag, phrases in table.get("about", {}).items():
        yield from _each(phrases, {tag})
    for group in _GROUPS:
        for value, phrases in table.get(group, {}).items():
            yield from _each(phrases, {f"{group}.{value}"})


def _each(phrases: Iterable[str], tags: set[str]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    for phrase in phrases:
        for words in expand(phrase.casefold()):
            yield tuple(words.split()), frozenset(tags)


def _by_first(phrases: Mapping[tuple[str, ...], Any]) -> dict[str, tuple[tuple[tuple[str, ...], Any], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        if phrase:
            found.setdefault(phrase[0], []).append((phrase, phrases[phrase]))
    return {first: tuple(rest) for first, rest in found.items()}


def _slips(words: Iterable[str]) -> dict[str, frozenset[str]]:
    """Every known word under each of its spellings with one letter less, and under its own."""
    found: dict[str, set[str]] = {}
    for word in words:
        for shorter in _shorter(word):
            found.setdefault(shorter, set()).add(word)
    return {shorter: frozenset(known) for shorter, known in found.items()}


def _shorter(word: str) -> Iterator[str]:
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))


def _one_apart(word: str, other: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours are swapped."""
    if len(word) > len(other):
        word, other = other, word
    start = next((place for place, letter in enumerate(word) if letter != other[place]), len(word))
    mine, theirs = word[start:], other[start:]
    if len(word) < len(other):
        return mine == theirs[1:]
    return mine[1:] == theirs[1:] or (mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:])


def _language(code: str, table: Mapping[str, Any], english: frozenset[str]) -> Language:
    """A language; words that English has, too, tell nothing."""
    marks = frozenset(table.get("marks", "").split()) - english
    return Language(code, table["language"], marks, table.get("example", ""))
