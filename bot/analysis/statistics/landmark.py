"""What would have become of people who waited as long, without what was done: the other half of a fair comparison.

Whoever something is done for has waited until then, and who waits long succeeds less often. So each of them is held
against those who had waited as long without it, and what was done later ends the waiting of these as unfinished. The
share who succeed within a span, of those left at an age, is that of Aalen and Johansen from this age on (van
Houwelingen's landmark, 2007); its variance that of the sum over each person's influence on it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Floats, Ints
from bot.analysis.statistics.proportion import Share
from bot.analysis.statistics.survival import OPEN, SUCCESS, Incidence, incidence

_NOBODY: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each case waited, whose it is, and how that ended. Times are hours."""

    users: Ints
    hours: Floats
    ends: Ints  # OPEN, SUCCESS or RESET_BY_ADMIN

    def left_at(self, age: float) -> Bools:
        """Which waited longer."""
        longer: Bools = self.hours > age
        return longer


def known_at(waits: Waits, ages: Floats, within: float) -> Ints:
    """For each age how many waited longer, and are known to have ended or waited on within so many hours more."""
    lasted, unfinished = np.sort(waits.hours), np.sort(waits.hours[waits.ends == OPEN])
    there = len(lasted) - np.searchsorted(lasted, ages, side="right")
    lost = np.searchsorted(unfinished, ages + within) - np.searchsorted(unfinished, ages, side="right")
    return there - lost


def expected(waits: Waits, ages: Floats, within: float) -> Share:
    """The mean over the ages of the share who succeed within so many hours more, and how many votes that is worth.

    There must be an age, and for each at least one who is known to have gone on (`known_at`).
    """
    found = incidence(waits.hours, waits.ends)
    share, left = np.append(0.0, found.share), np.append(1.0, found.left)
    now, then = (np.searchsorted(found.times, at, side="right") for at in (ages, ages + within))
    weight = 1 / np.maximum(left[now], _NOBODY)
    rate = float(np.clip(np.mean((share[then] - share[now]) * weight), 0.0, 1.0))
    people = arrays.different(waits.users[waits.left_at(float(ages.min()))])
    variance = _variance(waits, found, now, then, weight)
    return Share(rate, min(rate * (1 - rate) / variance, people) if variance > _NOBODY else float(people))


def _variance(waits: Waits, found: Incidence, now: Ints, then: Ints, weight: Floats) -> float:
    """The variance of the mean: an end at a time adds to some of the shares, and takes from all that would follow."""
    if not len(found.times):
        return 0.0
    share, before = found.share, np.concatenate([[1.0], found.left[:-1]])
    place = np.searchsorted(found.times, waits.hours, side="right") - 1  # the last end up to each case's own
    risk = len(waits.hours) - np.searchsorted(np.sort(waits.hours), found.times)
    own = np.where(waits.ends == OPEN, -1, place)
    success = np.bincount(own[waits.ends == SUCCESS], minlength=len(share)) / risk
    ended = np.bincount(own[own >= 0], minlength=len(share)) / risk
    open_weight = _running(now, then, weight, len(share))
    gain = before * open_weight / risk
    loss = _running(now, then, weight * np.append(0.0, share)[then], len(share)) - share * open_weight
    loss = np.divide(loss, risk * (1 - ended), out=np.zeros(len(share)), where=ended < 1)
    drift = np.append(0.0, np.cumsum(gain * success - loss * ended))[place + 1]
    jump = np.where(waits.ends == SUCCESS, gain[own], 0.0) - np.where(own >= 0, loss[own], 0.0)
    influence = (jump - drift) / len(weight)
    return float(np.sum(np.bincount(np.unique(waits.users, return_inverse=True)[1], weights=influence) ** 2))


def _running(now: Ints, then: Ints, amounts: Floats, size: int) -> Floats:
    """For each time the sum of the amounts whose span, from behind `now` up to `then`, holds it."""
    steps = np.bincount(now, weights=amounts, minlength=size + 1) - np.bincount(
        then, weights=amounts, minlength=size + 1
    )
    found: Floats = np.cumsum(steps)[:size]
    return found
