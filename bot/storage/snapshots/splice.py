"""Rows taken out of long sorted arrays and others put in, for all columns of a table alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.reports.frames.ranges import ranges

Ints = npt.NDArray[np.integer[Any]]
Array = npt.NDArray[Any]
Rows = npt.NDArray[np.int32]

_PIECEWISE: Final = 10_000  # pieces; so many are put together one by one, more row by row


@dataclass(frozen=True, slots=True)
class Splice:
    """Pieces of the old rows and of the new ones, in the order in which they come to stand."""

    before: int  # old rows
    fresh: npt.NDArray[np.bool_]  # for each piece whether it is of the new rows
    starts: npt.NDArray[np.int64]
    stops: npt.NDArray[np.int64]

    @staticmethod
    def of(before: int, *, gone: Ints, places: Ints) -> "Splice":
        """Without the rows `gone`; new row n is put before the old row that stands at places[n], which do not fall."""
        edges = np.unique(np.concatenate([[0, before], gone, gone + 1, places]).astype(np.int64))
        old, ends = edges[:-1], edges[1:]
        kept = ~np.isin(old, gone)
        first = np.flatnonzero(np.diff(places, prepend=-1)) if len(places) else np.empty(0, dtype=np.int64)
        keys = np.concatenate([old[kept] * 2 + 1, places[first].astype(np.int64) * 2])
        order = np.argsort(keys, kind="stable")
        starts = np.concatenate([old[kept], first])[order]
        stops = np.concatenate([ends[kept], np.append(first[1:], len(places))[: len(first)]])[order]
        fresh = np.concatenate([np.zeros(int(kept.sum()), dtype=np.bool_), np.ones(len(first), dtype=np.bool_)])[order]
        return Splice(before, fresh, starts, stops)

    @property
    def after(self) -> int:
        """Rows in the end."""
        return int((self.stops - self.starts).sum())

    def changes_nothing(self) -> bool:
        """Whether all old rows stay, and no new one comes."""
        return not self.fresh.any() and self.after == self.before

    def only_appends(self) -> bool:
        """Whether every old row keeps its number."""
        return len(self.starts) == 0 or self.before == 0 or bool(not self.fresh[0] and self.stops[0] == self.before)

    def same_in_front(self) -> int:
        """How many rows stand in front of all that came or went: they keep their numbers."""
        return int(self.stops[0]) if len(self.starts) and not self.fresh[0] and not self.starts[0] else 0

    def column(self, old: Array, new: Array) -> Array:
        """One column."""
        if self.changes_nothing():
            return old
        if len(self.starts) > _PIECEWISE:
            return np.concatenate([old, new])[self._sources()].astype(old.dtype, copy=False)
        pieces = [
            (new if fresh else old)[start:stop]
            for fresh, start, stop in zip(self.fresh.tolist(), self.starts.tolist(), self.stops.tolist(), strict=True)
        ]
        return np.concatenate(pieces, dtype=old.dtype, casting="same_kind") if pieces else old[:0]

    def renumbering(self) -> Callable[[Rows], Rows]:
        """What turns numbers of old rows into those in the end; -1 for rows that are gone, and where none was.

        Rows in front of all that came or went keep their numbers: those of a ledger that grows at its end nearly all.
        """
        low = self.same_in_front()
        low *= low > self.before // 2  # else most rows move, and all are looked up
        lengths, old = self.stops - self.starts, ~self.fresh & (self.starts >= low)
        places, begins, sizes = (np.cumsum(lengths) - lengths)[old], self.starts[old] - low, lengths[old]
        moved = np.full(self.before - low + 1, -1, dtype=np.int32)  # the last one is for where no row was
        if len(places) > _PIECEWISE:
            moved[ranges(begins, sizes)] = ranges(places, sizes)
        else:
            for begin, place, length in zip(begins.tolist(), places.tolist(), sizes.tolist(), strict=True):
                moved[begin : begin + length] = np.arange(place, place + length)

        def renumbered(rows: Rows) -> Rows:
            if not low:
                return moved[rows]
            found, moving = rows.copy(), np.flatnonzero(rows >= low)
            found[moving] = moved[rows[moving] - low]
            return found

        return renumbered

    def placed(self) -> npt.NDArray[np.int64]:
        """For each new row its number in the end."""
        lengths = self.stops - self.starts
        return ranges((np.cumsum(lengths) - lengths)[self.fresh], lengths[self.fresh])

    def gone(self) -> npt.NDArray[np.int64]:
        """The old rows that are left out."""
        kept = np.zeros(self.before + 1, dtype=np.int64)
        old = ~self.fresh
        kept[self.starts[old]] += 1
        kept[self.stops[old]] -= 1
        return np.flatnonzero(np.cumsum(kept)[: self.before] == 0)

    def _sources(self) -> npt.NDArray[np.int64]:
        """For each row in the end where it comes from: an old row's number, or behind these a new one's."""
        return ranges(self.starts + np.where(self.fresh, self.before, 0), self.stops - self.starts)
