"""How long until success: cases that are still open count as far as they have come, an admin's reset ends a case.

Kaplan and Meier (1958) for one kind of end, Aalen and Johansen (1978) beside a competing one; both exact where several
cases end at the same time. Times are hours.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.analysis.frames.arrays import Bools, Floats, Ints
from bot.analysis.statistics.proportion import Interval
from bot.analysis.statistics.quantiles import Z95

OPEN: Final = 0  # how a case ended
SUCCESS: Final = 1
RESET_BY_ADMIN: Final = 2
FEWEST: Final = 5  # cases; with fewer the interval holds in 72 of 100 instead of 95

_HALF: Final = 0.5
_TAIL: Final = 0.025
_WIDEST: Final = 50.0  # beyond, the interval is everything


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share that has succeeded by each time at which a case ended; between two times it stays."""

    times: Floats  # hours, ascending
    share: Floats  # 0 to 1
    error: Floats  # its standard error
    left: Floats  # the share that has not ended by then, in one way or the other
    lasted: Floats  # hours: how long each case lasted or has lasted

    def at(self, hours: float) -> float:
        """The share by then."""
        place = int(np.searchsorted(self.times, hours, side="right")) - 1
        return float(self.share[place]) if place >= 0 else 0.0

    def interval_at(self, hours: float) -> Interval:
        """The log-log interval of the share by then; before the first success Clopper and Pearson's, of nobody."""
        place = int(np.searchsorted(self.times, hours, side="right")) - 1
        if place >= 0 and self.share[place] > 0:
            low, high = _loglog(self.share[place : place + 1], self.error[place : place + 1])
            return Interval(float(low[0]), float(high[0]))
        followed = int(np.count_nonzero(self.lasted >= hours))
        return Interval(0.0, 1 - _TAIL ** (1 / followed) if followed else 1.0)

    def half(self) -> tuple[float | None, float | None, float | None]:
        """When half have succeeded, at the earliest and at the latest; each None where it is not reached.

        The bounds are the times at which the log-log interval of the share holds a half (Brookmeyer and Crowley, 1982).
        """
        low, high = _loglog(self.share, self.error)
        middle = self._first(self.share >= _HALF - 1e-12)
        return middle, self._first(high >= _HALF), self._first(low >= _HALF)

    def _first(self, reached: Bools) -> float | None:
        return float(self.times[np.argmax(reached)]) if reached.any() else None


def incidence(hours: Floats, ends: Ints) -> Incidence:
    """The share that has succeeded over time, from how long each case lasted or has lasted, and how it ended.

    At one time ends come before cases that are merely still open. The error is that of the delta method (Marubini and
    Valsecchi, 1995), which is Greenwood's where nothing competes.
    """
    over, going_on, by_admin = (np.sort(hours[some]) for some in (ends != OPEN, ends == OPEN, ends == RESET_BY_ADMIN))
    first = np.flatnonzero(np.diff(over, prepend=-np.inf))
    times, ended = over[first], np.diff(first, append=len(over))
    risk = np.asarray(len(hours) - first - np.searchsorted(going_on, times), dtype=np.float64)
    success = ended - np.diff(np.searchsorted(by_admin, times, side="right"), prepend=0)
    left = np.asarray(np.cumprod(1 - ended / risk), dtype=np.float64)
    before = np.concatenate([[1.0], left[:-1]]) if len(times) else left
    share: Floats = np.cumsum(before * success / risk)
    return Incidence(times, share, _error(share, before, success, ended, risk), left, hours)


def _error(share: Floats, before: Floats, success: Ints, ended: Ints, risk: Floats) -> Floats:
    """For each time, three sums over the times up to it, opened up so that each is a running sum."""
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.where(risk > ended, ended / (risk * (risk - ended)), 0.0)
    own = before**2 * success * (risk - success) / risk**3
    mixed = before * success / risk**2
    first = share**2 * np.cumsum(hazard) - 2 * share * np.cumsum(share * hazard) + np.cumsum(share**2 * hazard)
    third = share * np.cumsum(mixed) - np.cumsum(share * mixed)
    found: Floats = np.sqrt(np.maximum(first + np.cumsum(own) - 2 * third, 0.0))
    return found


def _loglog(share: Floats, error: Floats) -> tuple[Floats, Floats]:
    """The intervals of shares on the scale of log(-log): they never leave 0 to 1.

    For nobody yet, or everybody, the scale ends, and a bound below is not known.
    """
    left = 1 - share
    inside = (left > 0) & (left < 1)
    between = np.where(inside, left, _HALF)
    width = np.exp(np.minimum(Z95 * error / (between * -np.log(between)), _WIDEST))
    return np.where(inside, 1 - between ** (1 / width), 0.0), np.where(inside, 1 - between**width, share)
