"""How often the interval of the risk ratio holds, and how often a day is said to be unusual where nothing changed."""

from collections.abc import Iterator

import numpy as np

from bot.analysis.roster.one_method_risk import risk_ratio
from bot.analysis.statistics.band import band


def ratio_holds(people: tuple[int, int], risk: float, ratio: float, draws: int, seed: int) -> tuple[float, float]:
    """Of the draws where a ratio is said: how often its interval holds the truth, and how often it excludes none."""
    draw = np.random.default_rng(seed)
    held = claimed = said = 0
    for _ in range(draws):
        first, second = int(draw.binomial(people[0], risk * ratio)), int(draw.binomial(people[1], risk))
        found = risk_ratio(people[0], first, people[1], second)
        if found:
            said += 1
            held += found[1].low <= ratio <= found[1].high
            claimed += not found[1].low <= 1 <= found[1].high
    return held / max(said, 1), claimed / max(said, 1)


def unusual_days(a_day: float, times: float, weeks: int, draws: int, seed: int) -> float:
    """The share of days outside of what is usual; days scatter by a gamma factor of variance .15, weeks by one of .05."""
    draw = np.random.default_rng(seed)
    found = 0
    for _ in range(draws):
        factors = draw.gamma(1 / 0.05, 0.05, weeks + 1) * draw.gamma(1 / 0.15, 0.15, weeks + 1)
        factors[-1] *= times
        people = draw.poisson(a_day * factors).tolist()
        usual = band(people[:-1])
        assert usual
        found += not usual.usual.low <= people[-1] <= usual.usual.high
    return found / draws


def table(draws: int) -> Iterator[str]:
    """Both tables."""
    yield "| failing people by that hour | 0.3 | 1 | 5 | 30 |"
    yield "|---|---|---|---|---|"
    volumes = (0.3, 1, 5, 30)
    for words, times, weeks in (
        ("nothing changed, said to be unusual (8 weeks)", 1, 8),
        ("nothing changed, said to be unusual (4 weeks)", 1, 4),
        ("three times as many, said (8 weeks)", 3, 8),
    ):
        cells = (f"{100 * unusual_days(volume, times, weeks, draws, 41):.1f} %" for volume in volumes)
        yield f"| {words} | {' | '.join(cells)} |"
    yield ""
    yield "| with one method, with more; fail of these | the same risk: interval holds | twice the risk: holds; found |"
    yield "|---|---|---|"
    for people, risk in (((30, 30), 0.2), ((60, 120), 0.1), ((120, 200), 0.05), ((500, 1500), 0.05)):
        same = ratio_holds(people, risk, 1, draws, 42)[0]
        holds, found = ratio_holds(people, risk, 2, draws, 43)
        yield (
            f"| {people[0]}, {people[1]}; {100 * risk:.0f} % | {100 * same:.1f} % | {100 * holds:.1f} %; {100 * found:.0f} % |"
        )
