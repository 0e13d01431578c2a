"""Why a person was in a digest: the rows behind it, and the rule that they met."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.analysis.answers import Case
from bot.analysis.frames import arrays
from bot.knowledge.catalogue import Catalogue
from bot.reports.instants import from_micros, to_micros
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
    rows = snapshot.attempts_of.rows(person)
    frame = snapshot.attempts
    ended, causes = arrays.ended(frame, rows), arrays.table(frame.words("cause"), {case.cause.key})
    first = to_micros(case.opened_at)
    closed = to_micros(case.closed_at) if case.closed_at else np.iinfo(np.int64).max
    failed = causes[frame.codes("cause")[rows]] & (ended >= first) & (ended <= closed)
    chosen = rows[(failed | (ended == closed)) & (frame.values("position")[rows] <= to_position)]
    results, details = frame.words("result"), frame.words("detail")
    columns = [frame.values("position"), frame.times("at"), frame.codes("result"), frame.codes("detail")]
    return tuple(
        WhyRow(position, from_micros(at), results[result], catalogue.text_of(details[detail]), position > from_position)
        for position, at, result, detail in zip(*(column[chosen].tolist() for column in columns), strict=True)
    )
