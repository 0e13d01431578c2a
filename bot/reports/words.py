"""The distinct words of a column: each is looked at once, however many rows say it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.knowledge.vocabulary import join_methods, parse_methods, parse_result

LONGEST: Final = 2_000  # characters of a cell; no report writes so much, a broken or hostile file may
Codes = npt.NDArray[np.int32]


def plain(text: str) -> str:
    """The words of a cell, blanks trimmed."""
    return text.strip().strip("\ufeff").strip()


def result_word(text: str) -> str:
    """The canonical result, or the raw word when no document lists it."""
    return str(parse_result(text) or plain(text))


def methods_word(text: str) -> str:
    """The combination as frames write it."""
    return join_methods(parse_methods(plain(text)))


@dataclass(slots=True)
class Words:
    """The words of one column, numbered in the order in which they first occur."""

    normal: Callable[[str], str]
    required: bool = False
    words: list[str] = field(default_factory=list)
    _raw: dict[str, int] = field(default_factory=dict)  # as written -> number
    _known: dict[str, int] = field(default_factory=dict)  # as normalised -> number
    faults: dict[int, str] = field(default_factory=dict)  # numbers of words that no row may have, and why

    def codes(self, texts: Any) -> Codes:
        """The number of each row's word; `texts` is an Arrow column of strings."""
        encoded = texts.dictionary_encode().combine_chunks()
        numbers = [self._number(text) for text in encoded.dictionary.to_pylist()]
        indices = encoded.indices.to_numpy(zero_copy_only=False)
        return np.array(numbers, dtype=np.int32)[indices] if numbers else np.empty(0, dtype=np.int32)

    def column(self, codes: Codes) -> pd.Categorical:
        """Numbers as the words they stand for; words that no row has are left out."""
        used = np.flatnonzero(np.bincount(codes, minlength=len(self.words)))
        place = np.zeros(max(len(self.words), 1), dtype=np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        categories = pd.Index([self.words[number] for number in used], dtype="str")
        return pd.Categorical.from_codes(place[codes], categories=categories)

    def _number(self, text: str) -> int:
        number = self._raw.get(text)
        if number is None:
            number = self._raw[text] = self._learn(text)
        return number

    def _learn(self, text: str) -> int:
        word = self.normal(text)
        fault = "is missing" if self.required and not word else _fault(text)
        if fault is None and word in self._known:
            return self._known[word]
        number = len(self.words)
        self.words.append(word)
        if fault is None:
            self._known[word] = number
        else:
            self.faults[number] = fault
        return number


def _fault(text: str) -> str | None:
    if len(text) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    return "holds a NUL character" if "\0" in text else None
