"""Whether one column of an audit log was sorted by itself, so that its rows are put together out of several."""

from collections.abc import Container
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.errors import ReportError
from bot.reports.folding.meaning import USER_ID, meaning_of
from bot.reports.folding.steps import Activity
from bot.reports.resaved import FARTHEST, MINUTE

_OURS: Final = (str(Activity.FLOW), str(Activity.RESET), str(Activity.BLOCKED))
_ANY_REASON: Final = tuple(
    map(str, (Activity.FLOW, Activity.BLOCKED, Activity.RECOVERY, Activity.POLICY, Activity.LICENSE))
)
_FEW: Final = 3  # attempts; fewer may be odd by chance

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def check(name: str, steps: pd.DataFrame) -> None:
    """Raise ReportError where the steps of most attempts lie far apart or turned round, or name several people.

    An attempt has one first step, and its correlation to itself; a log whose rows share one in other ways is let be.
    """
    known = steps[(steps["correlation"] != "").to_numpy() & steps["activity"].isin(_OURS).to_numpy()]
    begins = known["reason"].isin(_stages(known, {USER_ID})).to_numpy()
    people, attempts = (np.asarray(known[column].cat.codes, np.int64) for column in ("user", "correlation"))
    named = np.array(["@" in str(user) for user in known["user"].cat.categories], bool)[people]
    what = ""
    if _is_most(*_mixed(attempts, people, named, begins)):
        what = "name several people"
    elif _is_most(*_apart(attempts * (people.max(initial=0) + 1) + people, known["at"], begins)):
        what = "lie far apart, or the first one last"
    elif _is_most(*_of_others(steps)):
        what = "have the reasons of other rows"
    if what:
        raise ReportError(
            f"The rows of most attempts (CorrelationId) in {name} {what}, as where one column was sorted or pasted by "
            "itself: nobody can tell what belongs together. Load the report as it was downloaded."
        )


def _stages(steps: pd.DataFrame, ranks: Container[int] = range(1, 100)) -> list[str]:
    """The reasons that steps on the way say, of these stages."""
    reasons = [str(reason) for reason in steps["reason"].cat.categories]
    return [reason for reason in reasons if meaning_of(Activity.FLOW, reason, success=True).rank in ranks]


def _of_others(steps: pd.DataFrame) -> tuple[Flags, Flags]:
    """Which rows of other activities say what only steps on the way say, and which say anything."""
    others = ~steps["activity"].isin(_ANY_REASON).to_numpy() & (steps["reason"] != "").to_numpy()
    return others & steps["reason"].isin(_stages(steps)).to_numpy(), others


def _is_most(odd: Flags, among: Flags) -> bool:
    return int(odd.sum()) >= _FEW and 2 * odd.sum() >= among.sum()


def _mixed(attempts: Numbers, people: Numbers, named: Flags, begins: Flags) -> tuple[Flags, Flags]:
    """Which correlations name more people than have begun, and which have several rows."""
    pairs = np.unique(np.stack([attempts[named], people[named]]), axis=1)[0]
    size = attempts.max(initial=0) + 1
    several, begun = np.bincount(attempts, minlength=size) > 1, np.bincount(attempts[begins], minlength=size)
    return several & (begun > 0) & (np.bincount(pairs, minlength=size) > begun), several


def _apart(attempts: Numbers, times: "pd.Series[pd.Timestamp]", begins: Flags) -> tuple[Flags, Flags]:
    """Which attempts last longer than two clocks differ, or begin after another step, and which have several rows."""
    at = times.astype("int64").to_numpy()
    _, group = np.unique(attempts, return_inverse=True)
    rows = pd.DataFrame({"group": group, "at": at, "begins": begins})
    each = rows.groupby("group")["at"].agg(["min", "max", "size"])
    begun = rows[begins].groupby("group")["at"].agg(["min", "size"]).reindex(each.index)
    late = begun["min"] - each["min"] > MINUTE
    long = (begun["size"] == 1) & (each["max"] - each["min"] > FARTHEST)
    several = each["size"].to_numpy() > 1
    return several & (late | long).to_numpy(), several
