"""How often the interval of a share of attempts holds, where people differ and try again and again."""

from collections.abc import Iterator

import numpy as np

from bot.analysis.statistics.proportion import Share, by_person

ALIKE = 0.3  # how much alike the attempts of one person are
TRIES = 2.4


def coverage(people: int, truth: float, draws: int, seed: int) -> tuple[float, float]:
    """How often the interval by person holds, and Wilson's over all attempts as if each were another person's."""
    draw = np.random.default_rng(seed)
    spread = (1 - ALIKE) / ALIKE
    held = plain = 0
    for _ in range(draws):
        users = np.repeat(np.arange(people), draw.geometric(1 / TRIES, people))
        left = draw.random(len(users)) < draw.beta(truth * spread, (1 - truth) * spread, people)[users]
        interval = by_person(left, users)
        alone = Share(float(left.mean()), len(left)).interval()
        held += interval is not None and interval.low <= truth <= interval.high
        plain += alone.low <= truth <= alone.high
    return held / draws, plain / draws


def table(draws: int) -> Iterator[str]:
    """How often intervals that should hold 95 times of 100 do."""
    yield "| people | 5 % leave | 20 % leave | 60 % leave |"
    yield "|---|---|---|---|"
    for people in (10, 30, 100, 300):
        cells = [coverage(people, truth, draws, seed=20) for truth in (0.05, 0.2, 0.6)]
        yield f"| {people} | {' | '.join(f'{100 * held:.0f} ({100 * plain:.0f})' for held, plain in cells)} |"
