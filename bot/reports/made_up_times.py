"""Times that hardly a log writes: one distance apart, all the same, or all full hours, as a spreadsheet makes them."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.reports.parsing.cut_off import MADE_UP
from bot.reports.resaved import HOUR, MINUTE

_FEW: Final = 5  # rows, of three people: fewer may lie so by chance
_PEOPLE: Final = 3
_MANY: Final = 20
_LEFT_OUT: Final = 4
_DRAGGED: Final = (1_000_000, MINUTE, HOUR, 24 * HOUR)  # by what a spreadsheet goes on
_DAY: Final = 24 * HOUR
_ROUND: Final = {60: 4, 30: 5, 15: 6}  # minutes, and how many different such moments are no chance
_INSTEAD: Final = "load the report as it was downloaded."


def warnings(rows: pd.DataFrame) -> Iterator[str]:
    """What to say of a report's times, in the order of the file; days without a time of day are told elsewhere."""
    at: Any = rows["at"].astype("int64").to_numpy()
    if len(at) < _FEW:
        return
    if _are_even(at) and rows["user"].nunique() >= _PEOPLE:
        apart = "are all the same" if (at == at[0]).all() else "lie one distance apart"
        yield f"Its times {apart}, {MADE_UP}. If so, when what happened is unknown: {_INSTEAD}"
    elif unit := _rounded_to(at):
        full = "full hours" if unit == 60 else f"multiples of {unit} minutes"  # noqa: PLR2004 - minutes
        unknown = "what came first, and what belongs together, is unknown"
        yield f"All its times are {full}, {MADE_UP}. If so, {unknown}: {_INSTEAD}"


def _are_even(at: npt.NDArray[np.int64]) -> bool:
    """Whether times go on as in a column that was dragged; of many, some rows in between may be none of ours."""
    apart = np.diff(at)
    least = int(apart[np.abs(apart).argmin()])
    if least == 0:
        return not apart.any() and bool(at[0] % _DAY)
    if abs(least) not in _DRAGGED:
        return False
    most = 1 if len(at) < _MANY else _LEFT_OUT
    return not (apart % least).any() and int((apart // least).min()) >= 1 and int((apart // least).max()) <= most


def _rounded_to(at: npt.NDArray[np.int64]) -> int:
    """The most minutes of which all times are multiples, where that is no chance; 0 where they are none."""
    for unit, least in _ROUND.items():
        if not (at[:_FEW] % (unit * MINUTE)).any() and not (at % (unit * MINUTE)).any():
            return unit if len(np.unique(at)) >= least and len(np.unique(at % _DAY)) > 2 else 0  # noqa: PLR2004 - and a clock change
    return 0
