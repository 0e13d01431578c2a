"""Windows that end after the newest row."""

from datetime import datetime

from bot.analysis.frames import arrays
from bot.reports.coverage import quiet
from bot.reports.frames.frame import Frame
from bot.reports.instants import from_micros, to_micros
from bot.reports.window import Window


def at_newest(frame: Frame, window: Window, now: datetime) -> Window | None:
    """The window that ends at the newest row up to now, when a relative one ends well after that; else None.

    What has rows behind its end is over, and wholly known; a row of the future tells nothing.
    """
    before = int(arrays.times(frame).searchsorted(to_micros(now), side="right")) if window.relative else 0
    if not before:
        return None
    newest = from_micros(arrays.times(frame)[before - 1])
    return window.ending_at(newest) if newest < window.end - quiet(window) else None


def reaches_back(frame: Frame, window: Window) -> bool:
    """Whether the data begins no later than the window."""
    return bool(len(frame) and arrays.times(frame)[0] <= to_micros(window.start))
