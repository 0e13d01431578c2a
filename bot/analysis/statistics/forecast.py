"""How many will be missing on a day: chances of registering in a week, their shape left to the history.

A missing person registers in a week with the chance h (m / M) ** theta, with m of them missing. With theta -1 that
is a constant number a week, with 0 the same chance for each, with 1 what comes of chances that differ between people
(the willing go first). The history weighs the shapes; weeks scatter around them; newcomers come as they have come. Many
paths are drawn forward from that, always the same for the same history. A rush to a deadline, or its end, is in none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.analysis.frames.arrays import Floats

FEWEST_WEEKS: Final = 6
_SHAPES: Final = np.linspace(-2.5, 3.0, 45)
_PATHS: Final = 500
_WILD: Final = 0.02  # no rollout's weeks scatter less than this variance of a factor
_RANGE: Final = (0.1, 0.9)
_SEED: Final = 2027


@dataclass(frozen=True, slots=True)
class Week:
    """What happened between two counts, about a week apart."""

    missing: int  # at its start
    registered: int  # of them, and of those who came
    came: int  # newcomers, net of those who left
    length: float = 1.0  # in weeks


@dataclass(frozen=True, slots=True)
class Range:
    """How many will be missing, 8 times of 10, if it goes on as it has."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Fit:
    weights: Floats  # of the shapes
    chances: Floats  # h of each shape
    certainty: float  # events, divided by their dispersion
    scatter: float  # the variance of a week's factor


def forecast(history: Sequence[Week], missing: int, ahead: Sequence[float]) -> list[Range] | None:
    """The range after each of some spans (weeks, ascending); None with fewer than six weeks, or nobody registered."""
    if len(history) < FEWEST_WEEKS or not sum(week.registered for week in history) or not missing:
        return None
    fit = _fit(history)
    draw = np.random.default_rng(_SEED)
    shape = draw.choice(len(_SHAPES), size=_PATHS, p=fit.weights)
    chance = fit.chances[shape] * draw.gamma(fit.certainty, 1 / fit.certainty, size=_PATHS)
    came = np.array([week.came / week.length for week in history])
    left, most = np.full(_PATHS, float(missing)), float(max(week.missing for week in history))
    ranges, now = [], 0.0
    for until in ahead:
        while now < until:
            step = min(1.0, until - now)
            factor = draw.gamma(1 / fit.scatter, fit.scatter, size=_PATHS)
            share = np.maximum(left, 1.0) / most
            expected = step * chance * left * share ** _SHAPES[shape] * factor
            gone = np.minimum(draw.poisson(np.minimum(expected, left * 3)), left)
            left = np.maximum(left - gone + np.round(draw.choice(came, size=_PATHS) * step), 0.0)
            now += step
        low, high = np.quantile(left, _RANGE)
        ranges.append(Range(int(np.floor(low)), int(np.ceil(high))))
    return ranges


def _fit(history: Sequence[Week]) -> _Fit:
    """Quasi-Poisson for each shape: the chance by events over exposure, the shapes by their deviance."""
    missing = np.array([max(week.missing, 1) for week in history], dtype=np.float64)
    events = np.array([week.registered for week in history], dtype=np.float64)
    length = np.array([week.length for week in history])
    exposure = length * missing * (missing / missing.max()) ** _SHAPES[:, None]
    chances = events.sum() / exposure.sum(axis=1)
    expected = chances[:, None] * exposure
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(events > 0, events * np.log(events / expected), 0.0)
    deviance = 2 * (logs - (events - expected)).sum(axis=1)
    best = expected[deviance.argmin()]
    free = len(history) - 2
    dispersion = max(1.0, float(((events - best) ** 2 / best).sum()) / free)
    scatter = float(((events - best) ** 2 - best).sum() / (best**2).sum()) * len(history) / free
    weights = np.exp(-(deviance - deviance.min()) / (2 * dispersion))
    return _Fit(weights / weights.sum(), chances, float(events.sum()) / dispersion, max(scatter, _WILD))


def held(history: Sequence[Week], missing: Sequence[int], ahead: int) -> tuple[int, int]:
    """How often the forecast so many weeks ahead has been right so far, and of how many: each from what was known then.

    `missing` holds one count more than there are weeks: the count at each week's start, and the newest.
    """
    right = made = 0
    for known in range(FEWEST_WEEKS, len(history) - ahead + 1):
        ranges = forecast(history[:known], missing[known], [float(ahead)])
        if ranges:
            made += 1
            right += ranges[0].low <= missing[known + ahead] <= ranges[0].high
    return right, made
