"""Windows that end after the newest row."""

import pandas as pd

from bot.analysis.frames import arrays
from bot.reports.coverage import quiet
from bot.reports.instants import from_micros, to_micros
from bot.reports.window import Window


def at_newest(frame: pd.DataFrame, window: Window) -> Window | None:
    """The window that ends at the newest row, when a relative one ends well after it; else None."""
    if not window.relative or not len(frame):
        return None
    newest = from_micros(arrays.times(frame)[-1])
    return window.ending_at(newest) if newest < window.end - quiet(window) else None


def reaches_back(frame: pd.DataFrame, window: Window) -> bool:
    """Whether the data begins no later than the window."""
    return bool(len(frame) and arrays.times(frame)[0] <= to_micros(window.start))
