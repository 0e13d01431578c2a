"""Many texts in two arrays: looked up as in a list, in a tenth of its memory, and readable from a mapped file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, overload

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class Names(Sequence[str]):
    """Text n is data[offsets[n]:offsets[n + 1]] in UTF-8, whose bytes sort as the texts do."""

    offsets: npt.NDArray[np.int64]
    data: npt.NDArray[np.uint8]

    @staticmethod
    def of(texts: Iterable[str]) -> "Names":
        """The texts in their order."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded)), out=offsets[1:])
        return Names(offsets, np.frombuffer(b"".join(encoded), dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self._text(place) for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self._text(place)

    def __iter__(self) -> Iterator[str]:
        ends, raw = self.offsets.tolist(), self.data.tobytes()
        return (raw[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(ends))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(str.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(self.data.tobytes())

    def some(self, places: npt.NDArray[np.integer[Any]]) -> list[str]:
        """The texts at many places, in a fraction of the time of one after another."""
        raw: memoryview = self.data.data
        starts, ends = self.offsets[places].tolist(), self.offsets[places + 1].tolist()
        return [str(raw[start:end], "utf-8", "surrogatepass") for start, end in zip(starts, ends, strict=True)]

    def with_new(self, places: Sequence[int], texts: Sequence[str]) -> "Names":
        """With each text before the one that stands at its place now; the places do not fall."""
        if not texts:
            return self
        fresh = Names.of(texts)
        if not len(self):
            return fresh
        cuts = self.offsets[list(places)].tolist()
        pieces: list[npt.NDArray[np.uint8]] = []
        for start, end, number in zip([0, *cuts], cuts, range(len(texts)), strict=False):
            pieces += [self.data[start:end], fresh.data[fresh.offsets[number] : fresh.offsets[number + 1]]]
        lengths = np.insert(np.diff(self.offsets), places, np.diff(fresh.offsets))
        return Names(np.concatenate([[0], np.cumsum(lengths)]), np.concatenate([*pieces, self.data[cuts[-1] :]]))

    def _text(self, place: int) -> str:
        start, end = self.offsets[place], self.offsets[place + 1]
        return self.data[start:end].tobytes().decode("utf-8", "surrogatepass")
