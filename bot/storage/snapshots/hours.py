"""Attempts by the hour, carried on: those that left are taken away, those that came are added."""

from collections.abc import Sequence

import numpy as np

from bot.reports.frames.hour_counts import HourCounts
from bot.storage.snapshots.state import Facts, Ints


def hours_of(tried: Facts, rows: Ints, causes: Sequence[str]) -> HourCounts:
    """The counts of some attempts, whose rows rise; `causes` are the labels."""
    return HourCounts.of(tried.at[rows], tried.codes["result"][rows], tried.codes["cause"][rows], len(causes))


def relabelled(counts: HourCounts, before: Sequence[str], now: Sequence[str]) -> HourCounts:
    """The counts of causes with some labels under more labels."""
    if list(before) == list(now):
        return counts
    code = {label: place for place, label in enumerate(now)}
    return counts.relabelled(np.array([code[label] for label in before], dtype=np.int64), len(now))
