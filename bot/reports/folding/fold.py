"""Steps of today's audit log folded into the attempts and registrations of the classic reports."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from bot.knowledge.vocabulary import Result
from bot.reports.folding.attempts import Grouped, attempts_of
from bot.reports.folding.ends import ended
from bot.reports.folding.groups import groups
from bot.reports.folding.kinds import AttemptKind, session
from bot.reports.folding.meaning import meaning_of
from bot.reports.folding.registrations import datum_in, registrations_of
from bot.reports.folding.rows import Bools, Rows, rows_of, starts_of
from bot.reports.folding.steps import Activity

# user, role, at, methods, result, detail: as in READ_ATTEMPTS; role is "", at is the first step's time, detail is the
# documented sentence, else the log's own words; "" for a plain success of another kind than RESET.
# A step's sentence ("User started ...") is the detail while the result is "In progress".
#   started  str category  the method whose check was begun last, passed or not; "" for none
#   key      str           the attempt's lasting identity within a tenant, see `fold`
#   kind     str category  an AttemptKind
#   retries  int64         new passwords typed after the first
#   steps    int64         different steps folded
#   last_at  TIME          the last step's time
FOLDED_ATTEMPTS: Final = (
    "user", "role", "at", "methods", "started", "result", "detail", "key", "kind", "retries", "steps", "last_at",
)  # fmt: skip
FOLDED_REGISTRATIONS: Final = ("user", "role", "at", "datum", "key")

_PERSONAL: Final = re.compile(r"@|\d{4}")  # an address or a number in a reason is no kind of method
_WORDS: Final = ["user", "role", "methods", "started", "result", "detail", "kind"]


@dataclass(frozen=True, slots=True)
class FoldedSteps:
    """What the steps amount to, sorted by time."""

    attempts: pd.DataFrame
    registrations: pd.DataFrame


def fold(steps: pd.DataFrame, *, now: datetime) -> FoldedSteps:
    """Attempts and registrations of a frame with the columns of `steps.STEPS`, in any order, with any repetition.

    The frame must hold all steps known of the people in it. After a load, fold all steps of the people who have new
    ones and compare by `key`: a key not seen before is a new attempt, a known key with another row a changed one, and
    a known key of these people that is gone has merged into another attempt and must go.

    The key is the person and the attempt's correlation id, so it stays while steps come in late. A further attempt
    under the same id has the second of its first step behind it; without ids that is all, and an earlier step that
    comes later gives the attempt another key.

    A person whose attempt is "In progress" changes by time alone: see `expire`.
    """
    rows = rows_of(steps)
    tries = rows.saying(Activity.FLOW, Activity.RESET, Activity.BLOCKED, Activity.UNLOCK)
    events: list[tuple[Bools, Callable[[Rows], pd.DataFrame]]] = [
        (tries, partial(_tries, now=now)),
        (rows.saying(Activity.CHANGE), partial(_single, kind=AttemptKind.CHANGE, now=now)),
        (rows.saying(Activity.ADMIN_RESET), partial(_single, kind=AttemptKind.ADMIN_RESET, now=now)),
        (rows.saying(Activity.ADMIN_SAVED), partial(_data, kind=AttemptKind.ADMIN_REGISTRATION, now=now)),
        (rows.saying(Activity.DELETED), partial(_data, kind=AttemptKind.DELETION, now=now)),
        (rows.saying(Activity.ADMIN_DELETED), partial(_data, kind=AttemptKind.ADMIN_DELETION, now=now)),
        (rows.saying(Activity.UPDATED), partial(_data, kind=AttemptKind.UPDATE, now=now)),
        (rows.saying(Activity.ADMIN_UPDATED), partial(_data, kind=AttemptKind.ADMIN_UPDATE, now=now)),
        (rows.saying(Activity.LICENSE), partial(_single, kind=AttemptKind.LICENSE, now=now)),
        (_failed_registrations(rows), partial(_single, kind=AttemptKind.REGISTRATION, now=now)),
        (rows.saying(Activity.RECOVERY), partial(_recoveries, now=now)),
        (rows.saying(Activity.POLICY), partial(_policies, now=now)),
    ]
    # An empty frame takes as long to make as one of some rows, and most logs hold few kinds.
    parts = [attempts(rows.only(mask)) for mask, attempts in events if mask.any()]
    parts = parts or [_tries(rows.only(tries), now=now)]
    registrations = registrations_of(rows.only(rows.saying(Activity.SAVED, Activity.REGISTERED)))
    return FoldedSteps(_joined(parts), registrations.sort_values(["at", "key"], ignore_index=True))


def expire(attempts: pd.DataFrame, *, now: datetime) -> pd.DataFrame:
    """The attempts, with those no longer in progress whose session has run out since they were folded."""
    over = (attempts["result"] == Result.IN_PROGRESS) & (pd.Timestamp(now) - attempts["last_at"] >= session())
    if not over.any():
        return attempts
    stages = attempts.loc[over, "detail"].astype("str")
    ends = {stage: meaning_of(Activity.FLOW, stage, success=True).abandoned for stage in stages.unique()}
    result, detail = attempts["result"].astype("str"), attempts["detail"].astype("str")
    return attempts.assign(
        result=result.mask(over, str(Result.ABANDONED)).astype("category"),
        detail=detail.mask(over, stages.map(ends)).astype("category"),
    )


def _tries(rows: Rows, *, now: datetime) -> pd.DataFrame:
    """Self-service resets, and the unlocks among them: attempts that ended without touching the password."""
    grouped = Grouped.of(rows, ended(rows, *groups(rows, session() // timedelta(seconds=1))))
    unlocks = grouped.any(grouped.rows.saying(Activity.UNLOCK))
    resets = grouped.any(grouped.rows.saying(Activity.RESET, Activity.BLOCKED) | _successes(grouped.rows))
    kind = np.where(unlocks & ~resets, str(AttemptKind.UNLOCK), str(AttemptKind.RESET)).astype(object)
    return attempts_of(grouped, kind, "reset", now=now)


def _successes(rows: Rows) -> Bools:
    """Which steps say on the way that a password was reset."""
    flags = [
        word.activity is Activity.FLOW
        and meaning_of(word.activity, word.reason, success=word.success).result is Result.SUCCEEDED
        for word in rows.words
    ]
    return np.array(flags, bool)[rows.word]


def _failed_registrations(rows: Rows) -> Bools:
    flags = [word.activity in (Activity.SAVED, Activity.REGISTERED) and not word.success for word in rows.words]
    return np.array(flags, bool)[rows.word]


def _recoveries(rows: Rows, *, now: datetime) -> pd.DataFrame:
    """Account recoveries: the steps of one correlation, else of one sitting, are one."""
    grouped = Grouped.of(rows, groups(rows)[0])
    return attempts_of(grouped, np.full(len(grouped), str(AttemptKind.RECOVERY), object), "recovery", now=now)


def _policies(rows: Rows, *, now: datetime) -> pd.DataFrame:
    return _telling(rows, AttemptKind.POLICY, [word.reason for word in rows.words], now=now)


def _data(rows: Rows, kind: AttemptKind, *, now: datetime) -> pd.DataFrame:
    data = [datum_in(word.reason) for word in rows.words]
    return _telling(rows, kind, ["" if _PERSONAL.search(datum) else datum for datum in data], now=now)


def _telling(rows: Rows, kind: AttemptKind, about: list[str], *, now: datetime) -> pd.DataFrame:
    """Events that stand for themselves; their kind tells what they are about, as they have no detail of a reset."""
    starts = starts_of(rows.user, rows.second, rows.word)
    grouped = Grouped.of(rows, np.cumsum(starts) - 1)
    said = [f"{kind}: {about[word]}" if about[word] else str(kind) for word in rows.word[starts].tolist()]
    return attempts_of(grouped, np.array(said, dtype=object), str(kind), now=now)


def _single(rows: Rows, kind: AttemptKind, *, now: datetime) -> pd.DataFrame:
    """Events that stand for themselves."""
    group = np.cumsum(starts_of(rows.user, rows.second)) - 1
    grouped = Grouped.of(rows, group)
    return attempts_of(grouped, np.full(len(grouped), str(kind), object), str(kind), now=now)


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The parts as one frame, sorted by time."""
    if len(parts) == 1:
        return parts[0].sort_values(["at", "key"], ignore_index=True)[list(FOLDED_ATTEMPTS)]
    words = {name: union_categoricals([part[name] for part in parts]) for name in _WORDS}
    joined = pd.concat([part.drop(columns=_WORDS) for part in parts], ignore_index=True).assign(**words)
    return joined.sort_values(["at", "key"], ignore_index=True)[list(FOLDED_ATTEMPTS)]
