"""A report whose times a spreadsheet has shown as days alone: its rows, and those of the report with its times."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.reports.resaved import DAY, FARTHEST, HOUR, TAKE_BACK, Known, WithoutClocks, behind, matched

_LONGEST: Final = DAY + HOUR  # where a clock is set back
_FEW: Final = 3  # rows; fewer may be equal by chance, unless a correlation says that they are not
_NEARLY_ALL: Final = 0.9
_ZONES: Final = range(-FARTHEST, FARTHEST + 1, HOUR)
_ANY: Final = 26 * HOUR  # between any two clocks
_BESIDE: Final = ("ordinal", "load")

Flags = npt.NDArray[np.bool_]


def known_by_day(rows: pd.DataFrame, held: pd.DataFrame, without: WithoutClocks) -> Known:
    """Compare rows as `known_rows` does, those of the file or of earlier loads having no time of day."""
    file = without.file
    held = held[held["load"].isin(without.loads) != file].reset_index(drop=True)  # the other side has its times
    timed, days = (held, rows) if file else (rows, held)
    in_timed, in_days = same_days(timed, days)
    if not in_days.any():
        return Known(np.zeros(len(rows), bool))
    found = in_days if file else in_timed
    those = "1 row is that" if found.sum() == 1 else f"{int(found.sum()):,} rows are those"
    if file:
        said = f"{those} of an earlier load, here without times of day: known already, not counted twice."
    else:
        numbers = held.loc[in_days, "load"].unique().tolist()
        said = (
            f"{those} of an earlier load that has no times of day: known already, not counted twice. To have their "
            f"times, {TAKE_BACK.format(behind(numbers))}"
        )
    return Known(found, said)


def same_days(timed: pd.DataFrame, days: pd.DataFrame) -> tuple[Flags, Flags]:
    """Which rows with times and which without are the same, of one day of some zone; none where that may be chance."""
    nothing = np.zeros(len(timed), bool), np.zeros(len(days), bool)
    if timed.empty or days.empty:
        return nothing
    best, distance = _of_days(timed, days, 0), 0
    for apart in () if best[1].all() else sorted(_ZONES, key=abs):
        found = _of_days(timed, days, apart)
        if found[1].sum() > best[1].sum():
            best, distance = found, apart
    _add(best, timed, days, (distance - HOUR, distance + HOUR))  # where clocks are changed
    within = days["at"].between(int(timed["at"].min()) - _LONGEST, int(timed["at"].max())).sum()
    known = days[best[1]]
    is_sure = "correlation" in known and (known["correlation"] != "").all()
    if len(known) < (1 if is_sure else max(_FEW, _NEARLY_ALL * within)):
        return nothing
    # It is a copy: the rest, beside midnight, is of clocks farther apart, as New York's and Sydney's, or by half hours.
    _add(best, timed, days, sorted(range(-_ANY, _ANY + 1, HOUR // 2), key=lambda apart: abs(apart - distance)))
    return best


def _add(found: tuple[Flags, Flags], timed: pd.DataFrame, days: pd.DataFrame, distances: Iterable[int]) -> None:
    """Flag the rows, too, that are the same at one of other distances, and were not at an earlier one."""
    for apart in distances:
        if found[1].all():
            return
        some, others = (np.flatnonzero(~flags) for flags in found)
        more = _of_days(timed.iloc[some], days.iloc[others], apart)
        found[0][some[more[0]]] = found[1][others[more[1]]] = True


def _of_days(timed: pd.DataFrame, days: pd.DataFrame, apart: int) -> tuple[Flags, Flags]:
    """The same at one distance of their clocks."""
    midnights, at = np.unique(days["at"].to_numpy()), timed["at"].to_numpy() + apart
    place = np.searchsorted(midnights, at, side="right") - 1
    near = np.flatnonzero((place >= 0) & (at - midnights[place] < _LONGEST)) if len(midnights) else place[:0]
    begun = timed.iloc[near].assign(at=midnights[place[near]])
    found = np.zeros(len(timed), bool)
    found[near] = matched(begun, days, _BESIDE)
    return found, matched(days, begun, _BESIDE).copy()  # pandas gives one that cannot be changed


def days_set_right_note(rows: int, left: dict[int, int]) -> str:
    """What to say of rows without times of day that were taken out because this file has their times.

    `left` is how many others each of those loads has brought.
    """
    those = "1 row of an earlier load" if rows == 1 else f"{rows:,} rows of earlier loads"
    said = f"{those} had no time of day: this log's times count, and nothing counts twice."
    for load, others in left.items():
        them = f"1 row of load {load} is" if others == 1 else f"{others:,} rows of load {load} are"
        said += f" {them} not in this log and still at midnight: take that load back (sspr unload {load})."
    return said
