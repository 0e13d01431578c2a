"""Why a person was in a digest: the rows behind it, and the rule that they met."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.analysis.answers import Case
from bot.analysis.frames import arrays
from bot.knowledge.catalogue import Catalogue
from bot.reports.instants import to_micros
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
    frame = snapshot.attempts.iloc[rows]
    ended = arrays.ended(snapshot.attempts, rows)
    first = to_micros(case.opened_at)
    closed = to_micros(case.closed_at) if case.closed_at else np.iinfo(np.int64).max
    failed = (frame["cause"] == case.cause.key).to_numpy() & (ended >= first) & (ended <= closed)
    known = (frame["position"] <= to_position).to_numpy()
    chosen = frame[(failed | (ended == closed)) & known]
    return tuple(
        WhyRow(position, moment.to_pydatetime(), result, catalogue.text_of(detail), position > from_position)
        for position, moment, result, detail in zip(
            np.asarray(chosen["position"]).tolist(), chosen["at"], chosen["result"], chosen["detail"], strict=True
        )
    )
