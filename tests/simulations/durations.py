"""How well the time until success is known, from cases opened in a window of which some are still open."""

from collections.abc import Iterator

import numpy as np

from bot.analysis.statistics.survival import OPEN, RESET_BY_ADMIN, SUCCESS, incidence

MEDIAN = 57.0  # hours


def medians(cases: int, days: int, windows: int, seed: int, helped: float = 0.0) -> tuple[float, float, float]:
    """Of drawn windows: the middle one of the told medians, how often the interval holds, and how often half is reached.

    `helped` is the rate an hour at which an admin resets instead; the truth is then the time by which half of all
    have succeeded by themselves.
    """
    draw = np.random.default_rng(seed)
    truth = _truth(draw, helped)
    told, holds = [], 0
    for _ in range(windows):
        done = draw.lognormal(np.log(MEDIAN), 1.0, cases)
        admin = draw.exponential(1 / helped, cases) if helped else np.full(cases, np.inf)
        seen = draw.uniform(0, 24 * days, cases)
        hours = np.minimum(np.minimum(done, admin), seen)
        ends = np.where(seen == hours, OPEN, np.where(done == hours, SUCCESS, RESET_BY_ADMIN))
        middle, low, high = incidence(hours, ends).half()
        told.append(np.inf if middle is None else middle)
        holds += (low is None or low <= truth) and (high is None or truth <= high) and not (low is None and high)
    return float(np.median(told)), holds / windows, float(np.mean(np.isfinite(told)))


def _truth(draw: np.random.Generator, helped: float) -> float:
    done = draw.lognormal(np.log(MEDIAN), 1.0, 400_000)
    admin = draw.exponential(1 / helped, len(done)) if helped else np.full(len(done), np.inf)
    own = np.sort(np.where(done < admin, done, np.inf))
    return float(own[len(own) // 2])


def table(windows: int) -> Iterator[str]:
    """The told median, where the truth is 57 hours."""
    yield "| cases, opened within | median told | interval holds | half reached |"
    yield "|---|---|---|---|"
    for cases, days in ((5, 30), (10, 30), (20, 30), (90, 30), (42, 14), (21, 7)):
        middle, holds, reached = medians(cases, days, windows, seed=9)
        told = f"{middle:.0f} h" if np.isfinite(middle) else "not reached"
        yield f"| {cases}, {days} days | {told} | {100 * holds:.0f} % | {100 * reached:.0f} % |"
