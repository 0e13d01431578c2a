"""The scan for bursts, told time by time."""

import numpy as np

from bot.analysis.statistics.scan import Cells, Times, Usual, alarms


def alarm_widths(at: Times, rates: Usual, threshold: float) -> Times:
    """For each of the sorted times, the shortest span up to it that holds too many people; 0 for none."""
    found = np.zeros(len(at), dtype=np.int64)
    places, widths = alarms(Cells.of(at), len(at), lambda: at, rates, threshold)
    found[places] = widths
    return found
