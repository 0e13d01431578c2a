"""Whether an audit log was downloaded with a filter that left out a part of each attempt."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from bot.reports.folding.meaning import FLOW_SUCCESS, meaning_of
from bot.reports.folding.steps import Activity

_FEW: Final = 3  # attempts: fewer may look so by chance, as where a download begins or ends
_WITHOUT: Final = "Download it without a filter by"
NO_STEPS: Final = (
    "It has ends of resets and no step on the way to one, as when it is filtered by activity: attempts that were "
    f"abandoned, or failed on the way, are missing. {_WITHOUT} activity."
)
NO_ENDS: Final = (
    "It has steps up to the new password and no row of the activity Reset password (self-service), as when it is "
    f"filtered by activity: how such attempts ended, and who was blocked, is missing. {_WITHOUT} activity."
)
NO_SUCCESS: Final = (
    "None of its steps is a success, not even a first one, as when it is filtered by result: whoever succeeded or gave "
    f"up is missing. {_WITHOUT} result."
)


def warnings(steps: pd.DataFrame) -> Iterator[str]:
    """What is certain to be missing of attempts: each begins with steps that are successes and has steps and an end."""
    flow, ends = (steps["activity"] == str(kind) for kind in (Activity.FLOW, Activity.RESET))
    if not flow.any():
        if _attempts(steps[ends & steps["success"]]) >= _FEW:
            yield NO_STEPS
        return
    if not ends.any() and _attempts(steps[flow & _reach_the_end(steps)]) >= _FEW:
        yield NO_ENDS
    if not steps["success"].any() and _attempts(steps[flow]) >= _FEW:
        yield NO_SUCCESS


def _reach_the_end(steps: pd.DataFrame) -> "pd.Series[bool]":
    """Which steps are those of a new password."""
    meanings = {reason: meaning_of(Activity.FLOW, reason, success=True) for reason in steps["reason"].cat.categories}
    far = [reason for reason, meaning in meanings.items() if meaning.submits or meaning.weight == FLOW_SUCCESS]
    return steps["reason"].isin(far)


def _attempts(steps: pd.DataFrame) -> int:
    """About how many attempts the steps are of."""
    return len(steps[["user", "correlation"]].drop_duplicates())
