"""Whether an audit log was downloaded with a filter that left out a part of each attempt."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import pandas as pd

from bot.reports.folding.groups import GAP
from bot.reports.folding.kinds import session
from bot.reports.folding.meaning import FLOW_SUCCESS, USER_ID, Meaning, meaning_of
from bot.reports.folding.steps import Activity
from bot.reports.parsing.cut_off import BY_CHANCE, FILTERED

_MANY: Final = 3  # attempts; fewer may look so by chance, as where a download begins or ends
_SEVERAL: Final = 2  # attempts; a single one may begin before the download does
_ENDS: Final = (str(Activity.RESET), str(Activity.BLOCKED), str(Activity.UNLOCK))
_PART: Final = 0.3  # of attempts without their first step
_APART: Final = GAP * 1_000_000  # microseconds
_WITHOUT: Final = "Download it without a filter by"
NO_STEPS: Final = (
    f"It has ends of resets and no step on the way to one, {FILTERED} activity: attempts that were abandoned, or "
    f"failed on the way, are missing. {_WITHOUT} activity."
)
NO_ENDS: Final = (
    f"It has steps up to the new password and no row of the activity Reset password (self-service), {FILTERED} "
    f"activity: how such attempts ended, and who was blocked, is missing. {_WITHOUT} activity."
)
NO_SUCCESS: Final = (
    f"None of its steps is a success, not even a first one, {FILTERED} result: whoever succeeded or gave "
    f"up is missing. {_WITHOUT} result."
)
NO_FAILURE: Final = (
    f"None of its steps is a failure, {FILTERED} result: whoever failed would look as if they had given up. "
    "If it is, download it without that filter."
)
NO_OTHER: Final = (
    f"Some of its attempts do not end, and it has no row of another activity than the steps, {FILTERED} activity: who "
    "succeeded or was blocked would look as if they had given up. If it is, download it without that filter."
)

NO_FIRST: Final = (
    f"Many of its attempts have no first step (User submitted their user ID), {FILTERED} step, or where duplicates are "
    "removed: what they came to may be missing, or be another's. Load the log as it was downloaded."
)
ONE_EACH: Final = (
    f"Each of its attempts has one step alone, {FILTERED} step, or where a query keeps the last one of each (arg_max): "
    "how far they came, and by which methods, is missing. Export all rows."
)


def warnings(steps: pd.DataFrame, *, now: datetime | None = None) -> Iterator[str]:
    """What is missing of attempts: each begins with steps that are successes and has steps and, mostly, an end.

    A log of few attempts may look so by chance; nobody can tell it from a filtered one, so what it would look like is
    said of a single one, too. `now` leaves out whose session may still go on.
    """
    for sentence, attempts in _found(steps, now):
        yield sentence if attempts >= _MANY else f"{sentence} {BY_CHANCE}"


def open_at_its_end(steps: pd.DataFrame, *, now: datetime | None = None) -> Iterator[str]:
    """That attempts had time left to end where a log ends: as where it is cut at midnight, or at a number of rows."""
    newest = steps["at"].max()
    if pd.isna(newest) or (now is not None and pd.Timestamp(now) - newest < session()):
        return
    going_on = _unfinished(steps, None) - _unfinished(steps, newest.to_pydatetime())
    if going_on > 0:
        began = "1 attempt" if going_on == 1 else f"{going_on:,} attempts"
        yield (
            f"{began} may still have been going on where the log ends: if so, how that ended stands in rows that "
            "follow, and until they are loaded whoever it was counts as having given up."
        )


def _found(steps: pd.DataFrame, now: datetime | None) -> Iterator[tuple[str, int]]:
    """What is missing, and how many attempts look so."""
    flow, ends = (steps["activity"].isin(kinds) for kinds in ([str(Activity.FLOW)], _ENDS))
    if not flow.any():
        if ends.any():
            yield NO_STEPS, len(_keys(steps[ends]))
        return
    resets = (steps["activity"] == str(Activity.RESET)).any()
    if not steps["success"].any():
        if not _has_begun(steps[flow]):
            yield NO_SUCCESS, len(_keys(steps[flow]))
        return
    if _has_one_each(steps, flow | ends):
        yield ONE_EACH, len(_keys(steps[flow | ends]))
        return
    if (lack_first := _lack_their_first(steps[flow])) >= _MANY:
        yield NO_FIRST, lack_first
    lack_end = 0 if resets else _lack_their_end(steps[flow])
    if lack_end:
        yield NO_ENDS, lack_end
    unfinished = _unfinished(steps, now)
    if unfinished and steps["success"].all() and not _says_failure(steps[flow]):
        yield NO_FAILURE, unfinished
    elif unfinished and not ends.any() and not lack_end:
        yield NO_OTHER, unfinished


def _unfinished(steps: pd.DataFrame, now: datetime | None) -> int:
    """How many attempts have no end, and no time left for one."""
    flow = steps["activity"] == str(Activity.FLOW)
    ends = flow & steps["reason"].isin([reason for reason, meaning in _meanings(steps[flow]) if meaning.weight])
    ends |= steps["activity"].isin(_ENDS) | (flow & ~steps["success"])
    if now is not None:
        ends |= steps["at"] > pd.Timestamp(now) - session()
    begun, ended = (_keys(steps[some]) for some in (flow, ends))
    return len(begun) - len(begun.merge(ended))


def _has_one_each(steps: pd.DataFrame, ours: "pd.Series[bool]") -> bool:
    """Whether attempts are known by one step each, and some of these are none that an attempt begins with."""
    known = steps[ours & (steps["correlation"] != "")]
    if len(known) < _SEVERAL or len(known) > len(_keys(known)):
        return False
    if 2 * known["user"].nunique() <= len(known):  # as where each step has a correlation of its own
        return False
    first = [reason for reason, meaning in _meanings(known) if meaning.rank == USER_ID]
    return not known["reason"].isin(first).all()


def _lack_their_first(flow: pd.DataFrame) -> int:
    """How many stretches of one person's steps begin without their first, where these are many of them."""
    if (flow["reason"] == "").all():
        return 0
    first = [reason for reason, meaning in _meanings(flow) if meaning.rank == USER_ID]
    steps = pd.DataFrame(
        {"user": flow["user"].cat.codes, "at": flow["at"].astype("int64"), "begins": flow["reason"].isin(first)}
    ).sort_values(["user", "at"], kind="stable")
    begun = (steps["user"].diff() != 0) | (steps["at"].diff() >= _APART)
    lacking = int((~steps["begins"].groupby(begun.cumsum()).any()).sum())
    return lacking if lacking >= _PART * begun.sum() else 0


def _says_failure(flow: pd.DataFrame) -> bool:
    """Whether a step says in its words that an attempt failed, whatever its status says."""
    return any(0 < meaning.weight < FLOW_SUCCESS for _, meaning in _meanings(flow))


def _has_begun(flow: pd.DataFrame) -> bool:
    """Whether any attempt has its first step, which never fails; true where steps say nothing that is known."""
    meanings = [meaning for _, meaning in _meanings(flow)]
    return any(meaning.rank == USER_ID for meaning in meanings) or not any(
        meaning.rank or meaning.weight > 1 for meaning in meanings
    )


def _lack_their_end(flow: pd.DataFrame) -> int:
    """How many attempts came so far, by their steps, that there must have been an end."""
    far = [reason for reason, meaning in _meanings(flow) if meaning.weight == FLOW_SUCCESS or meaning.submits]
    return len(_keys(flow[flow["reason"].isin(far)]))


def _meanings(flow: pd.DataFrame) -> list[tuple[str, Meaning]]:
    return [(reason, meaning_of(Activity.FLOW, reason, success=True)) for reason in flow["reason"].unique()]


def _keys(steps: pd.DataFrame) -> pd.DataFrame:
    return steps[["user", "correlation"]].drop_duplicates()
