"""Our few lines of statistics say what scipy and statsmodels say, wherever those say anything."""

import warnings
from dataclasses import astuple
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from bot.analysis.statistics.band import band
from bot.analysis.statistics.change import Votes, change, votes, votes_without
from bot.analysis.statistics.multiple import discoveries
from bot.analysis.statistics.proportion import Share, difference
from bot.analysis.statistics.quantiles import t95, t_two_sided
from bot.analysis.statistics.scan import SPANS, Hours, usual
from bot.analysis.statistics.survival import OPEN, incidence
from tests.support.alarms import alarm_sizes

counted = st.integers(1, 400).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))
ended = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2)), min_size=2, max_size=40)


@given(st.integers(1, 400), st.floats(0, 60))
def test_t_is_students(df: int, t: float) -> None:
    assert t95(df) == pytest.approx(stats.t.ppf(0.975, df), abs=1e-9)
    assert t_two_sided(t, df) == pytest.approx(2 * stats.t.sf(t, df), abs=1e-12)
    assert t_two_sided(inf, df) == 0


@given(counted)
def test_a_share_has_wilsons_interval(drawn: tuple[int, int]) -> None:
    success, size = drawn
    assert Share(success / size, size).interval() == pytest.approx(proportion_confint(success, size, method="wilson"))


@given(counted, counted)
def test_a_difference_has_newcombes_interval(earlier: tuple[int, int], later: tuple[int, int]) -> None:
    told = difference(Share(earlier[0] / earlier[1], earlier[1]), Share(later[0] / later[1], later[1]))
    assert told == pytest.approx(confint_proportions_2indep(*later, *earlier), abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.booleans()), min_size=1, max_size=80))
def test_a_person_has_one_vote_a_day(drawn: list[tuple[int, int, bool]]) -> None:
    found = votes(*(np.array(column) for column in zip(*drawn, strict=True)))
    shares: dict[tuple[int, int], list[bool]] = {}
    for user, day, success in drawn:
        shares.setdefault((user, day), []).append(success)
    told = dict(zip(zip(found.users.tolist(), found.days.tolist(), strict=True), found.shares.tolist(), strict=True))
    assert told == pytest.approx({key: sum(of) / len(of) for key, of in shares.items()})


_attempts = st.tuples(st.integers(0, 9), st.integers(100, 104), st.sampled_from(["success", "failure", "gone"]))


@given(st.lists(_attempts, min_size=1, max_size=60), st.sampled_from([1, 10**9]), st.integers(99, 106))
def test_votes_without_some_failures_are_those_of_all_others(
    drawn: list[tuple[int, int, str]], apart: int, middle: int
) -> None:
    users, days, outcome = (np.array(column) for column in zip(*drawn, strict=True))
    users, gone, success = users * apart, outcome == "gone", outcome == "success"
    told = votes_without(users, days, success, gone)
    for found, left in zip(told, (np.ones(len(drawn), dtype=np.bool_), ~gone), strict=True):
        for half, side in zip(found.split(middle), (days < middle, days >= middle), strict=True):
            wanted = votes(*(column[left & side] for column in (users, days, success)))
            assert [one.tolist() for one in astuple(half)] == [one.tolist() for one in astuple(wanted)]


@given(st.lists(st.booleans(), min_size=4, max_size=60), st.lists(st.booleans(), min_size=4, max_size=60))
def test_a_change_is_never_surer_than_votes_that_are_all_independent(before: list[bool], after: list[bool]) -> None:
    def side(success: list[bool], start: int) -> Votes:
        shares = np.array(success, dtype=float)
        return Votes(np.arange(len(shares)) + 100 * start, np.arange(len(shares)) % 5 + start, shares)

    told = change(side(before, 0), side(after, 5))
    assert told
    plain = difference(Share(sum(before) / len(before), len(before)), Share(sum(after) / len(after), len(after)))
    assert told.difference.low <= plain.low + 1e-9
    assert told.difference.high >= plain.high - 1e-9


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_discoveries_are_benjamini_and_hochbergs(p_values: list[float]) -> None:
    adjusted = stats.false_discovery_control(p_values)
    for told, wanted in zip(discoveries(p_values), adjusted.tolist(), strict=True):
        assert told is (wanted <= 0.05) or wanted == pytest.approx(0.05)


@given(st.lists(st.integers(5, 60), min_size=8, max_size=8), st.integers(0, 120))
def test_outside_the_band_is_p_below_five_percent(history: list[int], count: int) -> None:
    usually = band(history)
    assert usually
    assert (not usually.usual.low <= count <= usually.usual.high) is (usually.p_value(count) < 0.05)
    if np.var(history, ddof=1) > np.mean(history):
        t = (count - np.mean(history)) / (np.std(history, ddof=1) * np.sqrt(1 + 1 / 8))
        assert usually.p_value(count) == pytest.approx(2 * stats.t.sf(abs(t), 7))


def test_too_short_a_history_has_no_band() -> None:
    assert band([3, 4, 5]) is None


@given(ended)
def test_incidence_is_aalen_and_johansens_exact_at_ties(drawn: list[tuple[int, int]]) -> None:
    hours, ends = (np.array(column) for column in zip(*drawn, strict=True))
    if not (ends == 1).any():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = CumIncidenceRight(hours.astype(float), ends)
    told = incidence(hours.astype(float), ends)
    assert [told.at(time) for time in wanted.times] == pytest.approx(wanted.cinc[0].tolist())
    places = np.searchsorted(told.times, wanted.times, side="right") - 1
    errors = np.where(places >= 0, told.error[places], 0.0)
    known = np.isfinite(wanted.cinc_se[0])
    assert errors[known] == pytest.approx(wanted.cinc_se[0][known], abs=1e-9)


@given(ended)
def test_without_a_rival_it_is_kaplan_and_meiers_with_log_log_intervals(drawn: list[tuple[int, int]]) -> None:
    hours, ends = (np.array(column) for column in zip(*drawn, strict=True))
    ends = np.minimum(ends, 1)
    if not ends.any():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = SurvfuncRight(hours.astype(float), ends)
        low, high = wanted.quantile_ci(0.5, method="cloglog")
    told = incidence(hours.astype(float), ends)
    assert (1 - told.share).tolist() == pytest.approx(wanted.surv_prob.tolist())
    middle, earliest, latest = told.half()
    reached = np.flatnonzero(told.share >= 0.5 - 1e-9)
    assert middle == (told.times[reached[0]] if len(reached) else None)
    if told.share[-1] < 1:  # where nobody is left, the other one's bounds are not numbers
        assert (earliest or inf, latest or inf) == pytest.approx((low, high))


def test_eight_cases_with_ties_end_where_they_must() -> None:
    told = incidence(np.array([1.0, 1, 2, 2, 3, 3, 4, 4]), np.array([1, 2, 1, OPEN, 1, 2, 1, 1]))
    assert told.at(2.5) == pytest.approx(1 / 8 + 6 / 8 * 1 / 6)


@given(
    st.lists(st.integers(0, 40 * 24 * 60), min_size=1, max_size=60).map(sorted),
    st.lists(st.integers(0, 3 * 24 * 60), min_size=1, max_size=40).map(sorted),
    st.sampled_from([1e-4, 1e-3, 1e-2]),
)
def test_alarms_are_what_the_negative_binomial_tail_says(past: list[int], new: list[int], threshold: float) -> None:
    minute = 60_000_000
    rates = usual(Hours.of(*2 * [np.array(past) * minute]), 56)
    at = (np.array(new) + 56 * 24 * 60) * minute
    for time, told in zip(at.tolist(), alarm_sizes(at, rates, threshold).tolist(), strict=True):
        wanted = 0
        for span in reversed(SPANS):
            people = int(np.count_nonzero((at > time - span) & (at <= time)))
            mean = rates.expected(np.array([time - span]), np.array([time]))[0]
            chance = stats.nbinom.sf(people - 2, 1 / rates.dispersion, 1 / (1 + rates.dispersion * mean))
            if people >= 4 and chance < threshold:
                wanted = people
        assert told == wanted or len(set(at.tolist())) < len(at)


@given(st.integers(1, 10**6), st.sampled_from([300, 3_000]), st.sampled_from([1e-6, 1e-3, 1e-2, 0.2]))
@settings(deadline=None, max_examples=20)
def test_alarms_among_many_people_are_what_the_tail_says(seed: int, people: int, threshold: float) -> None:
    draw, minute = np.random.default_rng(seed), 60_000_000
    days = draw.gamma(4, 0.25, 20)
    past = np.sort(draw.integers(0, 56 * 24 * 60, people)) * minute
    new = np.repeat(56 + np.arange(20), draw.poisson(days * people / 20)) * 24 * 60
    at = np.sort((new + draw.integers(0, 24 * 60, len(new))) * minute + draw.integers(0, minute, len(new)))
    rates, wanted = usual(Hours.of(past, past), 56), np.zeros(len(at), dtype=np.int64)
    for span in reversed(SPANS):
        there = np.arange(1, len(at) + 1) - np.searchsorted(at, at - span, side="right")
        mean = rates.expected(at - span, at)
        chance = stats.nbinom.sf(there - 2, 1 / rates.dispersion, 1 / (1 + rates.dispersion * mean))
        many = (there >= 4) & (chance < threshold)
        wanted[many] = there[many]
    told = alarm_sizes(at, rates, threshold)
    assert np.count_nonzero(told != wanted) <= len(at) // 1000  # a chance may be the threshold to the last digit


@given(st.lists(st.integers(0, 56 * 24 * 60 - 1), min_size=1, max_size=200).map(sorted))
def test_the_usual_rate_adds_up_over_a_week(past: list[int]) -> None:
    minute, week = 60_000_000, 7 * 24 * 3_600_000_000
    rates = usual(Hours.of(*2 * [np.array(past) * minute]), 56)
    for start in (0, 12_345_678_901, week * 3 + 5):
        spans = np.array([start]), np.array([start + week])
        assert rates.expected(*spans)[0] == pytest.approx(len(past) / 8)
