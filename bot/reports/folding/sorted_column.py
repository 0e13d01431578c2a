"""Whether one column of an audit log was sorted by itself, so that its rows are put together out of several."""

from typing import Final

import numpy as np
import pandas as pd

from bot.errors import ReportError
from bot.reports.folding.kinds import session
from bot.reports.folding.meaning import USER_ID, meaning_of
from bot.reports.folding.steps import Activity

_OURS: Final = (str(Activity.FLOW), str(Activity.RESET), str(Activity.BLOCKED))
_FEW: Final = 3  # attempts; fewer may be odd by chance
_SESSIONS: Final = 4  # how many times as long as a session lasts no attempt takes
_TOGETHER: Final = 60_000_000  # microseconds in which the log may write steps in another order


def check(name: str, steps: pd.DataFrame) -> None:
    """Raise ReportError where the rows of most attempts lie hours apart or turned round, or name several people."""
    known = steps[(steps["correlation"] != "").to_numpy() & steps["activity"].isin(_OURS).to_numpy()]
    codes = known["correlation"].cat.codes.to_numpy()
    if not len(codes):
        return
    sizes = np.bincount(codes)
    several = sizes > 1
    at = known["at"].astype("int64").to_numpy()
    first, last = np.full(len(sizes), at.max()), np.full(len(sizes), at.min())
    np.minimum.at(first, codes, at)
    np.maximum.at(last, codes, at)
    begun = np.full(len(sizes), at.min())
    begins = known["reason"].isin(_first_reasons(known)).to_numpy()
    begun[codes[begins]] = at.max()
    np.minimum.at(begun, codes[begins], at[begins])
    apart = several & (last - first > _SESSIONS * session() / pd.Timedelta(1, "us"))
    apart |= several & (begun - first > _TOGETHER)
    mixed = several & (_people(known, len(sizes)) > 1)
    odd = int((apart | mixed).sum())
    if odd >= _FEW and 2 * odd >= several.sum():
        what = "name several people" if mixed.sum() > apart.sum() else "lie hours apart, or the first one last"
        raise ReportError(
            f"The rows of most attempts (CorrelationId) in {name} {what}, as where one column was sorted or pasted by "
            "itself: nobody can tell what belongs together. Load the report as it was downloaded."
        )


def _first_reasons(steps: pd.DataFrame) -> list[str]:
    """What the first step of an attempt says."""
    reasons = [str(reason) for reason in steps["reason"].cat.categories]
    return [reason for reason in reasons if meaning_of(Activity.FLOW, reason, success=True).rank == USER_ID]


def _people(steps: pd.DataFrame, correlations: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """How many people the rows of each correlation name by a user ID."""
    users = steps["user"].cat
    named = np.array(["@" in str(user) for user in users.categories], bool)[users.codes.to_numpy()]
    pairs = steps["correlation"].cat.codes.to_numpy(np.int64)[named] * max(len(users.categories), 1)
    pairs = np.unique(pairs + users.codes.to_numpy(np.int64)[named])
    return np.bincount(pairs // max(len(users.categories), 1), minlength=correlations)
