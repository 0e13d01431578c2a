"""The open cases as columns from which it is told of any moment who is stuck then: nothing of it is counted twice."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.blocks import block_ends
from bot.analysis.cases.cases import NONE, CaseTable, Rows, open_cases
from bot.analysis.cases.cause_groups import by_cause, people
from bot.analysis.cases.since_failure import able_from
from bot.analysis.frames import arrays
from bot.analysis.people.privileged import privileged
from bot.analysis.people.strangers import strangers
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
    strange = strangers(snapshot)[every.user]
    table = every.where(~strange)
    starts = np.flatnonzero(np.diff(table.user, prepend=-1))  # it is in the order of people
    oldest = np.minimum.reduceat(table.first, starts) if len(starts) else table.first
    return StuckColumns(
        causes=tuple(_by_cause(table, snapshot)),
        opened=np.sort(arrays.times(snapshot.attempts)[oldest]),
        strangers=people(every.where(strange), snapshot),
    )


def _by_cause(table: CaseTable, snapshot: Snapshot) -> Iterator[OpenOfCause]:
    ends, able = block_ends(snapshot, table), able_from(table, snapshot)
    ends[ends == NONE] = NEVER
    details, admins = arrays.words(snapshot.attempts, "detail"), privileged(snapshot)
    newest = arrays.codes(snapshot.attempts, "detail")[table.last]
    for key, theirs in by_cause(table, snapshot):
        places = theirs[np.argsort(table.first[theirs])]
        same, sizes = table.where(places), np.bincount(newest[places], minlength=len(details))
        detail = min(details[code] for code in np.flatnonzero(sizes == sizes.max()).tolist())
        yield OpenOfCause(key, same, ends[places], able[places], detail, bool(admins[same.user].any()))
