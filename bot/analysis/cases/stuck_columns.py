"""The open cases as columns from which it is told of any moment who is stuck then: nothing of it is counted twice."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.blocks import block_ends, open_block_ends
from bot.analysis.cases.cases import NONE, CaseTable, Rows, open_cases
from bot.analysis.cases.cause_groups import people
from bot.analysis.cases.since_failure import able_from
from bot.analysis.frames import arrays
from bot.analysis.people.privileged import privileged
from bot.analysis.people.strangers import strangers
from bot.reports.frames.column import in_order
from bot.reports.instants import NEVER
from bot.reports.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class OpenOfCause:
    """The open cases of one cause, oldest first; a person has one of them at most."""

    key: str
    table: CaseTable
    block_ends: Rows  # when the block of each ends, in microseconds; NEVER where there is none
    able_from: Rows  # from when on its person may get through; NEVER where nothing speaks for it
    detail: str  # the most frequent one of the newest rows
    privileged: bool  # administrators' accounts are among them


@dataclass(frozen=True, slots=True)
class StuckColumns:
    """The open cases of everybody who is no stranger."""

    causes: tuple[OpenOfCause, ...]  # in alphabetical order
    opened: Rows  # of each person, when the oldest of their cases began, in microseconds; sorted
    strangers: int  # names with an open case that the directory's list does not know


def stuck_columns(snapshot: Snapshot, filters: Filters = UNFILTERED) -> StuckColumns:
    """Those of a snapshot; without a filter they are made once."""
    if filters.any():
        return _columns(snapshot, filters)
    return snapshot.once("stuck columns", lambda: _columns(snapshot, filters))


def _columns(snapshot: Snapshot, filters: Filters) -> StuckColumns:
    every = open_cases(snapshot, filters)
    ends = block_ends(snapshot, every) if filters.any() else open_block_ends(snapshot)
    strange = strangers(snapshot)[every.user]
    table, ends = (every.where(~strange), ends[~strange]) if strange.any() else (every, ends)
    starts = arrays.runs(table.user)  # it is in the order of people
    oldest = np.minimum.reduceat(table.first, starts) if len(starts) else table.first
    return StuckColumns(
        causes=tuple(_by_cause(table, ends, snapshot)),
        opened=np.sort(arrays.times(snapshot.attempts)[oldest]),
        strangers=people(every.where(strange), snapshot),
    )


def _by_cause(table: CaseTable, ends: Rows, snapshot: Snapshot) -> Iterator[OpenOfCause]:
    able = able_from(table, snapshot)
    details, admins = arrays.words(snapshot.attempts, "detail"), privileged(snapshot)
    causes, each = arrays.words(snapshot.attempts, "cause"), max(len(snapshot.attempts), 1)
    order = in_order(table.cause.astype(np.int64) * each + table.first)
    table, ends, able = table.where(order), np.where(ends == NONE, NEVER, ends)[order], able[order]
    newest, admin = arrays.codes(snapshot.attempts, "detail")[table.last], admins[table.user]
    starts = arrays.runs(table.cause)
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(table)], strict=False):
        same = slice(start, stop)
        sizes = np.bincount(newest[same], minlength=len(details))
        detail = min(details[code] for code in np.flatnonzero(sizes == sizes.max()).tolist())
        key = causes[int(table.cause[start])]
        yield OpenOfCause(key, table.where(same), ends[same], able[same], detail, bool(admin[same].any()))
