"""The scan for bursts looks at crowded times alone, and finds what a look at each time does."""

import numpy as np
import pytest

from bot.analysis.statistics.scan import DAY, FEWEST, HOUR, SPANS, Cells, Times, Usual, limit, usual
from bot.analysis.statistics.scan import _chance_of as chance_of
from bot.analysis.statistics.scan import _unlikely as unlikely
from tests.support.alarms import alarm_widths

SECOND, DAYS = 1_000_000, 20


def drawn_times(draw: np.random.Generator, people: int, bursts: int) -> Times:
    """Twenty days with quiet nights; bursts are from two people to some hundred, within seconds or hours."""
    weight = np.tile(np.exp(-((np.arange(24) - 10.0) ** 2) / 30) + 1e-3, DAYS)
    hours = draw.choice(DAYS * 24, people, p=weight / weight.sum())
    found = [hours * HOUR + draw.integers(0, HOUR, people)]
    for _ in range(bursts):
        within = int(10 ** draw.uniform(6, 10.5))
        found.append(draw.choice(found[0]) + draw.integers(0, within, int(10 ** draw.uniform(0.5, 2.7))))
    return np.sort(np.concatenate(found)) + 20_000 * DAY


def slow_alarms(at: Times, rates: Usual, threshold: float) -> Times:
    found = np.zeros(len(at), dtype=np.int64)
    for width in reversed(SPANS):
        people = np.arange(1, len(at) + 1) - np.searchsorted(at, at - width, side="right")
        many = np.flatnonzero(people >= FEWEST)
        chance = chance_of(people[many] - 1, rates.expected(at[many] - width, at[many]), rates.dispersion)
        found[many[chance < threshold]] = width
    return found


@pytest.mark.parametrize("people", [300, 3_000, 30_000])
@pytest.mark.parametrize("seed", range(4))
def test_crowded_times_are_all_that_matter(people: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    at = drawn_times(draw, people, seed)
    rates = usual(Cells.of(drawn_times(draw, people, 0)), DAYS)
    threshold = limit(1.0, 5, rates.a_month)
    found = alarm_widths(at, rates, threshold)
    assert seed == 1 or (found > 0).any() == (seed > 1)  # a single burst may be small
    np.testing.assert_array_equal(found, slow_alarms(at, rates, threshold))
    back = np.concatenate([at[: people // 2], at[people // 2 :] - HOUR])  # clocks are put back: times do not rise there
    np.testing.assert_array_equal(alarm_widths(back, rates, threshold), slow_alarms(back, rates, threshold))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("counts", [300, 30_000])
def test_a_count_is_unlikely_where_its_own_chance_is_below_the_threshold(counts: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    dispersion, threshold = float(draw.choice([0.02, 0.5, 5.0])), float(draw.choice([1e-6, 1e-3, 0.2]))
    mean = 10 ** draw.uniform(-3, 2.5, counts)
    least = 1 + draw.poisson(mean * draw.gamma(1 / dispersion, dispersion, counts) * draw.choice([1, 3, 10], counts))
    rare = chance_of(least, mean, dispersion) < threshold
    assert 0 < np.count_nonzero(rare) < counts
    np.testing.assert_array_equal(unlikely(least, mean, dispersion, threshold), rare)
