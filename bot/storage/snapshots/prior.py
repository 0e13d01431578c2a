"""For every attempt the one of the same person before it: made once a snapshot, so that people need not be counted."""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.knowledge.vocabulary import FAILURES, Result
from bot.reports.ends import by_end, ends
from bot.reports.snapshot import PersonRows, RowsBefore
from bot.storage.snapshots.splice import Ints, Splice
from bot.storage.snapshots.state import Facts
from bot.storage.snapshots.words import RESULT_LABELS

_MANY: Final = 8  # new rows, or people touched, that are more than an eighth: all is made anew
_FAILING: Final = np.array([label in set(map(str, FAILURES)) for label in RESULT_LABELS])

_DONE: Final = RESULT_LABELS.index(str(Result.SUCCEEDED))

_Rows = npt.NDArray[np.int32]


def rows_before(
    last: RowsBefore, facts: Facts, index: PersonRows, splice: Splice, touched: Ints, shift: Ints | None = None
) -> RowsBefore:
    """The rows before after a splice; `facts` and `index` are of the end, `touched` the people whose rows changed."""
    people = len(index.starts) - 1
    if shift is not None:
        succeeded, open_failure = (_relaid(rows, shift, people) for rows in (last.succeeded, last.open_failure))
        last = replace(last, succeeded=succeeded, open_failure=open_failure)
    if splice.changes_nothing() and not len(touched):
        return last
    if len(touched) * _MANY > people or splice.after > splice.before + splice.before // _MANY:
        whole = _filled(_empty(facts, people), facts, index.order)
        return replace(whole, failing_people=_failing(whole))
    others = last.failing_people - _failing(last, touched)
    carried = _filled(_moved(last, facts, splice), facts, index.rows_of(touched)[0])
    return replace(carried, failing_people=others + _failing(carried, touched))


def _failing(before: RowsBefore, people: Ints | slice = slice(None)) -> int:
    """How many of some people have an open failure."""
    return int(np.count_nonzero(before.open_failure[people] >= 0))


def _relaid(rows: _Rows, shift: Ints, people: int) -> _Rows:
    """The same people's, who stand elsewhere."""
    found = np.full(people, -1, dtype=np.int32)
    found[shift] = rows
    return found


def _empty(facts: Facts, people: int) -> RowsBefore:
    failing = np.flatnonzero(_FAILING[facts.codes["result"]]).astype(np.int32)
    none = np.full(len(failing), -1, dtype=np.int32)
    nobody = np.full(people, -1, dtype=np.int32)
    every = np.full(len(facts), -1, dtype=np.int32)
    still = np.zeros(len(failing), dtype=np.bool_)
    return RowsBefore(every, failing, none, none.copy(), none.copy(), still, nobody, nobody.copy(), 0)


def _moved(last: RowsBefore, facts: Facts, splice: Splice) -> RowsBefore:
    """The same rows under their new numbers; those of the people who were touched are still to be filled in."""
    placed = splice.placed()
    fresh = placed[_FAILING[facts.codes["result"][placed]]]
    moved = splice.renumbering()
    failing = moved(last.failing)
    gone = np.flatnonzero(failing < 0)
    stays = np.flatnonzero(failing >= 0) if len(gone) else None
    among = np.searchsorted(failing if stays is None else failing[stays], fresh)
    places = among if stays is None else np.append(stays, len(failing))[among]
    failures = Splice.of(len(failing), gone=gone, places=places)

    def carried(rows: _Rows, how: Splice, size: int) -> _Rows:
        return how.column(moved(rows), np.full(size, -1, dtype=np.int32))

    return RowsBefore(
        carried(last.every, splice, len(placed)),
        failures.column(failing, fresh.astype(np.int32)),
        carried(last.failed, failures, len(fresh)),
        carried(last.same_detail, failures, len(fresh)),
        carried(last.same_cause, failures, len(fresh)),
        failures.column(last.still.copy(), np.zeros(len(fresh), dtype=np.bool_)),
        moved(last.succeeded),
        moved(last.open_failure),
        last.failing_people,
    )


def _filled(before: RowsBefore, facts: Facts, order: _Rows) -> RowsBefore:
    """With the rows before of some people, whose rows `order` gives person by person, each person's in time order."""
    users = facts.user[order]
    before.every[order] = _previous(order, users)
    failing, done = _FAILING[facts.codes["result"][order]], facts.codes["result"][order] == _DONE
    for newest, chosen in ((before.succeeded, done), (before.open_failure, done | failing)):
        newest[users] = -1
        some = order[chosen]
        if facts.took is not None:
            some = some[by_end(users[chosen], ends(facts.at[some], facts.took[some]))]
        newest[facts.user[some]] = some  # in the order of their ends, so the newest stays
    before.open_failure[users[before.open_failure[users] == before.succeeded[users]]] = -1
    still = _still(some, facts, len(before.succeeded))
    order, users = order[failing], users[failing].astype(np.int64)
    places = np.searchsorted(before.failing, order)
    before.still[places] = False
    before.still[np.searchsorted(before.failing, still)] = True
    before.failed[places] = _previous(order, users)
    for kind, rows in (("detail", before.same_detail), ("cause", before.same_cause)):
        codes = facts.codes[kind][order]
        group = users * (int(codes.max(initial=0)) + 1) + codes
        by_group = np.argsort(group, kind="stable")
        rows[places[by_group]] = _previous(order[by_group], group[by_group])
    return before


def _still(rows: _Rows, facts: Facts, people: int) -> _Rows:
    """The failures behind the last success of their person, from both in the order in which each person's ended."""
    owner, failing = facts.user[rows], _FAILING[facts.codes["result"][rows]]
    last = np.full(people, -1)
    last[owner[~failing]] = np.flatnonzero(~failing)
    return rows[failing & (np.arange(len(rows)) > last[owner])]


def _previous(order: _Rows, owner: Ints) -> _Rows:
    """For each row the one before it, where that has the same owner."""
    before = np.full(len(order), -1, dtype=np.int32)
    same = owner[1:] == owner[:-1]
    before[1:][same] = order[:-1][same]
    return before
