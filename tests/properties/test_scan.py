"""The scan for bursts looks at crowded times alone, and finds what a look at each time does."""

from dataclasses import astuple

import numpy as np
import pytest

from bot.analysis.statistics.negative_binomial import at_least, chance_of, unlikely
from bot.analysis.statistics.scan import DAY, FEWEST, HOUR, SPANS, Hours, Times, Usual, limit, usual
from tests.support.alarms import alarm_sizes

SECOND, DAYS = 1_000_000, 20


def drawn_times(draw: np.random.Generator, people: int, bursts: int) -> Times:
    """Twenty days with quiet nights and quieter weekends; bursts are of two to some hundred, within seconds or hours."""
    weight = np.tile(np.exp(-((np.arange(24) - 10.0) ** 2) / 30) + 1e-3, DAYS)
    weight[np.arange(DAYS * 24) // 24 % 7 < 2] /= 30  # so that a Monday begins with a leap of what is usual
    hours = draw.choice(DAYS * 24, people, p=weight / weight.sum())
    found = [hours * HOUR + draw.integers(0, HOUR, people)]
    for _ in range(bursts):
        within = int(10 ** draw.uniform(6, 10.5))
        found.append(draw.choice(found[0]) + draw.integers(0, within, int(10 ** draw.uniform(0.5, 2.7))))
    return np.sort(np.concatenate(found)) + 20_000 * DAY


def slow_alarms(at: Times, clock: Times, rates: Usual, threshold: float) -> Times:
    found = np.zeros(len(at), dtype=np.int64)
    for width in reversed(SPANS):
        people = np.arange(1, len(at) + 1) - np.searchsorted(at, at - width, side="right")
        many = np.flatnonzero(people >= FEWEST)
        chance = chance_of(people[many] - 1, rates.expected(clock[many] - width, clock[many]), rates.dispersion)
        rare = many[chance < threshold]
        found[rare] = people[rare]
    return found


@pytest.mark.parametrize("people", [300, 3_000, 30_000])
@pytest.mark.parametrize("seed", range(4))
def test_crowded_times_are_all_that_matter(people: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    at = drawn_times(draw, people, seed)
    past = drawn_times(draw, people, 0)
    rates = usual(Hours.of(past, past), DAYS)
    threshold = limit(1.0, 5, rates.a_month)
    found = alarm_sizes(at, rates, threshold)
    assert seed == 1 or (found > 0).any() == (seed > 1)  # a single burst may be small
    np.testing.assert_array_equal(found, slow_alarms(at, at, rates, threshold))

    def put_back(some: Times) -> Times:
        return np.where(some >= at[people // 2], some - HOUR, some)

    told = alarm_sizes(at, rates, threshold, put_back)  # people are counted as time goes by, whatever clocks show
    np.testing.assert_array_equal(told, slow_alarms(at, put_back(at), rates, threshold))


@pytest.mark.parametrize("seed", range(4))
def test_hours_cut_and_put_together_are_those_of_all(seed: int) -> None:
    draw = np.random.default_rng(seed)
    at = drawn_times(draw, 500, seed)
    whole, (first, middle, last) = Hours.of(at, at), np.sort(draw.integers(0, len(at) + 1, 3)).tolist()
    cut, some = whole.between(first, last), at[first:last]
    mine = Hours.of(some, some, at[:first])
    np.testing.assert_array_equal(cut.at, mine.at)
    np.testing.assert_array_equal(cut.starts, mine.starts)
    assert np.all(cut.most >= mine.most)
    edge = int(at[middle] // HOUR * HOUR) if middle < len(at) else int(at[-1])
    place = int(np.searchsorted(at, edge))
    later = Hours.of(at[place:], at[place:], at[:place])
    for one, other in zip(astuple(whole), astuple(whole.between(0, place).followed_by(later)), strict=True):
        np.testing.assert_array_equal(one, other)
    calm = draw.random(len(at)) < 0.1
    np.testing.assert_array_equal(whole.with_only(calm).at, Hours.of(at[calm], at[calm]).at)
    np.testing.assert_array_equal(whole.with_only(calm).starts, Hours.of(at[calm], at[calm]).starts)


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
    assert np.all(at_least(least, mean, dispersion) <= chance_of(least, mean, dispersion) * (1 + 1e-9) + 1e-9)
