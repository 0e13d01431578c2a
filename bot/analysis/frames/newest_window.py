"""Windows that end after the newest row."""

from bot.analysis.frames import arrays
from bot.reports.coverage import quiet
from bot.reports.frames.frame import Frame
from bot.reports.instants import from_micros, to_micros
from bot.reports.window import Window


def at_newest(frame: Frame, window: Window) -> Window | None:
    """The window that ends at the newest row before its end, when a relative one ends well after that; else None."""
    before = int(arrays.times(frame).searchsorted(to_micros(window.end), side="right")) if window.relative else 0
    if not before:
        return None
    newest = from_micros(arrays.times(frame)[before - 1])
    return window.ending_at(newest) if newest < window.end - quiet(window) else None


def reaches_back(frame: Frame, window: Window) -> bool:
    """Whether the data begins no later than the window."""
    return bool(len(frame) and arrays.times(frame)[0] <= to_micros(window.start))
