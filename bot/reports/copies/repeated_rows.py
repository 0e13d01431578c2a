"""Rows of a classic report that a file holds a second time: copies, where they are no chance; else as many acts."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.errors import ReportError
from bot.reports.parsing.cut_off import TWICE
from bot.reports.resaved import FARTHEST, MINUTE, QUARTER, SECOND, hours, is_coarse, matched

_NEARLY_ALL: Final = 0.9
_FEW: Final = 3  # rows: fewer may be equal by chance
_IN_TIME: Final = 5  # rows that follow one another in time, each there twice: one submits a form twice in a second
_IN_MINUTES: Final = 15  # the same where times have no seconds: many try twice in a minute

_PART_OF_COPY: Final = 0.4  # of a file, where half of it is a copy without seconds
_OFTEN: Final = range(2, 10)  # how often a file may stand behind itself
_BITS: Final = 33  # in which the seconds since 1970 stand

_OTHERS: Final = 30  # the other bits: so few rows of those that match meet by chance
_SPREAD: Final = 0x9E3779B97F4A7C15  # odd: small numbers times it differ in all bits
_MIX: Final = 1_000_003
_SAMPLE: Final = 200  # rows that show at which distance the rest may lie

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


def without_copies(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows but for those that are copies of others in the file, and sentences about them and other equal ones."""
    alike = pd.DataFrame({"at": frame["at"].astype("int64"), "user": frame["user"].cat.codes})
    said = [name for name in frame.columns if name != "line"]
    frame, notes = _without_resaved(frame, alike, [name for name in said if name != "at"])
    twice = may_be_equal(frame["at"].astype("int64").to_numpy(), frame["user"].cat.codes.to_numpy())
    again = np.zeros(len(frame), bool)
    again[twice] = frame[twice].duplicated(said)
    if not again.any():  # quickly told of nearly every file
        return frame, notes
    groups: Any = frame.groupby(said, observed=True, sort=False, dropna=False).ngroup().to_numpy()
    often = _how_often(frame, groups)
    if often:
        sizes, before = np.bincount(groups)[groups], frame.groupby(groups).cumcount().to_numpy()
        return frame[before < -(-sizes // often)].reset_index(drop=True), (*notes, many_times(often))
    copies = _in_stretches(frame, groups, again) | again & _in_time(frame, groups)
    more = _notes(int(copies.sum()), int((again & ~copies).sum()))
    return frame[~copies].reset_index(drop=True), (*notes, *more)


def may_be_equal(at: npt.NDArray[np.integer[Any]], who: npt.NDArray[np.integer[Any]]) -> Flags:
    """Whether another row has the same moment and person; now and then one that has not is among them."""
    return pd.Series(at * _MIX + who).duplicated(keep=False).to_numpy()


def _how_often(frame: pd.DataFrame, groups: Numbers) -> int:
    """How often nearly every row is there, or twice and three times as often; 0 where that may be chance."""
    sizes = np.bincount(groups)
    few = _IN_MINUTES if is_coarse(frame["at"].astype("int64")) else _FEW
    if len(sizes) < few:
        return 0
    return next((often for often in _OFTEN if sizes[sizes % often == 0].sum() >= _NEARLY_ALL * len(frame)), 0)


def _without_resaved(frame: pd.DataFrame, alike: pd.DataFrame, said: list[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows but for those that say what others say with their seconds, in a file that has nearly no other such."""
    coarse = (alike["at"] % MINUTE == 0).to_numpy()
    if not _FEW <= coarse.sum() < len(frame):
        return frame, ()
    minutes = (alike["at"].to_numpy() // MINUTE) + (alike["user"].to_numpy(np.int64) << _BITS)
    least = max(_FEW, _NEARLY_ALL * coarse.sum())
    there = pd.Series(minutes[coarse]).isin(minutes[~coarse])  # numpy's takes forty times as long
    if there.sum() < least:  # quickly told of nearly every file
        return frame, ()
    rows = pd.DataFrame({name: _numbers(frame[name]) for name in said}).assign(at=minutes)
    copies = np.zeros(len(frame), bool)
    copies[coarse] = matched(rows[coarse], rows[~coarse])
    if copies.sum() < least:
        return frame, ()
    return frame[~copies].reset_index(drop=True), (without_seconds(int(copies.sum())),)


def on_two_clocks(name: str, rows: pd.DataFrame, said: list[str]) -> Iterator[str]:
    """That nearly each of a few rows is there again at one distance in time, by the steps of zones; all are counted.

    Raises ReportError where there are many.
    """
    at = rows["at"].astype("int64").to_numpy() // SECOND
    coarse = at % 60 == 0
    if len(rows) < 2 * _FEW:
        return
    if coarse.mean() >= _PART_OF_COPY:
        at = at // 60 * 60
    groups = np.zeros(len(rows), np.uint64)
    for column in said:
        groups = (groups + _numbers(rows[column]).view(np.uint64)) * np.uint64(_SPREAD)
    keys = np.sort((groups >> np.uint64(64 - _OTHERS) << np.uint64(_BITS)).view(np.int64) + at)
    some = keys[:: max(1, len(keys) // _SAMPLE)]
    steps = np.arange(QUARTER, FARTHEST + 1, QUARTER) // SECOND
    found = [int((_are_among(keys, some + step) | _are_among(keys, some - step)).sum()) for step in steps.tolist()]
    if max(found) < _NEARLY_ALL * len(some) / 2:
        return
    apart = int(steps[int(np.argmax(found))])
    if _is_done_by_a_clock(keys, some, apart):
        return
    paired = _are_among(keys, keys - apart) ^ _are_among(keys, keys + apart)  # what is done each hour has both
    moments = len(np.unique(keys[paired] & ((1 << _BITS) - 1)))
    if paired.mean() < _NEARLY_ALL or moments < 2 * (_IN_MINUTES if coarse.all() else _FEW):
        return
    if moments >= 2 * _IN_TIME:
        raise ReportError(f"{name}: {_two_clocks(apart * SECOND)} Load the one whose times are right by itself.")
    yield f"{_two_clocks(apart * SECOND)} If so, {TWICE}: take this load back and load each report by itself."


def _is_done_by_a_clock(keys: Numbers, some: Numbers, apart: int) -> bool:
    """Whether rows come again after other spans, too, as what is tried every ten minutes does."""
    spans = np.arange(60, FARTHEST // SECOND + 1, 60)
    spans = spans[np.abs(spans - apart) > 60]  # noqa: PLR2004 - a minute: of rounded times
    return any(2 * _are_among(keys, some + span).sum() >= len(some) for span in spans.tolist())


def _are_among(keys: Numbers, wanted: Numbers) -> Flags:
    """Which numbers are among sorted ones."""
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.asarray(keys[places] == wanted)


def _numbers(column: "pd.Series[Any]") -> Numbers:
    """A column as numbers that are equal where its words are."""
    codes = column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else pd.factorize(column)[0]
    return np.asarray(codes, np.int64)


def _in_stretches(frame: pd.DataFrame, groups: npt.NDArray[np.int64], again: Flags) -> Flags:
    """Rows that follow one another as they do further up, at several times: downloads one behind the other."""
    _, first = np.unique(groups, return_index=True)
    behind = np.arange(len(frame)) - first[np.unique(groups, return_inverse=True)[1]]
    starts = np.flatnonzero(np.diff(behind, prepend=-1) | np.diff(again.astype(int), prepend=-1))
    stretches = np.zeros(len(frame), bool)
    at = frame["at"].astype("int64").to_numpy()  # else an object for each
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


def many_times(often: int) -> str:
    """That a file stands behind itself so often."""
    times = "twice" if often == 2 else f"{often} times"  # noqa: PLR2004 - a word for two
    return f"Nearly all rows stand in the file {times}, as in one put behind itself: each was counted once."


def without_seconds(rows: int) -> str:
    """That a copy without seconds stands beside the rows."""
    those = "1 row stands" if rows == 1 else f"{rows:,} rows stand"
    return f"{those} in the file a second time without seconds, as a spreadsheet saves them: each was counted once."


def _two_clocks(distance: int) -> str:
    """That nearly each row is there twice, so far apart."""
    return (
        f"Nearly all rows stand in the file twice, {hours(distance)} apart, as where reports on two clocks are put "
        "into one file."
    )


def overlapping(rows: int) -> str:
    """That a stretch of rows stands in the file a second time."""
    those = "1 row stands" if rows == 1 else f"{rows:,} rows stand"
    return f"{those} in the file a second time, as where downloads overlap: each was counted once."


def equal_rows(rows: int) -> str:
    """That rows say what others do of the same moment, and count as they stand."""
    those = "1 row says the same as another" if rows == 1 else f"{rows:,} rows say the same as others"
    return f"{those}, of the same moment: each was counted, as whoever tries again at once writes such rows."
