"""Cases, all at once: one person with one cause, from a failure to that person's next success or reset by an admin.

Rows are looked at person by person, each person's in the order of their ends: two flows of one person may overlap, and
what was decided last decides. Between two successes of a person lies a spell; the
failures of one spell with one cause are one case. So a success closes every open case of its person, and the same cause
after it is another case, "back again". An admin's reset ends a spell as a success does.
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.admin_resets import NONE, AdminResets, Rows, admin_resets
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import DONE, FAILED, Selection, everything, having, passing
from bot.knowledge.vocabulary import Result
from bot.reports.ends import by_end, ends
from bot.reports.frames.column import in_order
from bot.reports.snapshot import RowsBefore, Snapshot

__all__ = ["NONE", "CaseTable", "Rows", "by_person", "cases", "open_cases"]

_EVER: Final = int(np.iinfo(np.int64).min)  # before all times
_BLOCKED: Final = frozenset({str(Result.BLOCKED)})


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Cases as columns, by person, then time, then cause. Rows are row numbers of the snapshot's attempts."""

    user: Ints
    cause: Ints
    first: Rows  # the row that ended first
    last: Rows  # the one that ended last
    tries: Rows
    closed: Rows  # the success that closed it, or NONE
    helped: Rows  # the reset by an admin, own unlock or change that closed it, a row of the interventions, or NONE
    blocked: Rows  # the newest blocked row, or NONE
    opened_position: Rows  # the smallest position of its rows
    last_position: Rows  # the largest
    back_again: Bools

    @property
    def open(self) -> Bools:
        """Which of them nothing has closed."""
        return np.equal(np.maximum(self.closed, self.helped), NONE)

    def where(self, chosen: Bools | Ints | slice) -> "CaseTable":
        """Some of the cases."""
        return CaseTable(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def __len__(self) -> int:
        return len(self.user)


def cases(
    snapshot: Snapshot, rows: Ints, filters: Filters = UNFILTERED, resets: AdminResets | None = None
) -> CaseTable:
    """The cases of rows given person by person. Filters choose the failures; any success or admin's reset closes."""
    frame = snapshot.attempts
    rows = rows[by_end(arrays.codes(frame, "user")[rows], arrays.ended(frame, rows))]
    looked = Selection(frame, rows)
    success, failing = having(looked, DONE), having(looked, FAILED)
    if filters.any():
        failing &= passing(looked, filters, snapshot.people)
    indexes = np.flatnonzero(failing)
    spell = np.cumsum(success, dtype=np.int64)[indexes]  # successes before it, of whomever: the number of the next one
    failed = rows[indexes].astype(np.int64)
    user, cause = arrays.codes(frame, "user")[failed], arrays.codes(frame, "cause")[failed]
    resets = admin_resets(snapshot) if resets is None else resets
    passed = resets.passed(user, arrays.ended(frame, failed)) if len(resets.user) else np.zeros_like(spell)
    order, starts = _parted(user, spell + passed, cause)
    user, cause = user[order][starts], cause[order][starts]
    closed = _closers(snapshot, rows[success], spell[order][starts], user)
    helped = np.full(len(closed), NONE, dtype=np.int64)
    if len(resets.user):
        number, at = resets.next(user, passed[order][starts])
        sooner = (number != NONE) & ((closed == NONE) | (at < _ended(snapshot, closed)))
        closed, helped = np.where(sooner, NONE, closed), np.where(sooner, number, NONE)
    return _table(snapshot, failed[order], starts, closed, helped, _again(user, cause))


def open_cases(
    snapshot: Snapshot,
    filters: Filters = UNFILTERED,
    seen: Bools | None = None,
    resets: AdminResets | None = None,
) -> CaseTable:
    """The open cases alone, by person, then cause; of some rows only, or all. Much quicker than all cases.

    Where every row of a person is seen, what was prepared for the snapshot tells the open ones.
    """
    before, all_resets = snapshot.rows_before, admin_resets(snapshot)
    resets = all_resets if resets is None else resets
    if before is None or filters.any():
        looked = everything(snapshot.attempts) if seen is None else everything(snapshot.attempts).where(seen)
        return _open_cases(snapshot, looked, filters, resets)
    prepared = snapshot.once("open cases", lambda: _prepared_cases(snapshot, before, all_resets))
    if seen is None and len(resets.number) == len(all_resets.number):
        return prepared
    partly = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    if seen is not None:
        partly[arrays.codes(snapshot.attempts, "user")[np.flatnonzero(~seen)]] = True
    partly[all_resets.user[~np.isin(all_resets.number, resets.number)]] = True
    some = Selection(snapshot.attempts, np.sort(by_person(snapshot, partly, seen)))
    return _joined(prepared.where(~partly[prepared.user]), _open_cases(snapshot, some, filters, resets))


def _prepared_cases(snapshot: Snapshot, before: RowsBefore, resets: AdminResets) -> CaseTable:
    """The open cases of all rows: the failures that ended after the newest success of their person."""
    frame, places, helped = snapshot.attempts, np.flatnonzero(before.still), np.full(len(before.succeeded), _EVER)
    np.maximum.at(helped, resets.user, resets.at)
    rows = before.failing[places].astype(np.int64)
    users, began = arrays.codes(frame, "user")[rows], arrays.times(frame)[rows]
    ended = ends(began, arrays.took(frame)[rows])
    if len(resets.user):
        still = np.flatnonzero(ended > helped[users])  # what ends in the moment of a reset comes before it
        places, rows, users, began, ended = places[still], rows[still], users[still], began[still], ended[still]
    pairs = _pairs(snapshot, rows)
    order = in_order(pairs)
    order = order[by_end(pairs[order], ended[order])]  # by person and cause, each in the order of their ends
    starts = arrays.runs(pairs[order])
    oldest = np.minimum.reduceat(places[order], starts) if len(starts) else starts
    again = before.same_cause[oldest] != NONE  # what stands before it is closed
    # Where one began before something closed others, one of these may have begun later.
    long = np.flatnonzero(ended > began)
    closing = np.maximum(helped[users[long]], _ended(snapshot, before.succeeded[users[long]].astype(np.int64)))
    overlapping = users[long][began[long] <= closing]
    if len(overlapping):
        theirs, _ = snapshot.attempts_of.rows_of(np.unique(overlapping))
        theirs = theirs[having(Selection(frame, theirs), FAILED)]
        closed = np.append(rows, NONE)[np.searchsorted(rows, theirs)] != theirs
        again |= np.isin(pairs[order][starts], _pairs(snapshot, theirs[closed]))
    nothing = np.full(len(starts), NONE, dtype=np.int64)
    return _table(snapshot, rows[order], starts, nothing, nothing, again)


def _pairs(snapshot: Snapshot, rows: Ints) -> Rows:
    """A number for person and cause of each row, in the order of both."""
    frame = snapshot.attempts
    pairs: Rows = arrays.codes(frame, "user")[rows].astype(np.int64) * len(arrays.words(frame, "cause"))
    return pairs + arrays.codes(frame, "cause")[rows]


def failing_people(snapshot: Snapshot, filters: Filters = UNFILTERED) -> Bools:
    """For each person, whether a case is open."""
    if snapshot.rows_before is None or filters.any():
        found = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
        found[open_cases(snapshot, filters).user] = True
        return found
    last: Bools = snapshot.rows_before.open_failure >= 0
    last[helped_people(snapshot, snapshot.rows_before)] = False
    return last


def helped_people(snapshot: Snapshot, before: RowsBefore) -> Ints:
    """Those whose failure that ended last an admin's reset has closed, and no success."""
    resets = admin_resets(snapshot)
    rows = before.open_failure[resets.user].astype(np.int64)
    return np.unique(resets.user[(rows != NONE) & (resets.at >= _ended(snapshot, rows))])


def _ended(snapshot: Snapshot, rows: Rows) -> Rows:
    """When attempts ended; before all times where there is none."""
    found = np.full(len(rows), _EVER)
    there = rows != NONE
    found[there] = arrays.ended(snapshot.attempts, rows[there])
    return found


def _joined(some: CaseTable, others: CaseTable) -> CaseTable:
    """Two tables as one in the order of people and causes."""
    most = max(int(table.cause.max(initial=0)) for table in (some, others)) + 1
    keys, new = (table.user.astype(np.int64) * most + table.cause for table in (some, others))  # both in that order
    places = np.searchsorted(keys, new)
    columns = (np.insert(getattr(some, one.name), places, getattr(others, one.name)) for one in fields(some))
    return CaseTable(*columns)


def _open_cases(snapshot: Snapshot, looked: Selection, filters: Filters, resets: AdminResets) -> CaseTable:
    """The open cases of some rows in time order, each row looked at."""
    frame, people = snapshot.attempts, len(snapshot.people.keys)
    order = np.argsort(looked.ended(), kind="stable")  # nearly sorted, so quick
    looked = Selection(frame, looked.numbers()[order])
    newest = np.full(people, NONE, dtype=np.int64)
    success = np.flatnonzero(having(looked, DONE))
    newest[looked.codes("user")[success]] = success  # in the order of their ends, so the newest stays
    np.maximum.at(newest, resets.user, np.searchsorted(looked.ended(), resets.at, side="right") - 1)
    failing = having(looked, FAILED)
    if filters.any():
        failing &= passing(looked, filters, snapshot.people)
    places = np.flatnonzero(failing)
    failed = looked.where(failing)
    users = failed.codes("user")
    pairs = users.astype(np.int64) * len(failed.words("cause")) + failed.codes("cause")
    still = places > newest[users]
    sorted_so = np.sort(pairs[still] * len(looked) + places[still])  # by person, cause and end
    pair, place = np.divmod(sorted_so, max(len(looked), 1))
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    had_before = np.zeros(people * len(failed.words("cause")), dtype=np.bool_)
    had_before[pairs[~still]] = True
    nothing = np.full(len(starts), NONE, dtype=np.int64)
    return _table(
        snapshot, looked.numbers()[place].astype(np.int64), starts, nothing, nothing, had_before[pair[starts]]
    )


def by_person(snapshot: Snapshot, users: Bools, seen: Bools | None = None) -> Ints:
    """The row numbers of some people, person by person; of some rows only, or all."""
    rows, _ = snapshot.attempts_of.rows_of(np.flatnonzero(users))
    return rows if seen is None else rows[seen[rows]]


def _parted(user: Ints, spell: Ints, cause: Ints) -> tuple[Rows, Rows]:
    """The order that puts the failures of one case side by side, oldest first, and where each case begins in it."""
    if not len(user):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    fresh = (np.diff(user, prepend=user[0]) != 0) | (np.diff(spell, prepend=spell[0]) != 0)
    key = np.cumsum(fresh) * (int(cause.max()) + 1) + cause
    order = np.argsort(key, kind="stable")
    return order, np.flatnonzero(np.diff(key[order], prepend=-1))


def _closers(snapshot: Snapshot, success: Ints, spell: Ints, user: Ints) -> Rows:
    """The success that ends each spell, where it is the same person's."""
    rows = np.append(success, NONE)[spell].astype(np.int64)
    same = (rows != NONE) & (arrays.codes(snapshot.attempts, "user")[rows] == user) if len(rows) else rows != NONE
    return np.where(same, rows, NONE)


def _table(snapshot: Snapshot, rows: Rows, starts: Rows, closed: Rows, helped: Rows, back_again: Bools) -> CaseTable:
    """The columns, from failures in the order of their cases."""
    frame = snapshot.attempts
    stops = np.append(starts[1:], len(rows))[: len(starts)]
    positions = frame.values("position")[rows]
    return CaseTable(
        user=arrays.codes(frame, "user")[rows[starts]],
        cause=arrays.codes(frame, "cause")[rows[starts]],
        first=rows[starts],
        last=rows[stops - 1],
        tries=stops - starts,
        closed=closed,
        helped=helped,
        blocked=np.append(rows, NONE)[
            np.maximum.reduceat(np.where(having(Selection(frame, rows), _BLOCKED), np.arange(len(rows)), NONE), starts)
        ],
        opened_position=np.minimum.reduceat(positions, starts),
        last_position=np.maximum.reduceat(positions, starts),
        back_again=back_again,
    )


def _again(user: Ints, cause: Ints) -> Bools:
    """Which cases have an older one of the same person and cause."""
    pair = user.astype(np.int64) * (int(cause.max(initial=0)) + 1) + cause
    order = np.argsort(pair, kind="stable")
    again = np.zeros(len(pair), dtype=np.bool_)
    again[order[1:]] = np.diff(pair[order]) == 0
    return again
