"""Cases as values: the rows of a case table with names, times and causes, made when they are looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, overload

import numpy as np

from bot.analysis.answers import Case, CaseState
from bot.analysis.cases.cases import NONE, CaseTable, Rows
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools
from bot.knowledge.catalogue import Catalogue
from bot.reports.instants import to_micros
from bot.reports.snapshot import Snapshot

BLOCK: Final = timedelta(hours=24)  # after the last try; the pages agree on this alone


@dataclass(frozen=True, slots=True, eq=False)
class CaseList(Sequence[Case]):
    """Cases, oldest first. Each is made when it is looked at: an answer holds all, and shows a few.

    A pickle holds the cases alone: the snapshot that they are read from stays where it is.
    """

    table: CaseTable
    snapshot: Snapshot
    catalogue: Catalogue
    now: datetime

    def __len__(self) -> int:
        return len(self.table)

    @overload
    def __getitem__(self, index: int) -> Case: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Case, ...]: ...
    def __getitem__(self, index: int | slice) -> Case | tuple[Case, ...]:
        if isinstance(index, slice):
            return tuple(self._cases(self.table.where(index)))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return next(self._cases(self.table.where(np.array([index]))))

    def __iter__(self) -> Iterator[Case]:
        return self._cases(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[type[tuple[Case, ...]], tuple[tuple[Case, ...]]]:
        return tuple, (tuple(self),)

    def _cases(self, table: CaseTable) -> Iterator[Case]:
        frame, shown, keys = self.snapshot.attempts, self.snapshot.people.shown, self.snapshot.people.keys
        causes = [self.catalogue.causes[key] for key in arrays.words(frame, "cause")]
        details, at = arrays.words(frame, "detail"), arrays.times(frame)
        columns = zip(
            table.user.tolist(),
            table.cause.tolist(),
            arrays.codes(frame, "detail")[table.last].tolist(),
            *(arrays.moments(at[rows]) for rows in (table.first, table.last)),
            table.tries.tolist(),
            *(_or_none(at, rows) for rows in (table.closed, table.blocked)),
            _or_none(np.append(arrays.times(self.snapshot.interventions), NONE), table.helped),
            (_newest_rows(self.snapshot, table) > table.last).tolist(),
            table.back_again.tolist(),
            table.opened_position.tolist(),
            table.last_position.tolist(),
            strict=True,
        )
        for (
            user,
            cause,
            detail,
            opened,
            last,
            tries,
            closed,
            blocked,
            helped,
            later,
            again,
            position,
            newest,
        ) in columns:
            ends = blocked + BLOCK if blocked and not (closed or helped) else None
            yield Case(
                user=keys[user],
                shown=shown[user],
                cause=causes[cause],
                detail=details[detail],
                opened_at=opened,
                last_at=last,
                tries=tries,
                state=CaseState.RECOVERED if closed else CaseState.HELPDESK if helped else CaseState.OPEN,
                closed_at=closed or helped,
                blocked_until=ends if ends and ends > self.now else None,
                back_again=again,
                opened_position=position,
                last_position=newest,
                block_over=ends if ends and ends <= self.now else None,
                tried_since=later,
            )


def case_list(table: CaseTable, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime) -> CaseList:
    """The cases of a table, oldest first."""
    return CaseList(table.where(np.argsort(table.first)), snapshot, catalogue, now)


def blocked_first(table: CaseTable, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime) -> CaseList:
    """The same, but those whose block is over come last."""
    order = np.lexsort((table.first, block_over(table, snapshot, now)))
    return CaseList(table.where(order), snapshot, catalogue, now)


def block_over(table: CaseTable, snapshot: Snapshot, now: datetime) -> Bools:
    """Which of the cases are open though the block of their newest blocked row has ended."""
    ended = arrays.times(snapshot.attempts)[table.blocked] <= to_micros(now - BLOCK)
    over: Bools = table.open & (table.blocked != NONE) & ended
    return over


def _newest_rows(snapshot: Snapshot, table: CaseTable) -> Rows:
    """For each case the newest row of its person."""
    index = snapshot.attempts_of
    rows: Rows = index.order[index.starts[table.user + 1] - 1].astype(np.int64)
    return rows


def _or_none(at: Rows, rows: Rows) -> list[datetime | None]:
    """The times of rows, None where there is no row."""
    return [
        None if row == NONE else moment for row, moment in zip(rows.tolist(), arrays.moments(at[rows]), strict=True)
    ]
