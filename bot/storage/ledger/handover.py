"""Rows that were just stored, handed to the snapshot after them: what is still in memory need not be read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

MOST: Final = 1_000_000  # rows; the columns of more would lie in memory twice while the rest of a load is written

Columns = Mapping[str, npt.NDArray[np.integer[Any]]]


@dataclass(frozen=True, slots=True)
class StoredRows:
    """What one load has brought, as the tables have it: all rows at the places above `after`, in order of time."""

    after: int
    version: tuple[int, int, int]  # newest position, load, and how many loads were taken back, once it was in
    tables: Mapping[str, Columns]

    def are_all(self) -> bool:
        """Whether they are, as each row has one place."""
        return self.version[0] - self.after == sum(len(columns.get("position", ())) for columns in self.tables.values())


class Handover:
    """Holds what was stored last until somebody takes it; safe to share between threads."""

    def __init__(self) -> None:
        """Nothing was stored yet."""
        self._held: StoredRows | None = None

    def give(self, rows: StoredRows) -> None:
        """Hand over, once it is committed."""
        self._held = rows

    def take(self) -> StoredRows | None:
        """Take what was handed over, which nobody holds any more then."""
        held, self._held = self._held, None
        return held
