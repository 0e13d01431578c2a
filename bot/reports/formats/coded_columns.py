"""Columns of texts by number: each different text once, and which of them a row says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Coded:
    """One column: what is done to its texts is done once for each different one."""

    words: Any  # Arrow array of different strings
    codes: Codes  # each row's position among them

    @staticmethod
    def of(column: Any) -> "Coded":
        """The column of an Arrow array of strings, in chunks or not."""
        encoded = column.dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        if not len(encoded):  # pyarrow gives an empty one back as it was
            return Coded(pa.array([], pa.string()), np.zeros(0, np.int32))
        return Coded(encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False))

    @staticmethod
    def blank(rows: int) -> "Coded":
        """A column that says nothing."""
        return Coded(pa.array([""]), np.zeros(rows, np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def texts(self) -> list[str]:
        """The different texts."""
        found: list[str] = self.words.to_pylist()
        return found

    @property
    def strings(self) -> Any:
        """The column as an Arrow array of strings."""
        return self.words.take(pa.array(self.codes))

    def only(self, rows: npt.NDArray[Any]) -> "Coded":
        """Some of the rows: by a flag each, or by their positions."""
        return Coded(self.words, self.codes[rows])

    def mapped(self, change: Callable[[Any], Any]) -> "Coded":
        """With other texts; `change` is given the Arrow array of the different ones, and gives as many."""
        changed = change(self.words)
        return self if changed.equals(self.words) else Coded(changed, self.codes).distinct()

    def distinct(self) -> "Coded":
        """With each text once, where some may have become the same."""
        again = Coded.of(self.words)
        return Coded(again.words, again.codes[self.codes])

    def are(self, word: str) -> npt.NDArray[np.bool_]:
        """Which rows say this."""
        found = pc.index(self.words, word).as_py()
        return self.codes == found if found >= 0 else np.zeros(len(self.codes), bool)

    def used(self) -> "Coded":
        """Without the texts that no row says."""
        counts = np.bincount(self.codes, minlength=len(self.words)) > 0
        if counts.all():
            return self
        position = np.cumsum(counts, dtype=np.int32) - 1
        return Coded(self.words.filter(pa.array(counts)), position[self.codes].astype(np.int32))

    def categorical(self) -> pd.Categorical:
        """The column as frames have it."""
        return pd.Categorical.from_codes(self.codes, pd.Index(self.words.to_pandas(), dtype="str"))


def combinations(columns: list[Coded]) -> tuple[npt.NDArray[np.int64], Codes]:
    """The first row of each different combination of texts, and each row's position among these."""
    numbers = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        encoded = pa.array(numbers * len(column.words) + column.codes).dictionary_encode()
        numbers = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    first = np.zeros(int(numbers.max(initial=-1)) + 1, np.int64)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return first, numbers.astype(np.int32)
