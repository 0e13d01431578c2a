"""Why a person was in a digest: the rows behind it, and the rule that they met."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.analysis.answers import Case
from bot.analysis.cases.admin_resets import admin_resets
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import DONE, FAILED, Selection, having
from bot.knowledge.catalogue import Catalogue
from bot.reports.instants import NEVER, from_micros, to_micros
from bot.reports.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One attempt as the ledger holds it."""

    position: int
    at: datetime
    result: str
    detail: str
    new: bool  # behind the position where the digest began


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """One case of one digest, and what put it there."""

    delivery: str  # its key, to show it again
    channel: str
    made_at: datetime
    since: datetime | None  # when the digest before it was made
    from_position: int
    to_position: int
    told_as: str  # "new", "recovered" or "helpdesk"
    rule: str  # one sentence
    case: Case
    rows: tuple[WhyRow, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class NotInDigest:
    """No digest named this person."""

    user: str


def why_rows(
    snapshot: Snapshot, case: Case, *, from_position: int, to_position: int, catalogue: Catalogue
) -> tuple[WhyRow, ...]:
    """The rows of a case that a digest knew of: its failures, and the success that closed it."""
    person = snapshot.people.number(case.user)
    if person is None:
        return ()
    frame, rows = snapshot.attempts, snapshot.attempts_of.rows(person)
    rows = rows[frame.values("position")[rows] <= to_position]
    rows = rows[np.argsort(arrays.ended(frame, rows), kind="stable")]
    resets = admin_resets(snapshot).of(np.array([person]))
    known = snapshot.interventions.values("position")[resets.number] <= to_position
    chosen = np.sort(rows[_of_case(Selection(frame, rows), resets.at[known], case)])
    results, details = frame.words("result"), frame.words("detail")
    columns = [frame.values("position"), frame.times("at"), frame.codes("result"), frame.codes("detail")]
    return tuple(
        WhyRow(position, from_micros(at), results[result], catalogue.text_of(details[detail]), position > from_position)
        for position, at, result, detail in zip(*(column[chosen].tolist() for column in columns), strict=True)
    )


def _of_case(rows: Selection, helped: Ints, case: Case) -> Bools:
    """Which of a person's rows, in the order of their ends, are of a case, the success that closed it among them.

    An older case of the same cause may overlap it: what ended before the success or help between them is its own.
    """
    ended, places = rows.ended(), np.arange(len(rows))
    closed = to_micros(case.closed_at) if case.closed_at else NEVER
    failed = arrays.table(rows.words("cause"), {case.cause.key})[rows.codes("cause")] & having(rows, FAILED)
    newest = places[failed & (rows.times() == to_micros(case.last_at)) & (ended <= closed)][-1:]
    if not len(newest):
        return np.zeros(len(rows), dtype=np.bool_)
    done = places[having(rows, DONE)]
    begins = max((done[done < newest] + 1).tolist(), default=0)
    between = max(helped[helped < ended[newest]].tolist(), default=np.iinfo(np.int64).min)
    own = failed & (places >= begins) & (places <= newest) & (ended > between)
    own[done[(done > newest) & (ended[done] == closed)][:1]] = True
    own &= ended >= to_micros(case.opened_at)
    found: Bools = own
    return found
