"""A report whose rows an earlier load has under other user IDs: one column was sorted by itself, or people renamed."""

from typing import Final

import numpy as np
import pandas as pd

from bot.reports.resaved import OTHER_PEOPLE, Known, behind, is_coarse, matched

_FEW: Final = 10  # rows, and so many seconds
_NEARLY_ALL: Final = 0.9
_BESIDE: Final = ("person", "ordinal", "load")


def known_of_others(rows: pd.DataFrame, held: pd.DataFrame) -> Known:
    """Compare rows with held ones but for their people, where times have seconds: nearly all meet by no chance."""
    nothing = Known(np.zeros(len(rows), bool))
    if len(rows) < _FEW or held.empty or is_coarse(rows["at"]):
        return nothing
    found = matched(rows, held, _BESIDE)
    if found.sum() < _NEARLY_ALL * len(rows) or rows.loc[found, "at"].nunique() < _FEW:
        return nothing
    loads = held.loc[matched(held, rows, _BESIDE), "load"].unique().tolist()
    return Known(
        found,
        f"{int(found.sum()):,} rows say of the same seconds what an earlier load says of other people: not counted "
        f"twice. If this file's user IDs are the right ones, take that load back (sspr unload{behind(loads)}). "
        f"{OTHER_PEOPLE}",
    )
