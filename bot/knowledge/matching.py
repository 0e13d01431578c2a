"""From a report's sentence to the documented detail: exact, then by the first sentence; never by likeness."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from bot.knowledge.entries import Detail
from bot.knowledge.vocabulary import Result

SHORTEST_PREFIX = 20  # a text cut off earlier than this says too little
OPEN_END = "..."  # a documented text whose end nobody has seen

_STRAIGHT = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u2032\u02bc\u00b4`", "'"))
_LOST_QUOTE = re.compile(r"(?<=\w)[?\ufffd](?=\w)")  # where a program knew no curly one
_MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
_URL = re.compile(r"<?\bhttps?://[^\s>]+>?")
_CANCELED = re.compile(r"\bcanceled\b")
_WRAPPING = " \t\"'.*_>\u201c\u201d"
_WORDS = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"\.\s")


def normalise(text: str) -> str:
    """A text without what differs between editions: case, quotes, links, blanks, last stop, spelling."""
    text = unicodedata.normalize("NFKC", _LOST_QUOTE.sub("'", text.translate(_STRAIGHT))).casefold()
    text = _URL.sub(" ", _MARKDOWN_LINK.sub(" ", text))
    return _CANCELED.sub("cancelled", " ".join(text.split())).strip(_WRAPPING)


def _first_sentence(normal: str) -> str:
    return _SENTENCE_END.split(normal, maxsplit=1)[0]


def _spoken(normal: str) -> str:
    """The words alone, with a blank on both sides, so that one text can be sought in another word by word."""
    return f" {' '.join(_WORDS.findall(normal))} "


class Texts:
    """The documented texts, ready to be looked up."""

    def __init__(self, details: Iterable[Detail]) -> None:
        self._exact: dict[str, Detail] = {}
        self._first: dict[str, Detail] = {}
        self._open: dict[str, Detail] = {}
        for detail in details:
            for text in (detail.text, *detail.aliases):
                normal = normalise(text)
                self._exact[normal] = detail
                self._first[_first_sentence(normal)] = detail
                if text.endswith(OPEN_END):
                    self._open[normal] = detail
        self._sorted = sorted(self._exact)
        self._spoken = [(_spoken(first), detail) for first, detail in self._first.items()]

    def match(self, text: str) -> Detail | None:
        """The detail that a report's sentence means; None when no document has it."""
        normal = normalise(text)
        detail = self._exact.get(normal) or self._by_first_sentence(normal) or self._open_ended(normal)
        return detail or self._cut_off(normal)

    def beginning(self, text: str) -> tuple[Detail, ...]:
        """Every detail that a cut-off text may be the beginning of, in alphabetical order of their texts."""
        normal = normalise(text)
        return tuple(dict.fromkeys(self._beginning(normal))) if len(normal) >= SHORTEST_PREFIX else ()

    def within(self, text: str) -> tuple[Detail, ...]:
        """Every detail whose whole first sentence is inside a longer text."""
        spoken = _spoken(normalise(text))
        found = {detail.key: detail for first, detail in self._spoken if first in spoken}
        return tuple(found.values())

    def _beginning(self, normal: str) -> Iterator[Detail]:
        for index in range(bisect_left(self._sorted, normal), len(self._sorted)):
            if not self._sorted[index].startswith(normal):
                return
            yield self._exact[self._sorted[index]]

    def _by_first_sentence(self, normal: str) -> Detail | None:
        """Another tail behind a documented first sentence; a success is never concluded from a part."""
        detail = self._first.get(_first_sentence(normal))
        return detail if detail and detail.result is not Result.SUCCEEDED else None

    def _open_ended(self, normal: str) -> Detail | None:
        return next((detail for start, detail in self._open.items() if normal.startswith(f"{start} ")), None)

    def _cut_off(self, normal: str) -> Detail | None:
        """The one detail that a cut-off text can only be the beginning of."""
        if len(normal) < SHORTEST_PREFIX:
            return None
        candidates = {detail.key: detail for detail in self._beginning(normal)}
        (detail,) = candidates.values() if len(candidates) == 1 else (None,)
        return detail if detail and detail.result is not Result.SUCCEEDED else None
