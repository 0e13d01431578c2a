"""False alarms a month of the burst scan, and which true bursts it finds."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.analysis.statistics.scan import DAY, HOUR, Hours, Times, limit, usual
from tests.support.alarms import alarm_sizes

_WEEKDAYS = np.array([1.4, 1.2, 1.2, 1.2, 1.2, 0.4, 0.4]) / 7  # Monday first
_HOURS = np.array([0.2] * 7 + [1, 2, 3, 3, 2, 2, 3, 3, 2, 1] + [0.4] * 7)
_SHARES = np.array([0.4, 0.2, 0.12, 0.1, 0.08, 0.05, 0.03, 0.02])  # of eight causes
_HISTORY = 56  # days
_MONDAY = 4 * DAY  # 5 January 1970


@dataclass(frozen=True)
class Wildness:
    """How much days and hours differ from their usual rate: variances of a factor."""

    days: float
    hours: float


CALM, WILD = Wildness(0.15, 0.3), Wildness(0.3, 0.8)


def false_alarms(a_day: float, wildness: Wildness, months: int, seed: int) -> float:
    """Told bursts a month, where there are none; alarms of one cause within a day are one."""
    draw = np.random.default_rng(seed)
    told = 0
    for _ in range(months):
        for share in _SHARES:
            at = _stream(draw, a_day * share, _HISTORY + 30, wildness)
            told += len(_told(at))
    return told / (months * 30 / 30.44)


def _told(at: Times) -> list[int]:
    """When bursts are told in the days after the history, at most one a day."""
    edge = _MONDAY + _HISTORY * DAY
    old, new = at[at < edge], at[at >= edge - DAY]
    rates = usual(Hours.of(old, old), _HISTORY)
    found = alarm_sizes(new, rates, limit(1.0, len(_SHARES), rates.a_month))
    told: list[int] = []
    for time in new[(found > 0) & (new >= edge)].tolist():
        if not told or time - told[-1] > DAY:
            told.append(time)
    return told


def found(a_day: float, people: int, minutes: float, bursts: int, seed: int) -> float:
    """The share of drawn office-hour bursts that are told while they last, in a cause with so many people a day."""
    draw = np.random.default_rng(seed)
    hits = 0
    for _ in range(bursts):
        at = _stream(draw, a_day, _HISTORY + 7, CALM)
        start = _MONDAY + (_HISTORY + draw.integers(5)) * DAY + int(draw.uniform(8, 16) * HOUR)
        length = int(minutes * HOUR / 60)
        burst = start + np.sort(draw.integers(length, size=people))
        told = _told(np.sort(np.concatenate([at, burst])))
        hits += any(start <= time <= start + length for time in told)
    return hits / bursts


def _stream(draw: np.random.Generator, a_day: float, days: int, wildness: Wildness) -> Times:
    """When people meet a cause, from a Monday on."""
    rate = np.outer(_WEEKDAYS[np.arange(days) % 7] * 7, _HOURS / _HOURS.sum()) * a_day
    rate *= draw.gamma(1 / wildness.days, wildness.days, (days, 1)) * draw.gamma(
        1 / wildness.hours, wildness.hours, rate.shape
    )
    hours = np.repeat(np.arange(days * 24), draw.poisson(rate).ravel())
    return np.sort(_MONDAY + hours * HOUR + draw.integers(HOUR, size=len(hours)))


def table(months: int) -> Iterator[str]:
    """False alarms of a tenant with eight causes, and found bursts in one cause."""
    yield "| failing people a day, all causes | 1 | 5 | 30 | 100 |"
    yield "|---|---|---|---|---|"
    for name, wildness in (("false alarms a month", CALM), ("the same, wilder days and hours", WILD)):
        cells = (f"{false_alarms(a_day, wildness, months, seed=7):.2f}" for a_day in (1, 5, 30, 100))
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield ""
    yield "| people a day of the cause | 0.3 | 1 | 3 | 12 | 40 |"
    yield "|---|---|---|---|---|---|"
    for people, minutes in ((4, 3), (8, 9), (20, 30), (8, 240)):
        cells = (f"{100 * found(a_day, people, minutes, months, seed=8):.0f} %" for a_day in (0.3, 1, 3, 12, 40))
        yield f"| {people} people within {minutes} minutes: found | " + " | ".join(cells) + " |"
