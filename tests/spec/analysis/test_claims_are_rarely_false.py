"""The simulations behind docs/statistics.md, small: claims are rarely false, and true changes are found."""

import pytest

from bot.analysis.cases.sign_reviews import SignKey
from tests.simulations import attacks, bursts, change, counts, durations, helped, risks, rollouts, shares

pytestmark = pytest.mark.slow  # a few seconds of simulation together

HARMLESS, WORST = change.CROWDS[0], change.CROWDS[-1]


@pytest.mark.parametrize("crowd", change.CROWDS, ids=lambda crowd: crowd.name)
@pytest.mark.parametrize(("a_day", "days"), [(3, 7), (10, 14), (30, 30)])
def test_a_change_is_rarely_claimed_where_there_is_none(crowd: change.Crowd, a_day: float, days: int) -> None:
    assert change.claims(crowd, a_day, days, change.RATE, 150, seed=11) <= 0.08


def test_a_fall_from_sixty_to_fifty_percent_is_found_where_there_is_enough() -> None:
    assert change.claims(HARMLESS, 30, 30, change.FALLEN, 100, seed=12) > 0.7
    assert change.claims(WORST, 100, 30, change.FALLEN, 50, seed=12) > 0.5


@pytest.mark.parametrize("a_day", [0.3, 1, 5, 30])
def test_an_unusual_week_is_rarely_claimed_and_a_doubling_mostly_found(a_day: float) -> None:
    assert counts.unusual(a_day, 1, 300, seed=13) <= 0.08
    assert counts.among_causes(a_day, 8, 200, seed=13) <= 0.08
    assert counts.unusual(a_day, 2, 300, seed=14) > 0.15


@pytest.mark.parametrize("kind", rollouts.KINDS[:3])
def test_the_range_of_a_rollout_holds_about_eight_times_of_ten(kind: str) -> None:
    for told in rollouts.coverage(kind, 1000, 5, 40, seed=15).values():
        assert 0.68 <= told.held <= 0.98


def test_a_rush_is_not_foreseen() -> None:
    assert rollouts.coverage(rollouts.KINDS[3], 1000, 0, 40, seed=15)[4].held < 0.7


def test_bursts_are_found_and_rarely_made_up() -> None:
    assert bursts.false_alarms(5, bursts.CALM, 20, seed=16) <= 1
    assert bursts.false_alarms(100, bursts.WILD, 12, seed=16) <= 2.5  # 3.8 while the scatter of hours was assumed
    assert bursts.found(1, 4, 3, 20, seed=17) == 1
    assert bursts.found(3, 9, 9, 20, seed=17) == 1


def test_the_signs_of_attacks_show_what_was_drawn() -> None:
    found = attacks.found(4, seed=22)
    assert {key for key, (recall, _, _) in found.items() if recall < 0.8} <= {SignKey.NIGHT}
    crowds = {SignKey.BURST, SignKey.USER_IDS, SignKey.ADDRESS}
    assert all(precision > 0.7 for key, (_, precision, _) in found.items() if key in crowds)


@pytest.mark.parametrize("people", [30, 100])
def test_the_share_that_leaves_is_known_as_well_as_is_said(people: int) -> None:
    held, plain = shares.coverage(people, 0.2, 500, seed=19)
    assert held >= 0.91
    assert plain < held - 0.03


def test_the_time_until_success_does_not_depend_on_the_window() -> None:
    for days in (7, 14, 30):
        middle, holds, _ = durations.medians(60, days, 100, seed=18)
        assert 50 <= middle <= 64
        assert holds >= 0.88
    assert durations.medians(60, 30, 100, seed=18, helped=1 / 200)[1] >= 0.88


def test_what_changes_nothing_is_rarely_said_to_have_come_with_more_success() -> None:
    assert helped.claims(helped.Tenant(120), 60, seed=34)[0] <= 0.1
    assert helped.claims(helped.Tenant(300, effect=2.0), 15, seed=35)[0] > 0.8


@pytest.mark.parametrize("a_day", [0.3, 1, 5, 30])
def test_a_day_is_rarely_said_to_be_unusual_where_nothing_changed(a_day: float) -> None:
    assert risks.unusual_days(a_day, 1, 4, 500, seed=44) <= 0.08
    assert risks.unusual_days(a_day, 5, 8, 200, seed=45) > 0.1


def test_the_interval_of_a_risk_ratio_holds() -> None:
    assert risks.ratio_holds((60, 120), 0.1, 2, 500, seed=46)[0] >= 0.92
