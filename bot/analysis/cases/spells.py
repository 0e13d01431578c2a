"""Spells: the failures of one person up to their next success or reset by an admin, whatever their causes."""

from dataclasses import dataclass, fields

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.admin_resets import NONE, AdminResets, admin_resets
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import DONE, FAILED, Selection, having, passing
from bot.reports.ends import by_end
from bot.reports.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Spells:
    """As columns, in no order. Rows are row numbers of the attempts."""

    first: Ints  # the failure that ended first
    oldest: Ints  # of the failures the first row, and the last
    newest: Ints
    failures: Ints
    closed: Ints  # the success that ended it, or NONE
    helped: Ints  # the reset that did, a row of the interventions, or NONE

    def where(self, chosen: Bools) -> "Spells":
        """Some of them."""
        return Spells(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def and_also(self, others: "Spells") -> "Spells":
        """With others."""
        pairs = ((getattr(one, column.name) for one in (self, others)) for column in fields(self))
        return Spells(*(np.concatenate(list(pair)) for pair in pairs))


def spells(snapshot: Snapshot, rows: Ints, filters: Filters = UNFILTERED, resets: AdminResets | None = None) -> Spells:
    """Those of rows given person by person. Filters choose the failures; any success or reset ends a spell."""
    frame, resets = snapshot.attempts, admin_resets(snapshot) if resets is None else resets
    rows = rows[having(Selection(frame, rows), FAILED | DONE)]
    users, ended = arrays.codes(frame, "user")[rows], arrays.ended(frame, rows)
    order = by_end(users, ended)
    rows, ended, every = rows[order], ended[order], Selection(frame, rows[order])
    done, failing = having(every, DONE), having(every, FAILED)
    if filters.any():
        failing &= passing(every, filters, snapshot.people)
    tries = np.flatnonzero(failing)
    user, failed, passed = users[tries], rows[tries], resets.passed(users[tries], ended[tries])
    number = np.cumsum(done, dtype=np.int32)[tries]  # of successes before it, of whomever
    starts = np.flatnonzero((np.diff(user, prepend=-1) != 0) | (np.diff(number + passed, prepend=-1) != 0))
    user, passed = user[starts], passed[starts]
    place = np.append(np.flatnonzero(done), NONE)[number[starts]]
    mine = (place != NONE) & (users[place] == user)
    helped, at = resets.next(user, passed)
    sooner = (helped != NONE) & (~mine | (at < ended[place]))
    columns = (
        failed[starts],
        np.minimum.reduceat(failed, starts),
        np.maximum.reduceat(failed, starts),
        np.diff(starts, append=len(tries)),
        np.where(mine & ~sooner, rows[place], NONE),
        np.where(sooner, helped, NONE),
    )
    return Spells(*(column.astype(np.int32) for column in columns))


def all_spells(snapshot: Snapshot) -> Spells:
    """Those of all attempts. What no reset has to do with is carried on after a load."""
    resets, found = admin_resets(snapshot), snapshot.carried("spells", lambda last, rows: _more(snapshot, last, rows))
    if not len(resets.user):
        return found
    helped = np.unique(resets.user)
    theirs = np.isin(arrays.codes(snapshot.attempts, "user")[found.first], helped)
    return found.where(~theirs).and_also(spells(snapshot, snapshot.attempts_of.rows_of(helped)[0]))


def _more(snapshot: Snapshot, last: Spells | None, rows: int) -> Spells:
    """Those that successes end, from those of other rows of which so many in front are the same here.

    All of a person's are looked for again who has another row, or lost one of a spell.
    """
    none = admin_resets(snapshot).of(np.empty(0, dtype=np.int64))
    if last is None or not rows:
        return spells(snapshot, snapshot.attempts_of.order, resets=none)
    users, touched = arrays.codes(snapshot.attempts, "user"), np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    whole = np.maximum(last.newest, last.closed) < rows
    touched[users[rows:]] = True
    touched[users[last.oldest[~whole & (last.oldest < rows)]]] = True
    kept = last.where(whole)
    kept = kept.where(~touched[users[kept.first]])
    return kept.and_also(spells(snapshot, snapshot.attempts_of.rows_of(np.flatnonzero(touched))[0], resets=none))
