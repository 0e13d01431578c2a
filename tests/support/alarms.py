"""The scan for bursts, told time by time."""

from collections.abc import Callable

import numpy as np

from bot.analysis.statistics.scan import Hours, Times, Usual, alarms


def alarm_sizes(
    at: Times, rates: Usual, threshold: float, clock: Callable[[Times], Times] = lambda some: some
) -> Times:
    """For each of the sorted times, the people of the shortest span up to it that holds too many; 0 for none.

    `clock` tells what a clock on the wall showed then.
    """
    found = np.zeros(len(at), dtype=np.int64)
    last, first = alarms(Hours.of(at, clock(at)), at, clock, rates, threshold)
    found[last] = last + 1 - first
    return found
