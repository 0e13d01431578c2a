"""Where the rollout stands: who is in which number, who is named, and what the pace leads to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.analysis.burn_down import burn_down
from bot.analysis.rollout import RolloutAnswer, rollout
from bot.reports.roster import RosterCount
from tests.support.frames import NOW, snapshot

ROSTER = """
user  | registered | enabled | capable | admin | guest | methods
ada   | yes        | yes     | yes     | yes   | no    | email + mobilePhone
bob   | no         | yes     | no      | no    | no    | fido2
cleo  | no         | yes     | no      | yes   | no    |
dana  | yes        | yes     | yes     | no    | no    | mobilePhone + fido2
eve   | yes        | no      | no      | no    | no    | email
gus   | no         | yes     | no      | no    | yes   |
hal   | yes        | yes     | yes     | no    | no    | microsoftAuthenticatorPush + softwareOneTimePasscode
ivy   | yes        | yes     | yes     | no    | yes   | email
"""
FIRST = date(2017, 2, 1)


def answer(target: date | None = None) -> RolloutAnswer:
    return rollout(snapshot(roster=ROSTER), target, now=NOW)


def test_members_are_counted_apart_from_guests_and_admins_again_by_themselves() -> None:
    told = answer()
    numbers = [
        (one.people, one.registered, one.enabled, one.capable, one.missing)
        for one in (told.members, told.guests, told.admins)
    ]
    assert numbers == [(6, 4, 5, 3, 2), (2, 1, 2, 1, 1), (2, 1, 2, 1, 1)]
    assert told.missing_guests == 1


def test_who_is_missing_is_named_admins_first() -> None:
    assert [one.shown for one in answer().missing] == ["cleo@contoso.com", "bob@contoso.com"]


def test_one_method_is_one_that_a_reset_takes_and_the_app_is_one_however_it_answers() -> None:
    told = [(one.shown, one.methods) for one in answer().one_method]
    assert told == [("dana@contoso.com", ("Mobile Phone",)), ("hal@contoso.com", ("Authenticator app",))]


def test_without_a_list_only_the_reports_are_told() -> None:
    told = rollout(snapshot(registrations="at | user\n2017-02-01 | ada\n2017-02-02 | bob"), None, now=NOW)
    assert (told.seen, told.members.people, told.reported, told.burn_down) == (None, 0, 2, None)


def test_the_history_of_the_snapshot_is_told() -> None:
    counted = history({0: 90})
    assert rollout(replace(snapshot(), roster_history=counted), None, now=NOW).history == counted


def history(missing: dict[int, int]) -> tuple[RosterCount, ...]:
    """Counts by the days since the first."""
    return tuple(
        RosterCount(FIRST + timedelta(days=day), 100, 100 - left, 100, 100 - left, left)
        for day, left in missing.items()
    )


@pytest.mark.parametrize(
    "counted",
    [{}, {0: 50}, {0: 50, 7: 40}, {0: 50, 6: 40}, {0: 50, 10: 40, 20: 30}],
    ids=["no counts", "one day", "one week", "less than a week", "weeks apart by ten days"],
)
def test_less_than_two_weeks_have_no_pace(counted: dict[int, int]) -> None:
    assert burn_down(history(counted), None) is None


def test_the_pace_is_the_slowest_and_the_fastest_week() -> None:
    down = burn_down(history({0: 90, 7: 80, 14: 76, 21: 60}), FIRST + timedelta(days=35))
    assert down is not None
    assert (down.left, down.weeks, down.slowest, down.fastest) == (60, 3, 4.0, 16.0)
    assert down.at_target == (28, 52)
    assert down.done == (FIRST + timedelta(days=48), FIRST + timedelta(days=126))


def test_only_the_last_four_weeks_count() -> None:
    down = burn_down(history({0: 99, 7: 60, 14: 58, 21: 56, 28: 54, 35: 52}), None)
    assert down is not None
    assert (down.weeks, down.slowest, down.fastest, down.at_target) == (4, 2.0, 2.0, None)


def test_a_missed_day_is_taken_from_just_before() -> None:
    down = burn_down(history({0: 90, 6: 84, 14: 78}), None)
    assert down is not None
    assert down.weeks == 2
    assert [down.slowest, down.fastest] == pytest.approx([6 * 7 / 8, 7])


def test_when_more_come_than_register_the_slow_end_is_never() -> None:
    down = burn_down(history({0: 50, 7: 60, 14: 55}), FIRST + timedelta(days=28))
    assert down is not None
    assert down.at_target == (45, 75)
    assert down.done == (FIRST + timedelta(days=91), None)


def test_no_more_are_left_than_there_are_people_and_no_fewer_than_none() -> None:
    down = burn_down(history({0: 80, 7: 99, 14: 20}), FIRST + timedelta(days=200))
    assert down is not None
    assert down.at_target == (0, 100)


def test_a_snail_never_gets_there() -> None:
    down = burn_down(history({0: 1_002, 7: 1_001, 14: 1_000}), None)
    assert down is not None
    assert down.done == (None, None)
