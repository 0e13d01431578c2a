"""The distinct words of a column: each is looked at once, however many rows say it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bot.knowledge.vocabulary import join_methods, parse_methods, parse_result
from bot.reports.parsing.excerpts import MOST_BYTES, unfit
from bot.reports.parsing.formula_guard import unguarded
from bot.reports.parsing.times import QUOTED
from bot.reports.people.id_columns import nobodies, of_sums, user_ids

# No report writes so much; a broken or hostile file may. The indexes of PostgreSQL take some more bytes than these.
_GROWTH: Final = 3  # times as many bytes may a word have in another letter case
_BLANKS: Final = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u202f\u3000\ufeff"

Codes = npt.NDArray[np.int32]
Normal = Callable[[Any], Any]  # an Arrow array of distinct words -> the same, normalised


@dataclass(frozen=True, slots=True)
class WordColumn:
    """A column: each row's word by number. A word may stand under several numbers."""

    codes: Codes
    words: Any  # Arrow array of strings
    faults: Mapping[int, str]  # numbers of words that no row may have, and why

    @staticmethod
    def of(texts: Any, normal: Normal) -> "WordColumn":
        """The words of an Arrow column of strings."""
        encoded = texts.dictionary_encode().combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):  # pyarrow gives an empty one back as it was
            encoded = pa.array([], pa.dictionary(pa.int32(), pa.string()))
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
        written = encoded.dictionary
        words = normal(written)
        faults = faults_of(words) if words is written else faults_of(written) | faults_of(words)
        if normal is user_ids:
            faults |= nobodies(words) if words is written else nobodies(words) | of_sums(written)
        return WordColumn(codes, words, faults)

    def only(self, keep: npt.NDArray[np.bool_]) -> "WordColumn":
        """The same column with fewer rows."""
        return WordColumn(self.codes[keep], self.words, self.faults)

    def are(self, numbers: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which rows have one of these words."""
        return np.isin(self.codes, numbers) if numbers else np.zeros(len(self.codes), dtype=bool)

    def are_word(self, word: str) -> npt.NDArray[np.bool_]:
        """Which rows say this word."""
        return self.are(_positions(pc.equal(self.words, word)))


def joined(columns: Sequence[WordColumn]) -> pd.Categorical:
    """Stretches of a column as one; words that no row has are left out."""
    pieces = [pa.DictionaryArray.from_arrays(column.codes, column.words) for column in columns]
    whole = pa.chunked_array(pieces, pa.dictionary(pa.int32(), pa.string())).unify_dictionaries()
    codes = np.concatenate([np.empty(0, np.int32), *(piece.indices.to_numpy() for piece in whole.chunks)])
    numbered = (whole.chunk(0).dictionary if whole.num_chunks else pa.array([], pa.string())).dictionary_encode()
    words = numbered.dictionary  # once each: two spellings may have become the same word
    codes = numbered.indices.to_numpy()[codes] if len(codes) else codes
    used = np.flatnonzero(np.bincount(codes, minlength=len(words)))
    position = np.zeros(max(len(words), 1), dtype=np.int32)
    position[used] = np.arange(len(used), dtype=np.int32)
    categories = pd.Index(words.take(pa.array(used)).to_pylist(), dtype="str")
    return pd.Categorical.from_codes(position[codes], categories=categories)


def plain(words: Any) -> Any:
    """Words as they are written, trimmed, without the apostrophes that keep a spreadsheet from running a cell."""
    trimmed = unquoted(pc.utf8_trim(words, _BLANKS))
    if not pc.any(pc.match_substring(trimmed, "'")).as_py():
        return trimmed
    return pa.array([unguarded(word) for word in trimmed.to_pylist()], pa.string())


def unquoted(words: Any) -> Any:
    """Trimmed words without quotation marks around them that no CSV has: `'dana@contoso.com'`, or those of a text."""
    if not pc.any(pc.match_substring_regex(words, QUOTED)).as_py():
        return words
    return pc.utf8_trim(pc.replace_substring_regex(words, QUOTED, r"\1"), _BLANKS)


def results(words: Any) -> Any:
    """The canonical results; the raw word where no document lists it."""
    return _each(lambda word: str(parse_result(word) or word), words)


def methods(words: Any) -> Any:
    """Combinations as frames write them."""
    return _each(lambda word: join_methods(parse_methods(word)), words)


def _each(normal: Callable[[str], str], words: Any) -> Any:
    return pa.array([normal(word) for word in plain(words).to_pylist()], pa.string())


def faults_of(words: Any) -> dict[int, str]:
    """The positions of the words that cannot be kept, and why."""
    suspect = pc.or_(pc.greater(pc.binary_length(words), MOST_BYTES // _GROWTH), pc.match_substring(words, "\0"))
    found = {position: unfit(words[position].as_py()) for position in _positions(suspect)}
    return {position: fault for position, fault in found.items() if fault}


def _positions(flags: Any) -> list[int]:
    return [int(position) for position in np.flatnonzero(flags.to_numpy(zero_copy_only=False))]
