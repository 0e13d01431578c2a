"""The words that are known, in every language there is a file for: phrases, and the tags they may stand for."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product
from sys import intern
from typing import Any
from unicodedata import combining, normalize

from bot.questions.beginnings import MOST_LETTERS, beginnings
from bot.questions.dates.calendar import MONTHS, WEEKDAYS
from bot.questions.words.recognition.parts import Found

_GROUPS = ("result", "cause", "method", "by")  # tables whose words narrow a question: their tags carry the table's name
_DENIALS = frozenset({"un", "in", "im", "dis", "non", "non-"})
_SHORTEST_DAY = 7  # `frida` is a name, and no slip of friday
_SHORTEST_SLIP = 5  # letters: a shorter word with a wrong letter is often another word
_SHORTEST_WRONG_LETTER = 6  # of a shorter word a letter may be missing, too many or swapped, not another
_SHORTEST_IDLE_SLIP = 6  # of a word that says nothing: a name of five letters is near too many of them
_SHORTEST_TWO_SLIPS = 9  # letters of a word that is still itself with two of them wrong
_WORD = re.compile(r"[a-z][a-z-]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_CHOICE = re.compile(r"\(([^()]*)\)")
_LONGEST_PATTERN = 14  # words
_LETTERS = range(1, MOST_LETTERS + 1)


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its own name, the words that tell it, all that English lacks, and an example."""

    code: str
    name: str
    marks: frozenset[str]
    words: frozenset[str]
    example: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All phrases, and by their first word how long they are, longest first; slips; words of time and orders.

    A pattern stands for more phrases than could be listed; `begun` is all that they may begin with, and those that
    begin alike are put together once a text does. `links` are the small words of other languages between words of time;
    of those only others have begin with one of `foreign_times`.
    """

    phrases: Mapping[tuple[str, ...], frozenset[str]]
    patterns: tuple[tuple[str, frozenset[str], frozenset[str] | None], ...]  # with their tags and what they begin with
    lengths: Mapping[str, tuple[int, ...]]
    slips: Mapping[str, tuple[str, ...]]
    times: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    links: Mapping[str, str]
    foreign_times: frozenset[str]
    languages: tuple[Language, ...]
    english: frozenset[str]
    given_names: frozenset[str]
    deeds: Mapping[str, str]
    known: frozenset[str]
    foreign: frozenset[str]
    begun: frozenset[str]
    _together: dict[tuple[str, ...], tuple[re.Pattern[str], tuple[frozenset[str], ...]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def longest(self, words: tuple[str, ...], start: int, *, patterns: bool = True) -> Found | None:
        """The longest known phrase or pattern that begins at a word. A pattern may look back at the word before it."""
        before = f"{words[start - 1]} " if start else ""
        text = " ".join(words[start : start + _LONGEST_PATTERN])
        known, pattern_tags = self.patterns_of(text)
        pattern = known.match(before + text, len(before)) if patterns else None
        stop = start + pattern[0].count(" ") + 1 if pattern else start
        for length in self.lengths.get(words[start], ()):
            phrase = words[start : start + length]
            if start + length >= stop and len(phrase) == length and (tags := self.phrases.get(phrase)):
                return Found(tags, start, start + length)
        return Found(pattern_tags[(pattern.lastindex or 1) - 1], start, stop) if pattern else None

    def patterns_of(self, text: str) -> tuple[re.Pattern[str], tuple[frozenset[str], ...]]:
        """The patterns that may begin a text, as one with a group for each, and the tags of its groups."""
        letters = tuple(each for stop in _LETTERS if (each := text[:stop]) in self.begun)
        if letters not in self._together:
            meant = [
                (each, tags) for each, tags, first in self.patterns if first is None or not first.isdisjoint(letters)
            ]
            whole = re.compile("|".join(rf"((?:{each})(?!\S))" for each, _ in meant) or r"(?!)")
            self._together[letters] = whole, tuple(tags for _, tags in meant)
        return self._together[letters]

    def slip(self, word: str, *, any_length: bool = False) -> str | None:
        """The known word that this is but for one letter wrong, missing, too many, or two swapped; in a long word two.

        None where it may be words of different meanings. Of a short one only a letter can be missing, or two swapped,
        unless `any_length` says that it can be nothing else, such as a name.
        """
        if len(word) < _SHORTEST_SLIP - 1 or word in self.known:
            return None
        one = {*_shorter(word)}
        close = self._near(word, one, 1)
        if len(word) >= _SHORTEST_TWO_SLIPS and not close:
            close = self._near(word, {less for shorter in one for less in _shorter(shorter)}, 2)
        close = {other for other in close if not _denies(word, other)}
        heavy = {other for other in close if "idle" not in self._alone(other)}
        if not any_length and len(word) < _SHORTEST_SLIP:
            heavy = {other for other in heavy if len(other) > len(word)}
        if not heavy and not any_length and len(word) < _SHORTEST_IDLE_SLIP:
            close = {other for other in close if sorted(other) == sorted(word)}
        meanings = {self._alone(other) or frozenset({other}) for other in heavy or close}
        return min(heavy or close) if len(meanings) == 1 else None

    def inflected(self, word: str) -> str | None:
        """The known form of a word in another form: `hitting` of `hit`, `enable` of `enabled`."""
        if len(word) < _SHORTEST_SLIP:
            return None
        return next((form for form in _forms(word) if form in self.english and self._alone(form)), None)

    def _near(self, word: str, shorter: Iterable[str], slips: int) -> set[str]:
        near = frozenset[str]().union(*(self.slips.get(less, ()) for less in shorter))
        swaps = len(word) >= _SHORTEST_WRONG_LETTER  # `black` is no slip of `block`
        alike = {other for other in near if distance(word, other) <= slips}
        return (
            alike if swaps else {other for other in alike if len(other) != len(word) or sorted(other) == sorted(word)}
        )

    def _alone(self, word: str) -> frozenset[str]:
        """The tags of a word that is a phrase by itself."""
        return self.phrases.get((word,), frozenset())


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of every language in the folder. Read once."""
    package = files("bot.questions.words")
    folder = package.joinpath("vocabulary")
    texts = {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in folder.iterdir()}
    declined = tomllib.loads(package.joinpath("cannot.toml").read_text("utf-8"))["cannot"]
    orders = {word for row in declined for word in row.get("verbs", "").split()}
    phrases = [
        phrase
        for row in declined
        for phrase in (*row.get("objects", ()), *row.get("words", ()), row.get("pattern", ""))
    ]
    others = {word for phrase in phrases for word in _WORD.findall(phrase)}
    return build({code: tomllib.loads(text) for code, text in sorted(texts.items())}, orders, others)


def build(
    tables: Mapping[str, Mapping[str, Any]], orders: Iterable[str] = (), others: Iterable[str] = ()
) -> Vocabulary:
    """Put languages together; a phrase in several lists may stand for any of their tags.

    `orders` and `others` are the words of what is not done: known as well, so that they are no slips of others; others
    may be slips of an order.
    """
    tagged = {code: [*_tagged(table)] for code, table in tables.items()}
    tags: dict[tuple[str, ...], frozenset[str]] = {}
    shared: dict[frozenset[str], frozenset[str]] = {}  # a few hundred sets for tens of thousands of phrases
    times: dict[tuple[str, ...], tuple[str, ...]] = {}
    for code, table in tables.items():
        for phrase, tag in tagged[code]:
            both = tags.get(phrase, tag) | tag
            tags[phrase] = shared.setdefault(both, both)
        times |= {
            spelled: tuple(english.split())
            for phrases, english in table.get("times", {}).items()
            for words in expand(phrases)
            for spelled in (tuple(words.split()), *_without_marks(tuple(words.split())))
        }
    for spelled in [phrase for phrase in tags if not "".join(phrase).isascii()]:
        for plain in _without_marks(spelled):
            tags.setdefault(plain, tags[spelled])
    for denied in [phrase for phrase in tags if any(word.endswith("n't") for word in phrase)]:
        tags.setdefault(tuple(intern(word.replace("n't", "nt")) for word in denied), tags[denied])
    spoken = frozenset(phrase[0] for phrase, _ in tagged["en"] if len(phrase) == 1)
    ours = {word for phrase, _ in tagged["en"] for word in phrase} | {*MONTHS, *WEEKDAYS}
    english = {word for word in (*spoken, *orders) if len(word) >= _SHORTEST_SLIP - 1 and word.isalpha()}
    english |= {word for word in (*MONTHS, *WEEKDAYS, "yesterday") if len(word) >= _SHORTEST_DAY}
    links = {
        spelled: english
        for table in tables.values()
        for english, words in table.get("links", {}).items()
        for word in words.split()
        for (spelled,) in ((word,), *_without_marks((word,)))
    }
    patterns = [(named, each) for table in tables.values() for named, each in table.get("patterns", {}).items()]
    tried = [(pattern, frozenset(named.split()), beginnings(pattern)) for named, each in patterns for pattern in each]
    return Vocabulary(
        phrases=tags,
        patterns=tuple(tried),
        begun=frozenset[str]().union(*(first or () for _, _, first in tried)),
        lengths=_lengths(tags),
        slips=_slips(english),
        times=_by_first(times),
        links=links,
        foreign_times=frozenset(
            first
            for code, table in tables.items()
            if code != "en"
            for phrases in table.get("times", {})
            for phrase in expand(phrases)
            for first, *_ in (tuple(phrase.split()), *_without_marks(tuple(phrase.split())))
        )
        - ours
        - spoken
        - links.keys(),
        foreign=frozenset(phrase[0] for phrase in tags) - ours,
        known=frozenset((*spoken, *orders, *others)),
        languages=tuple(_language(code, table, tagged[code], spoken) for code, table in tables.items()),
        english=spoken,
        given_names=frozenset(tables["en"].get("given_names", "").split()),
        deeds={
            word: english
            for table in tables.values()
            for english, words in table.get("deeds", {}).items()
            for word in words.split()
            if word not in spoken
        },
    )


def expand(phrase: str) -> Iterator[str]:
    """`lock(ed|) out` is `locked out` and `lock out`."""
    parts = _CHOICE.split(phrase)  # a piece, options, a piece, options, ...
    if any("(" in piece for piece in parts[::2]):  # choices among options: the inner ones first
        for option in parts[1].split("|"):
            yield from expand(f"{parts[0]}{option}{phrase[len(parts[0]) + len(parts[1]) + 2 :]}")
        return
    for chosen in product(*(part.split("|") if place % 2 else (part,) for place, part in enumerate(parts))):
        yield " ".join("".join(chosen).split())


def _tagged(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Every phrase of a language with its tag; words of courtesy and of asking need no place."""
    for words in table["silent"].values():
        yield from (((word,), frozenset({"idle"})) for word in words.split())
    for word in table.get("aside", "").split():
        yield (word,), frozenset({"idle", "aside"})
    for tag, phrases in table.get("asking", {}).items():
        yield from _each(phrases, {tag, "idle"})
    for tag, phrases in table.get("about", {}).items():
        yield from _each(phrases, {tag})
    for group in _GROUPS:
        for value, phrases in table.get(group, {}).items():
            yield from _each(phrases, {f"{group}.{value}"})


def _without_marks(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A phrase as it is typed where a keyboard has no accents: `maerz` and `marz` for `märz`, `echecs`."""
    if not "".join(phrase).isascii():
        yield tuple(_bare(word.translate(_UMLAUTS)) for word in phrase)
        yield tuple(map(_bare, phrase))


def _bare(word: str) -> str:
    return "".join(letter for letter in normalize("NFKD", word) if not combining(letter))


def _each(phrases: Iterable[str], tags: set[str]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    same = frozenset(tags)
    for phrase in phrases:
        for words in expand(phrase.casefold()):
            yield tuple(map(intern, words.split())), same


def _by_first(phrases: Mapping[tuple[str, ...], Any]) -> dict[str, tuple[tuple[tuple[str, ...], Any], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        if phrase:
            found.setdefault(phrase[0], []).append((phrase, phrases[phrase]))
    return {first: tuple(rest) for first, rest in found.items()}


def _lengths(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """How many words the phrases have that begin with a word; longest first."""
    found: dict[str, set[int]] = {}
    for phrase in filter(None, phrases):
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _slips(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every known word under its spelling and those with one letter less; a long one under those with two less, too."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        less = {*_shorter(word)}
        if len(word) >= _SHORTEST_TWO_SLIPS - 1:
            less |= {shorter for one in less for shorter in _shorter(one)}
        for shorter in less:
            found[shorter] = (*found.get(shorter, ()), word)
    return found


def _denies(one: str, other: str) -> bool:
    """Whether one of two words is the other denied: `documented` is no slip of `undocumented`."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer.endswith(shorter) and longer[: -len(shorter)] in _DENIALS


def _shorter(word: str) -> Iterator[str]:
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))


def _forms(word: str) -> Iterator[str]:
    """Other forms that a regular English word can have."""
    if word.endswith("t"):
        yield f"{word[:-1]}d"  # `blocket`, `registert`: as it is heard
    stem = re.sub(r"(?:ing|ed|es|s)$", "", word)
    yield from (stem, f"{stem}e", *((stem[:-1],) if stem[-2:-1] == stem[-1:] else ()))
    base = word.removesuffix("e")
    yield from (f"{base}ed", f"{base}ing", f"{word}s", f"{stem}ed", f"{stem}ing", f"{stem}s", f"{stem}es")


def distance(word: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour."""
    before: list[int] = []
    row = [*range(len(other) + 1)]
    for place, letter in enumerate(word, 1):
        before, last, row = row, before, [place]
        for column, theirs in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != theirs))
            if place > 1 and column > 1 and letter == other[column - 2] and word[place - 2] == theirs:
                cost = min(cost, last[column - 2] + 1)
            row.append(cost)
    return int(row[-1])


def _language(
    code: str,
    table: Mapping[str, Any],
    tagged: Iterable[tuple[tuple[str, ...], frozenset[str]]],
    english: frozenset[str],
) -> Language:
    """A language; words that English has, too, tell nothing."""
    marks = frozenset(table.get("marks", "").split()) - english
    times = (word for phrases in table.get("times", {}) for phrase in expand(phrases) for word in phrase.split())
    links = (word for words in table.get("links", {}).values() for word in words.split())
    words = marks.union((word for phrase, _ in tagged for word in phrase), times, links) - english
    return Language(code, table["language"], marks, words, table.get("example", ""))
