"""Rows of a classic report that a file holds a second time: copies, where they are no chance; else as many acts."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.reports.resaved import is_coarse

TWICE: Final = "Nearly all rows stand in the file twice, as in one put behind itself: each was counted once."
_NEARLY_ALL: Final = 0.9
_FEW: Final = 3  # rows: fewer may be equal by chance
_IN_TIME: Final = 5  # rows that follow one another in time, each there twice: one submits a form twice in a second
_IN_MINUTES: Final = 15  # the same where times have no seconds: many try twice in a minute

Flags = npt.NDArray[np.bool_]


def without_copies(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows but for those that are copies of others in the file, and sentences about them and other equal ones."""
    alike = pd.DataFrame({"at": frame["at"].astype("int64"), "user": frame["user"].cat.codes})
    if not alike.duplicated().any():  # quickly told of nearly every file
        return frame, ()
    said = [name for name in frame.columns if name != "line"]
    again = frame.duplicated(said).to_numpy()
    if frame.duplicated(said, keep=False).mean() >= _NEARLY_ALL and (~again).sum() >= _FEW:
        return frame[~again].reset_index(drop=True), (TWICE,)
    groups: Any = frame.groupby(said, observed=True, sort=False, dropna=False).ngroup().to_numpy()
    copies = _in_stretches(frame, groups, again) | again & _in_time(frame, groups)
    return frame[~copies].reset_index(drop=True), tuple(_notes(int(copies.sum()), int((again & ~copies).sum())))


def _in_stretches(frame: pd.DataFrame, groups: npt.NDArray[np.int64], again: Flags) -> Flags:
    """Rows that follow one another as they do further up, at several times: downloads one behind the other."""
    _, first = np.unique(groups, return_index=True)
    behind = np.arange(len(frame)) - first[np.unique(groups, return_inverse=True)[1]]
    starts = np.flatnonzero(np.diff(behind, prepend=-1) | np.diff(again.astype(int), prepend=-1))
    stretches = np.zeros(len(frame), bool)
    at = frame["at"].to_numpy()
    for start, end in zip(starts, [*starts[1:], len(frame)], strict=True):
        if again[start] and end - start >= _FEW and len(np.unique(at[start:end])) >= _FEW:
            stretches[start:end] = True
    return stretches


def _in_time(frame: pd.DataFrame, groups: npt.NDArray[np.int64]) -> Flags:
    """Rows of spans of time in which every row, of several people, is there again: downloads merged, in any order."""
    at: Any = frame["at"].astype("int64")
    each = pd.DataFrame({"group": groups, "at": at, "user": frame["user"].cat.codes})
    each = each.groupby("group", as_index=False).agg(at=("at", "first"), user=("user", "first"), rows=("at", "size"))
    each = each.sort_values("at", kind="stable")
    each["span"] = (each["rows"].gt(1) != each["rows"].gt(1).shift()).cumsum()
    spans = each[each["rows"] > 1].groupby("span")
    many = spans["at"].nunique() >= (_IN_MINUTES if is_coarse(at) else _IN_TIME)
    many &= spans["user"].nunique() >= _FEW
    copied = each.loc[each["span"].isin(many.index[many]), "group"]
    return np.asarray(np.isin(groups, copied.to_numpy()))


def _notes(copies: int, equal: int) -> Iterator[str]:
    if copies:
        yield overlapping(copies)
    if equal:
        yield equal_rows(equal)


def overlapping(rows: int) -> str:
    """That a stretch of rows stands in the file a second time."""
    those = "1 row stands" if rows == 1 else f"{rows:,} rows stand"
    return f"{those} in the file a second time, as where downloads overlap: each was counted once."


def equal_rows(rows: int) -> str:
    """That rows say what others do of the same moment, and count as they stand."""
    those = "1 row says the same as another" if rows == 1 else f"{rows:,} rows say the same as others"
    return f"{those}, of the same moment: each was counted, as whoever tries again at once writes such rows."
