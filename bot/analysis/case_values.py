"""Cases as values: a few rows of a case table, told with names, times and causes."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bot.analysis import arrays
from bot.analysis.answers import Case, CaseState
from bot.analysis.cases import NONE, CaseTable
from bot.knowledge.catalogue import Catalogue
from bot.reports.snapshot import Snapshot

BLOCK: Final = timedelta(hours=24)  # after the last try; the pages agree on this alone


def told(table: CaseTable, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime) -> tuple[Case, ...]:
    """The cases, oldest first."""
    table = table.where(np.lexsort((table.cause, table.user, arrays.times(snapshot.attempts)[table.first])))
    frame, shown, keys = snapshot.attempts, snapshot.people.shown, snapshot.people.keys
    causes = [catalogue.causes[key] for key in arrays.words(frame, "cause")]
    details = arrays.words(frame, "detail")
    at = arrays.times(frame)
    return tuple(
        Case(
            user=keys[user],
            shown=shown[user],
            cause=causes[cause],
            detail=details[detail],
            opened_at=opened,
            last_at=last,
            tries=tries,
            state=CaseState.OPEN if closed_row == NONE else CaseState.RECOVERED,
            closed_at=None if closed_row == NONE else closed,
            blocked_until=_until(blocked, now) if blocked_row != NONE and closed_row == NONE else None,
            back_again=again,
            opened_position=first_position,
            last_position=last_position,
        )
        for (
            user, cause, detail, opened, last, tries, closed_row, closed, blocked_row, blocked, again, first_position,
            last_position,
        ) in zip(
            table.user.tolist(),
            table.cause.tolist(),
            arrays.codes(frame, "detail")[table.last].tolist(),
            arrays.moments(at[table.first]),
            arrays.moments(at[table.last]),
            table.tries.tolist(),
            table.closed.tolist(),
            arrays.moments(at[table.closed]),
            table.blocked.tolist(),
            arrays.moments(at[table.blocked]),
            table.back_again.tolist(),
            table.opened_position.tolist(),
            table.last_position.tolist(),
            strict=True,
        )
    )  # fmt: skip


def _until(blocked: datetime, now: datetime) -> datetime | None:
    """When the block of a blocked attempt should end; None when it is over."""
    end = blocked + BLOCK
    return end if end > now else None
