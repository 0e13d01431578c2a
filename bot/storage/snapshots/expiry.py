"""Attempts that were in progress when they were folded, and have become abandoned ones by time alone."""

from datetime import datetime

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from bot.knowledge.vocabulary import Result
from bot.reports.folding.attempts import session
from bot.reports.folding.fold import expire
from bot.reports.instants import utc
from bot.storage.tables import attempts


def settle(
    connection: Connection, tenant: int, rows: pd.DataFrame, said: dict[str, dict[int, str]], now: datetime
) -> datetime | None:
    """Says of attempts whose session is over that they were abandoned, in `rows`, where words are numbers.

    Words that no row has said before are added to `said`. Returns when the next attempt is over, if any goes on.
    """
    asked = select(attempts.c.position, attempts.c.last_step).where(
        attempts.c.tenant == tenant, attempts.c.last_step != 0
    )
    last = dict(connection.execute(asked).all())
    if not last:
        return None
    places = np.flatnonzero(rows["position"].isin(list(last)))
    some = rows.iloc[places]
    going_on = pd.DataFrame(
        {
            "result": some["result"].map(said["result"]),
            "detail": some["detail"].map(said["detail"]),
            "last_at": utc(some["position"].map(last).to_numpy(dtype=np.int64)),
        }
    )
    over = expire(going_on, now=now)
    for name in ("result", "detail"):
        numbers = rows[name].to_numpy(copy=True)
        numbers[places] = [_number(said[name], word) for word in over[name]]
        rows[name] = numbers
    still = over.loc[over["result"] == Result.IN_PROGRESS, "last_at"]
    return (still.min() + session()).to_pydatetime() if len(still) else None


def _number(meaning: dict[int, str], word: str) -> int:
    """The number of a word; a new one where no row has said it yet."""
    found = next((number for number, known in meaning.items() if known == word), max(meaning, default=0) + 1)
    meaning[found] = word
    return found
