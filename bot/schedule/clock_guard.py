"""Doubt about the clock: one that is wrong for a moment would silence digests for as long as it was wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.service.digests.health import NOT_ASKED
from bot.service.ports import Clock

_TOLERANCE: Final = timedelta(minutes=2)


def agree(one: datetime, other: datetime) -> bool:
    """Whether two clocks tell the same time, as far as that matters here."""
    return abs(one - other) <= _TOLERANCE


def always_trusted() -> str:
    """Never doubt: for a clock that is moved by hand."""
    return ""


class ClockGuard:
    """Trusts a clock that goes as fast as `elapsed` seconds do, once `outside` has confirmed it.

    `outside` tells another clock's time, that of Slack, or None while it cannot be asked.
    """

    def __init__(self, clock: Clock, elapsed: Callable[[], float], outside: Callable[[], datetime | None]) -> None:
        self._clock = clock
        self._elapsed = elapsed
        self._outside = outside
        self._trusted: tuple[datetime, float] | None = None

    def doubt(self) -> str:
        """Why the clock is not to be trusted now; "" when it is."""
        now, seconds = self._clock(), self._elapsed()
        if self._trusted is not None:
            at, then = self._trusted
            if abs((now - at) - timedelta(seconds=seconds - then)) <= _TOLERANCE:
                self._trusted = now, seconds
                return ""
        other = self._outside()
        if other is None:
            return NOT_ASKED
        if not agree(now, other):
            return f"The clock here says {now:%Y-%m-%d %H:%M} UTC, Slack's {other:%Y-%m-%d %H:%M}. Set the clock (NTP)."
        self._trusted = now, seconds
        return ""
