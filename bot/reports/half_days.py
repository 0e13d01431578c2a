"""Whether clock times of twelve hours have lost the word that says morning or afternoon."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bot.reports.parsing.times import UNREADABLE, Times
from bot.reports.parsing.zones import Micros

LOST: Final = (
    "All its times lie between 1:00 and 12:59 and are in no order, as when AM and PM are lost: those of the afternoon "
    "may stand twelve hours too early. Load the report as it was downloaded."
)
MAY_BE_LOST: Final = (
    "All its times lie between 1:00 and 12:59 and are in no order. If AM and PM are lost, those of the afternoon stand "
    "twelve hours too early: compare one with the report as it was downloaded."
)
ONE_A_DAY: Final = (
    "All its times lie between 1:00 and 12:59, and hardly a day has several. If AM and PM are lost, those of the "
    "afternoon stand twelve hours too early: compare one with the report as it was downloaded."
)
_MAY_LACK: Final = frozenset({LOST, MAY_BE_LOST, ONE_A_DAY})
_HOUR: Final = 3_600_000_000  # microseconds
_NOON: Final = 12
_HALF: Final = frozenset(range(1, 13))
_AFTERNOON: Final = frozenset(range(1, 7))  # what a clock of twelve hours shows after noon while people work
_DAY: Final = 24 * _HOUR
_SAME_DAY: Final = 5  # rows behind one of the same day: with fewer, the order of days is all that the file shows
_MANY: Final = 20  # rows; fewer may lie so by chance


@dataclass(slots=True)
class HalfDays:
    """What the times of a file read so far say of it.

    A report is in the order of time, up or down, as long as its times are right: one that is has lost nothing.
    """

    _rows: int = 0
    _hours: set[int] = field(default_factory=set)
    _halved: bool = False  # whether any time says AM or PM, or its zone, which no such clock does
    _falls: bool = False
    _rises: bool = False
    _same_day: int = 0  # rows that follow one of the same day
    _last: int | None = None

    def learn(self, at: Micros, times: Times) -> None:
        """Take note of a stretch of rows; `at` as the file writes them, on its own clock."""
        self._halved |= bool(times.zoned.any()) or any("a" in shape for shape in times.shapes)
        at = at[at != UNREADABLE]
        if self._halved or not len(at):
            return
        self._rows += len(at)
        self._hours |= set(np.unique(at // _HOUR % 24).tolist())
        before = at[0] if self._last is None else self._last
        steps = np.diff(at, prepend=before)
        self._same_day += int((np.diff(at // _DAY, prepend=before // _DAY) == 0).sum()) - (self._last is None)
        self._falls |= bool((steps < 0).any())
        self._rises |= bool((steps > 0).any())
        self._last = int(at[-1])

    @property
    def warning(self) -> str:
        """What to say of the times; "" where they are as any others.

        Those of a morning and of an afternoon without anything in between are rare on a clock of 24 hours; those of
        one half of a day alone are not, where people work while it is night in UTC.
        """
        if self._halved or self._rows < _MANY or not self._hours <= _HALF:
            return ""
        if not (self._falls and self._rises):
            return ONE_A_DAY if self._same_day < _SAME_DAY else ""
        return LOST if _NOON in self._hours and self._hours & _AFTERNOON else MAY_BE_LOST


def may_lack_halves(warnings: Iterable[str]) -> bool:
    """Whether the times that a report's warnings are about may have lost their AM and PM."""
    return not _MAY_LACK.isdisjoint(warnings)
