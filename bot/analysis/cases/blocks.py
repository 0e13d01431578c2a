"""Until when a person is blocked after too many tries: an estimate."""

from datetime import timedelta
from typing import Final

import numpy as np

from bot.analysis.cases.cases import NONE, CaseTable, Rows, open_cases
from bot.analysis.frames import arrays
from bot.reports.ends import LONGEST, UNKNOWN, ends, latest_so_far
from bot.reports.folding.kinds import session
from bot.reports.snapshot import Snapshot

BLOCK: Final = timedelta(hours=24)  # after the last try, one inside the block too, which is all that the pages agree on
_BLOCK: Final = BLOCK // timedelta(microseconds=1)
_SESSION: Final = session() // timedelta(microseconds=1)


def held_until(snapshot: Snapshot) -> Rows:
    """For each person until when they are blocked, whatever else they have failed with since; NONE without a block."""

    def find() -> Rows:
        ends, found = open_block_ends(snapshot), np.full(len(snapshot.people.keys), NONE, dtype=np.int64)
        blocked = np.flatnonzero(ends != NONE)
        np.maximum.at(found, open_cases(snapshot).user[blocked], ends[blocked])
        return found

    return snapshot.once("open blocks", find)


def open_block_ends(snapshot: Snapshot) -> Rows:
    """Those of all open cases, in their order."""
    return snapshot.once("ends of open blocks", lambda: block_ends(snapshot, open_cases(snapshot)))


def block_ends(snapshot: Snapshot, table: CaseTable) -> Rows:
    """For each case when the block of its newest blocked row ends, as microseconds; NONE for a case without one.

    Each try that may lie in the wait after the one before, whatever came of it, starts the wait again. One of which
    the first step alone is known may have gone on as long as a session on the page, so that nobody tries too early.
    """
    found = np.full(len(table), NONE, dtype=np.int64)
    blocked = np.flatnonzero(table.blocked != NONE)
    if not len(blocked):
        return found
    frame = snapshot.attempts
    who, place = np.unique(table.user[blocked].astype(np.int64), return_inverse=True)
    first = np.full(len(who), len(frame))
    np.minimum.at(first, place, table.blocked[blocked])
    first = _not_over_by(snapshot, first)
    rows, owner = snapshot.attempts_of.rows_of(who)
    near = np.flatnonzero(rows >= first[owner])
    rows, user = rows[near], who[owner[near]]
    at = arrays.times(frame)[rows]
    took = arrays.took(frame)[rows]
    until = ends(at, took) + np.where(took == UNKNOWN, _SESSION, 0)
    latest = latest_so_far(until, user)
    last = np.append((np.diff(user) != 0) | (at[1:] - latest[:-1] >= _BLOCK), np.True_)  # of a chain of tries
    chain_end = latest[np.flatnonzero(last)][np.cumsum(last) - last]
    wanted = table.user[blocked].astype(np.int64) * len(frame) + table.blocked[blocked]
    found[blocked] = chain_end[np.searchsorted(user * len(frame) + rows, wanted)] + _BLOCK
    return found


def _not_over_by(snapshot: Snapshot, rows: Rows) -> Rows:
    """For each row one before which no try can still go on when its own begins: those say nothing."""
    times = arrays.times(snapshot.attempts)
    begins = times[rows] - max(LONGEST, _SESSION)
    found: Rows = np.maximum(np.searchsorted(times[:: arrays.BLOCK].copy(), begins) - 1, 0) * arrays.BLOCK
    return found
