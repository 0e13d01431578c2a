"""Whether one column of an audit log was sorted by itself, so that its rows are put together out of several."""

from collections.abc import Container, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.errors import ReportError
from bot.reports.folding.meaning import USER_ID, meaning_of
from bot.reports.folding.steps import SUCCESSFUL, Activity
from bot.reports.parsing.cut_off import MIXED_UP
from bot.reports.resaved import MINUTE

_OURS: Final = (str(Activity.FLOW), str(Activity.RESET), str(Activity.BLOCKED))
_ANY_REASON: Final = tuple(
    map(str, (Activity.FLOW, Activity.BLOCKED, Activity.RECOVERY, Activity.POLICY, Activity.LICENSE))
)
_FEW: Final = 3  # attempts; fewer may be odd by chance
_LONG: Final = 30 * MINUTE  # the page waits for a step for half of that
_PART: Final = 0.1  # of attempts that name several people, of people who act for others, and of statuses

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
    several, mixed = _mixed(attempts, people, named, begins)
    what = ""
    if _is_part(mixed, several, _FEW) or _is_part(*_of_other_actors(steps), 2):
        what = "name several people"
    elif _is_most(*_apart(attempts * (people.max(initial=0) + 1) + people, known["at"], begins), _FEW):
        what = "lie far apart, or the first one last"
    elif _is_most(*_of_others(steps), 1 if begins.any() else _FEW):
        what = "have the reasons of other rows"
    if what:
        raise ReportError(
            f"The rows of most attempts (CorrelationId) in {name} {what}, as where one column was sorted or pasted by "
            "itself: nobody can tell what belongs together. Load the report as it was downloaded."
        )


def warnings(steps: pd.DataFrame) -> Iterator[str]:
    """That statuses are those of other rows: no first step fails, and nothing that has failed says that it worked."""
    first = (steps["activity"] == str(Activity.FLOW)) & steps["reason"].isin(_stages(steps, {USER_ID}))
    worked = (steps["activity"] == str(Activity.RESET)) & steps["reason"].isin(
        [reason for reason in steps["reason"].cat.categories if reason.rstrip(".").casefold() in SUCCESSFUL]
    )
    known = (first | worked).to_numpy()
    against = known & ~steps["success"].to_numpy(dtype=bool)
    if _is_part(against, known, 1):
        yield (
            f"The statuses of {against.sum():,} of {known.sum():,} rows {MIXED_UP} (User submitted their user ID never "
            "fails), as where one column was sorted, pasted or replaced by itself: results may be those of other rows, "
            "and other people. Load the report as it was downloaded."
        )


def _stages(steps: pd.DataFrame, ranks: Container[int] = range(1, 100)) -> list[str]:
    """The reasons that steps on the way say, of these stages."""
    reasons = [str(reason) for reason in steps["reason"].cat.categories]
    return [reason for reason in reasons if meaning_of(Activity.FLOW, reason, success=True).rank in ranks]


def _of_others(steps: pd.DataFrame) -> tuple[Flags, Flags]:
    """Which rows of other activities say what only steps on the way say, and which say anything."""
    others = ~steps["activity"].isin(_ANY_REASON).to_numpy() & (steps["reason"] != "").to_numpy()
    return others & steps["reason"].isin(_stages(steps)).to_numpy(), others


def _is_most(odd: Flags, among: Flags, few: int) -> bool:
    return int(odd.sum()) >= few and 2 * odd.sum() >= among.sum()


def _is_part(odd: Flags, among: Flags, few: int) -> bool:
    return int(odd.sum()) >= few and odd.sum() >= _PART * among.sum()


def _of_other_actors(steps: pd.DataFrame) -> tuple[Flags, Flags]:
    """Which people act for themselves and for others, too, and which for themselves: on the page nobody can."""
    rows = steps.loc[steps["activity"].isin(_OURS), ["actor", "user"]]
    pairs = rows.drop_duplicates().astype(str).apply(lambda names: names.str.casefold())
    own = pairs["actor"] == pairs["user"]
    themselves = pairs.loc[own, "actor"].unique()
    others = pairs.loc[~own & pairs["actor"].str.contains("@"), "actor"].unique()
    return np.isin(themselves, others), np.ones(len(themselves), bool)


def _mixed(attempts: Numbers, people: Numbers, named: Flags, begins: Flags) -> tuple[Flags, Flags]:
    """Which correlations have several rows and a first step, and which of them name more people than have begun."""
    size, width = attempts.max(initial=0) + 1, people.max(initial=0) + 1
    pairs = np.unique(attempts[named] * width + people[named]) // width
    several, begun = np.bincount(attempts, minlength=size) > 1, np.bincount(attempts[begins], minlength=size)
    several &= begun > 0
    return several, several & (np.bincount(pairs, minlength=size) > begun)


def _apart(attempts: Numbers, times: "pd.Series[pd.Timestamp]", begins: Flags) -> tuple[Flags, Flags]:
    """Which attempts last too long, or begin after another step, and which have several rows."""
    at = times.astype("int64").to_numpy()
    _, group = np.unique(attempts, return_inverse=True)
    rows = pd.DataFrame({"group": group, "at": at, "begins": begins})
    each = rows.groupby("group")["at"].agg(["min", "max", "size"])
    begun = rows[begins].groupby("group")["at"].agg(["min", "size"]).reindex(each.index)
    late = begun["min"] - each["min"] > MINUTE
    long = (begun["size"] == 1) & (each["max"] - each["min"] > _LONG)
    several = each["size"].to_numpy() > 1
    return several & (late | long).to_numpy(), several
