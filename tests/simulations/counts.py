"""How often a week is said to have unusually many or few failing people, and how often a doubling is found."""

from collections.abc import Iterator

import numpy as np

from bot.analysis.statistics.band import WEEKS, band
from bot.analysis.statistics.multiple import discoveries

_WEEKDAYS = np.array([1.4, 1.2, 1.2, 1.2, 1.2, 0.4, 0.4]) / 7


def unusual(a_day: float, times: float, windows: int, seed: int) -> float:
    """The share of drawn weeks outside the band of the eight before, where the mean of the last is so many times theirs."""
    draw = np.random.default_rng(seed)
    return sum(_outside(_weeks(draw, a_day, times)) for _ in range(windows)) / windows


def among_causes(a_day: float, causes: int, windows: int, seed: int) -> float:
    """The share of drawn weeks in which any cause is named, though nothing has changed in any."""
    draw = np.random.default_rng(seed)
    return (
        sum(any(discoveries([_p(_weeks(draw, a_day / causes, 1)) for _ in range(causes)])) for _ in range(windows))
        / windows
    )


def _weeks(draw: np.random.Generator, a_day: float, times: float) -> list[int]:
    """People a week: days scatter by a gamma factor of variance .15, weeks by one of .05."""
    weeks = draw.gamma(1 / 0.05, 0.05, (WEEKS + 1, 1)) * draw.gamma(1 / 0.15, 0.15, (WEEKS + 1, 7))
    weeks[-1] *= times
    return [int(people) for people in draw.poisson(7 * a_day * _WEEKDAYS * weeks).sum(axis=1)]


def _p(weeks: list[int]) -> float:
    usual = band(weeks[:-1])
    assert usual
    return usual.p_value(weeks[-1])


def _outside(weeks: list[int]) -> bool:
    usual = band(weeks[:-1])
    assert usual
    return not usual.usual.low <= weeks[-1] <= usual.usual.high


def table(windows: int) -> Iterator[str]:
    """False claims, found doublings, and false ones among eight causes."""
    volumes = (0.3, 1, 5, 30)
    yield "| failing people a day | " + " | ".join(f"{volume:g}" for volume in volumes) + " |"
    yield "|---|" + "---|" * len(volumes)
    yield (
        "| nothing changed, yet told | "
        + " | ".join(f"{100 * unusual(v, 1, windows, 3):.1f} %" for v in volumes)
        + " |"
    )
    yield "| doubled, and told | " + " | ".join(f"{100 * unusual(v, 2, windows, 4):.0f} %" for v in volumes) + " |"
    eight = (f"{100 * among_causes(v, 8, windows // 2, 5):.1f} %" for v in volumes)
    yield "| some of eight causes named, nothing changed | " + " | ".join(eight) + " |"
