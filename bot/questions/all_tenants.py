"""Words that ask about all tenants at once, as the vocabulary knows them, and those that name one of several."""

import re
from collections.abc import Container, Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.questions.dates.calendar import Moment
from bot.questions.dates.windows import take_window
from bot.questions.parse_error import ParseError
from bot.questions.text import alike
from bot.questions.words.recognition.sentence import cut
from bot.questions.words.recognition.vocabulary import vocabulary

_BEFORE: Final = frozenset({"for", "of", "at", "in", "with", "by", "per", "across", "over", "from", "on", "all", "any"})
_OF_ONE: Final = frozenset({"for", "of", "at", "in", "from", "on"})
_ARTICLES: Final = frozenset({"the", "our"})
_NOUNS: Final = frozenset({"tenant", "customer", "client"})
# Behind or before one of these a name is one of several things, left out, or a domain's: "contoso vs fabrikam".
_BESIDE: Final = frozenset({"and", "or", "vs", "vs.", "versus", "against", "with", "to", "than", "domain", "domains"})
_BEHIND: Final = _BESIDE | {
    "like",
    "not",
    "no",
    "except",
    "excluding",
    "without",
    "outside",
    "besides",
    "but",
    "by",
    "per",
    "user",
    "person",
}
_PEOPLE: Final = frozenset(  # between such a word and the name
    {"the", "all", "our", "any", "those", "these", "people", "users", "staff", "colleagues", "employees", "accounts"}
    | {"everybody", "everyone", "anybody", "anyone", "ones", "folks", "who", "are", "at", "of", "in", "from", "for"}
)
_POSSESSIVE: Final = re.compile(r"['\u2019]s$")
_LONGEST: Final = 8  # words of a name
_ANY_MOMENT: Final = Moment(datetime(2026, 7, 1, tzinfo=UTC), ZoneInfo("UTC"))  # which words say a time never changes


def without_tenants(text: str) -> str | None:
    """What is asked about all tenants, without the words that say so; None where none do."""
    typed, words = cut(text)
    for start in range(len(words)):
        found = vocabulary().longest(words, start)
        if found and "tenants" in found.tags:
            stop = start
            while stop and words[stop - 1] in _BEFORE:
                stop -= 1
            return " ".join((*typed[:stop], *typed[found.stop :]))
    return None


def tenants_named(text: str, names: Container[str]) -> frozenset[str]:
    """Those of the names that stand in a text, as `names` has them: in small letters, with single blanks.

    A name that is a word of questions, a time or a person's, as `stuck`, `march` or `max` is, is not taken for a
    tenant's; nor is one that is a part of such words, as `week` is of `last week`.
    """
    words = _words(text)
    return frozenset(" ".join(words[start:stop]) for start, stop in _places(words, names))


def without_tenant(text: str, names: Container[str]) -> str | None:
    """What is asked about the tenant of these names, without the words that name it; None where it is not so named."""
    said, words = text.split(), _words(text)
    kept, since = list[str](), 0
    for start, stop in _places(words, names):
        begin, end = _with_nouns(words, start, stop)
        if _is_behind(words[:begin]) or {*words[end : end + 1]} & _BESIDE:
            return None
        kept += said[since:begin]
        since = end
        if kept and said[end - 1][-1] in "?,":
            kept[-1] += said[end - 1][-1]
    return " ".join((*kept, *said[since:])) if since else None


def _is_behind(words: tuple[str, ...]) -> bool:
    """Whether words end in one that takes what follows out, or as one of several: `everybody but the people at`."""
    return bool(words) and (words[-1] in _BEHIND or (words[-1] in _PEOPLE and _is_behind(words[:-1])))


def _with_nouns(words: tuple[str, ...], start: int, stop: int) -> tuple[int, int]:
    """The name with what only belongs to it: `for the customer contoso`, `in the contoso tenant`, `at contoso`."""
    noun = start > 0 and words[start - 1] in _NOUNS
    start -= noun
    if {*words[stop : stop + 1]} & _NOUNS:
        noun, stop = True, stop + 1
    if start > 0 and words[start - 1] in _ARTICLES and (noun or stop == len(words)):
        start -= 1
    return start - (start > 0 and words[start - 1] in _OF_ONE), stop


def _words(text: str) -> tuple[str, ...]:
    return tuple(_POSSESSIVE.sub("", alike(word.strip(":;,.?!\"'()"))) for word in text.split())


def _places(words: tuple[str, ...], names: Container[str]) -> Iterator[tuple[int, int]]:
    """Where names begin and end, the longest that begins at a word."""
    start, known = 0, 0
    while start < len(words):
        known = max(known, _known(words, start))
        lengths = range(min(_LONGEST, len(words) - start), 0, -1)
        length = next((each for each in lengths if " ".join(words[start : start + each]) in names), 0)
        if length and start + length > known and not _is_a_word(words[start : start + length]):
            yield start, start + length
        start += length or 1


def _known(words: tuple[str, ...], start: int) -> int:
    """Where the longest span of time or phrase of questions ends that begins at a word; `start` for none."""
    known = vocabulary()
    lengths = known.lengths.get(words[start], ())
    phrase = next((each for each in lengths if words[start : start + each] in known.phrases), 0)
    times = (len(phrase) for phrase, _ in known.times.get(words[start], ()) if words[start:][: len(phrase)] == phrase)
    try:
        taken = take_window(words[start:], _ANY_MOMENT)
        length = taken[1] if taken else 0
    except ParseError as error:  # a span all the same, though in no calendar or to come
        length = len(error.word.split())
    return start + max(phrase, length, *times, 0)


def _is_a_word(name: tuple[str, ...]) -> bool:
    known = vocabulary()
    found = known.longest(name, 0)  # a pattern, too; within a sentence it may have the name in it
    dotted = "." in "".join(name)  # `contoso.com` is a domain
    return dotted or {*name} <= known.given_names or (found is not None and found.stop == len(name))
