"""Whether an audit log was downloaded with a filter that left out a part of each attempt."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from bot.reports.folding.meaning import FLOW_SUCCESS, meaning_of
from bot.reports.folding.steps import Activity
from bot.reports.parsing.cut_off import FILTERED

_FEW: Final = 2  # attempts: one may look so by chance, as where a download begins or ends
_MANY: Final = 3  # the same where it may be so in a whole log, too
_ENDS: Final = (str(Activity.RESET), str(Activity.BLOCKED), str(Activity.UNLOCK))
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


def warnings(steps: pd.DataFrame) -> Iterator[str]:
    """What is missing of attempts: each begins with steps that are successes and has steps and an end.

    That nobody has failed, while some have not finished, may be so; what it would look like is said all the same.
    """
    flow, ends = (steps["activity"] == str(kind) for kind in (Activity.FLOW, Activity.RESET))
    if not flow.any():
        if _attempts(steps[ends & steps["success"]]) >= _FEW:
            yield NO_STEPS
        return
    if not ends.any() and _lack_their_end(steps[flow]):
        yield NO_ENDS
    if not steps["success"].any() and _attempts(steps[flow]) >= _FEW:
        yield NO_SUCCESS
    if steps["success"].all() and _unfinished(steps) >= _MANY:
        yield NO_FAILURE


def _unfinished(steps: pd.DataFrame) -> int:
    """How many attempts have no end; 0 where a step says in its words that one failed, whatever its status says."""
    flow = steps["activity"] == str(Activity.FLOW)
    meanings = {reason: meaning_of(Activity.FLOW, reason, success=True) for reason in steps["reason"][flow].unique()}
    if any(0 < meaning.weight < FLOW_SUCCESS for meaning in meanings.values()):
        return 0
    ends = flow & steps["reason"].isin([reason for reason, meaning in meanings.items() if meaning.weight])
    begun, ended = (_keys(steps[some]) for some in (flow, ends | steps["activity"].isin(_ENDS)))
    return len(begun) - len(begun.merge(ended))


def _lack_their_end(steps: pd.DataFrame) -> bool:
    """Whether steps on the way to a reset, with no end among them, came so far that it must have one."""
    meanings = {reason: meaning_of(Activity.FLOW, reason, success=True) for reason in steps["reason"].unique()}
    done = [reason for reason, meaning in meanings.items() if meaning.weight == FLOW_SUCCESS]
    far = [reason for reason, meaning in meanings.items() if meaning.submits]
    return bool(done) or _attempts(steps[steps["reason"].isin(far)]) >= _MANY


def _attempts(steps: pd.DataFrame) -> int:
    """About how many attempts the steps are of."""
    return len(_keys(steps))


def _keys(steps: pd.DataFrame) -> pd.DataFrame:
    return steps[["user", "correlation"]].drop_duplicates()
