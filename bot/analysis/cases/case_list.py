"""Cases as values: the rows of a case table with names, times and causes, made when they are looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, overload

import numpy as np

from bot.analysis.answers import UNFILTERED, Case, CaseState
from bot.analysis.cases.blocks import block_ends
from bot.analysis.cases.cases import NONE, CaseTable, Rows, by_person, cases
from bot.analysis.cases.since_failure import since_failure
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import Selection, stopped_at
from bot.analysis.people.privileged import privileged
from bot.knowledge.catalogue import Catalogue
from bot.reports.ends import by_end
from bot.reports.folding.kinds import AttemptKind
from bot.reports.frames.frame import Frame
from bot.reports.instants import from_micros, to_micros
from bot.reports.snapshot import Snapshot

_FIRST: Final = 40  # cases that are made at once: a table with buttons has room for no more


@dataclass(frozen=True, slots=True, eq=False)
class CaseList(Sequence[Case]):
    """Cases, oldest first. Each is made when it is looked at: an answer holds all, and shows a few.

    A pickle holds the cases alone: the snapshot that they are read from stays where it is.
    """

    table: CaseTable
    order: Ints  # which cases of the table, one after the other
    snapshot: Snapshot
    catalogue: Catalogue
    now: datetime

    def where(self, chosen: Bools) -> "CaseList":
        """Those of the table's cases that are chosen, without making any."""
        return replace(self, order=self.order[chosen[self.order]])

    def known_at(self, position: int) -> "CaseList":
        """Those that the ledger knew of at a position."""
        return self.where(self.table.opened_position <= position)

    def opened(self, after: datetime, until: datetime) -> "CaseList":
        """Those that were opened after one moment, and until another."""
        at = arrays.times(self.snapshot.attempts)[self.table.first]
        return self.where((at > to_micros(after)) & (at <= to_micros(until)))

    def users(self) -> set[str]:
        """Whose they are."""
        return set(self.snapshot.people.keys_of(self.table.user[self.order]))

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, index: int) -> Case: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Case, ...]: ...
    def __getitem__(self, index: int | slice) -> Case | tuple[Case, ...]:
        if isinstance(index, slice):
            return tuple(self._cases(self.table.where(self.order[index])))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return next(self._cases(self.table.where(self.order[[index]])))

    def __iter__(self) -> Iterator[Case]:
        start, size = 0, _FIRST
        while start < len(self):
            yield from self._cases(self.table.where(self.order[start : start + size]))
            start, size = start + size, 2 * size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[type[tuple[Case, ...]], tuple[tuple[Case, ...]]]:
        return tuple, (tuple(self),)

    def _cases(self, table: CaseTable) -> Iterator[Case]:
        frame, everybody = self.snapshot.attempts, self.snapshot.people
        causes, catalogue = arrays.words(frame, "cause"), self.catalogue.causes
        details, at = arrays.words(frame, "detail"), arrays.times(frame)
        stopped, newest_rows = stopped_at(Selection(frame, table.last)), _newest_rows(self.snapshot, table)
        columns = zip(
            everybody.keys_of(table.user),
            everybody.shown_of(table.user),
            table.cause.tolist(),
            arrays.codes(frame, "detail")[table.last].tolist(),
            *(arrays.moments(at[rows]) for rows in (table.first, table.last)),
            table.tries.tolist(),
            _or_none(frame, table.closed),
            block_ends(self.snapshot, table).tolist(),
            _or_none(self.snapshot.interventions, table.helped),
            _kinds(self.snapshot, table),
            arrays.ended(frame, newest_rows).tolist(),
            (newest_rows != table.last).tolist(),
            table.back_again.tolist(),
            table.opened_position.tolist(),
            table.last_position.tolist(),
            stopped.codes.tolist(),
            privileged(self.snapshot)[table.user].tolist(),
            since_failure(table, self.snapshot, self.now),
            strict=True,
        )
        for (
            user,
            shown,
            cause,
            detail,
            opened,
            last,
            tries,
            closed,
            block_end,
            helped,
            kind,
            newest_at,
            later,
            again,
            position,
            newest,
            method,
            admin,
            since,
        ) in columns:
            ends = from_micros(block_end) if block_end != NONE and not (closed or helped) else None
            yield Case(
                user=user,
                shown=shown,
                cause=catalogue[causes[cause]],
                detail=details[detail],
                opened_at=opened,
                last_at=last,
                tries=tries,
                state=_state(closed or helped, kind),
                closed_at=closed or helped,
                blocked_until=ends if ends and ends > self.now else None,
                back_again=again,
                opened_position=position,
                last_position=newest,
                block_over=ends if ends and ends <= self.now else None,
                tried_since=newest_at > block_end if ends else later,
                closed_by="success" if closed else kind,
                privileged=admin,
                failed_at=stopped.names[method],
                since=since,
            )


def users_of(cases: Sequence[Case]) -> set[str]:
    """Whose cases these are; of a list that makes them when they are looked at none is made."""
    return cases.users() if isinstance(cases, CaseList) else {case.user for case in cases}


def person_cases(snapshot: Snapshot, user: str, *, catalogue: Catalogue, now: datetime) -> CaseList:
    """Every case of one person, open or not; none of somebody who is not loaded."""
    users, number = np.zeros(len(snapshot.people.keys), dtype=np.bool_), snapshot.people.number(user)
    if number is not None:
        users[number] = True
    table = cases(snapshot, by_person(snapshot, users), UNFILTERED)
    return case_list(table, snapshot, catalogue=catalogue, now=now)


def case_list(table: CaseTable, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime) -> CaseList:
    """The cases of a table, oldest first."""
    return CaseList(table, np.argsort(table.first), snapshot, catalogue, now)


def blocked_first(
    table: CaseTable, over: Bools, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime
) -> CaseList:
    """The cases of a table in its order, but those whose block is over come last."""
    return CaseList(table, np.argsort(over, kind="stable"), snapshot, catalogue, now)


def block_over(table: CaseTable, snapshot: Snapshot, now: datetime) -> Bools:
    """Which of the cases are open though the block of their newest blocked row has ended."""
    over: Bools = table.open & (table.blocked != NONE) & (block_ends(snapshot, table) <= to_micros(now))
    return over


def _kinds(snapshot: Snapshot, table: CaseTable) -> list[str]:
    """What closed each case beside a success; "" for nothing."""
    words = [*arrays.words(snapshot.interventions, "kind"), ""]
    codes = np.append(arrays.codes(snapshot.interventions, "kind").astype(np.int64), len(words) - 1)
    return [words[code] for code in codes[table.helped].tolist()]


def _state(closed_at: datetime | None, kind: str) -> CaseState:
    if closed_at is None:
        return CaseState.OPEN
    return CaseState.HELPDESK if kind == AttemptKind.ADMIN_RESET else CaseState.RECOVERED


def _newest_rows(snapshot: Snapshot, table: CaseTable) -> Rows:
    """For each case the row of its person that ended last."""
    who, place = np.unique(table.user, return_inverse=True)
    rows, owner = snapshot.attempts_of.rows_of(who)
    rows = rows[by_end(owner, arrays.ended(snapshot.attempts, rows))]
    newest = rows[np.searchsorted(owner, np.arange(len(who)), side="right") - 1]
    return newest[place].astype(np.int64)


def _or_none(frame: Frame, rows: Rows) -> list[datetime | None]:
    """When rows ended, None where there is no row."""
    found: list[datetime | None] = [None] * len(rows)
    there = np.flatnonzero(rows != NONE)
    at = arrays.ended(frame, rows[there]) if "took" in frame.columns else arrays.times(frame)[rows[there]]
    for place, moment in zip(there.tolist(), arrays.moments(at), strict=True):
        found[place] = moment
    return found
