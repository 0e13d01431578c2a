"""A frame of a snapshot as plain arrays, and as a pandas frame over them when somebody asks for that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from bot.reports.frames.column import Array, Column, Ints, Times, Words

if TYPE_CHECKING:  # importing it takes a quarter of a second, and most answers do without
    import pandas as pd

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The columns of one of the tables of `columns.py`, all of one length; never changed."""

    columns: Mapping[str, Column]
    _found: dict[str, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        first = next(iter(self.columns.values()))
        match first:
            case Words():
                return len(first.codes)
            case Times():
                return len(first.micros)
        return len(first)

    def codes(self, name: str) -> Ints:
        """The numbers of a column of words."""
        column = self.columns[name]
        assert isinstance(column, Words), name
        return column.codes

    def words(self, name: str) -> list[str]:
        """What the numbers of a column of words mean."""
        column = self.columns[name]
        assert isinstance(column, Words), name
        return column.labels if isinstance(column.labels, list) else list(column.labels)

    def times(self, name: str) -> npt.NDArray[np.int64]:
        """A column of times as microseconds since 1970."""
        column = self.columns[name]
        assert isinstance(column, Times), name
        return column.micros

    def values(self, name: str) -> Array:
        """A column of numbers or of yes and no."""
        column = self.columns[name]
        assert isinstance(column, np.ndarray), name
        return column

    def with_column(self, name: str, column: Column) -> "Frame":
        """With another column in the place of the one of this name."""
        return Frame({**self.columns, name: column})

    def once(self, name: str, find: Callable[[], Found]) -> Found:
        """What is found of its words, looked for once. Two threads may both look."""
        if name not in self._found:
            self._found[name] = find()
        found: Found = self._found[name]
        return found

    @property
    def pandas(self) -> "pd.DataFrame":
        """The same as a pandas frame, over the same arrays."""
        from bot.reports.columns import data_frame  # noqa: PLC0415 - see above

        return self.once("pandas", lambda: data_frame(self))
