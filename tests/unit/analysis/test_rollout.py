"""Where the rollout stands: who is in which number, who is named, and what the pace leads to."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from bot.analysis.answers import Filters
from bot.analysis.burn_down import burn_down
from bot.analysis.rollout import RolloutAnswer, rollout
from bot.analysis.roster.losing import losing
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers.rollout import message
from bot.render.formats import terminal
from bot.reports.snapshot import RosterCount
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


def test_of_a_domain_its_people_are_counted_and_listed_and_nothing_is_told_of_the_past() -> None:
    two = (
        f"{ROSTER}\nmia@fabrikam.com | no | yes | no | no | no |\nned@fabrikam.com | yes | yes | yes | no | no | email"
    )
    told = rollout(snapshot(roster=two), None, filters=Filters(domain="FABRIKAM.com"), now=NOW)
    assert (told.members.people, told.members.able, told.guests.people, told.admins.people) == (2, 1, 0, 0)
    assert [one.shown for one in told.missing] == ["mia@fabrikam.com"]
    assert (told.history, told.burn_down) == ((), None)
    text = message(told, zone=UTC, show=Visibility.NAMES).text
    assert text.startswith(
        ":hourglass_flowing_sand: *1 of 2 people can reset* (only domain `FABRIKAM.com`), 50 %; 1 person is"
    )
    nobody = rollout(snapshot(roster=two), None, filters=Filters(domain="adatum.com"), now=NOW)
    assert (
        "*Nobody in the directory's list* (only domain `adatum.com`)."
        in message(nobody, zone=UTC, show=Visibility.NAMES).text
    )


def test_who_is_missing_is_named_admins_first() -> None:
    assert [one.shown for one in answer().missing] == ["cleo@contoso.com", "bob@contoso.com"]


def test_one_method_is_one_that_a_reset_takes_and_the_app_is_one_however_it_answers() -> None:
    told = [(one.shown, one.methods) for one in answer().one_method]
    assert told == [("dana@contoso.com", ("Mobile Phone",)), ("hal@contoso.com", ("Authenticator app",))]


def test_administrators_without_two_gates_cannot_reset_whatever_the_directory_calls_them() -> None:
    more = """
    kim   | yes        | yes     | yes     | yes   | no    | email + securityQuestion
    lee   | yes        | yes     | yes     | yes   | no    | mobilePhone + officePhone
    mia   | yes        | yes     | yes     | yes   | no    | mobilePhone + softwareOneTimePasscode
    nia   | yes        | yes     | yes     | yes   | no    | softwareOneTimePasscode
    """
    told = rollout(snapshot(roster=f"{ROSTER.rstrip()}\n{more.strip()}"), None, now=NOW)
    assert [one.shown.partition("@")[0] for one in told.one_gate] == ["kim", "lee", "nia"]
    assert (told.admins.capable, told.admins.able, told.members.able) == (5, 2, 4)
    assert [one.shown.partition("@")[0] for one in told.one_method] == ["dana", "hal"]
    said = terminal.show(message(told, zone=UTC, show=Visibility.NAMES), width=500)
    assert "4 of 10 people can reset" in said
    assert "Admins: 2 of 6 can reset, 1 missing, 3 without two gates" in said
    assert (
        "3 admins are called able by the directory, but without two of email, phone and app, which admins need" in said
    )


def test_who_can_reset_by_what_ends_is_said_with_the_day_that_was_asked_for() -> None:
    roster = """
    user | registered | enabled | capable | admin | guest | methods
    ada  | yes        | yes     | yes     | no    | no    | mobilePhone
    bob  | yes        | yes     | yes     | no    | no    | securityQuestion
    cleo | yes        | yes     | yes     | no    | no    | email
    """
    taken = snapshot(roster=roster)
    for until, ending in ((date(2027, 1, 31), 0), (date(2027, 2, 1), 1), (date(2027, 3, 1), 2), (None, 2)):
        assert losing(taken, until, catalogue=load()) == ending
    told = replace(rollout(taken, date(2027, 2, 1), now=NOW), ending=1)
    said = terminal.show(message(told, zone=UTC, show=Visibility.NAMES), width=500)
    assert (
        "1 of those who can reset now will lose it by 1 February 2027, as their methods end: cutoffs by 2027-02-01."
        in said
    )


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


def test_the_pace_is_the_slowest_and_the_fastest_week_and_too_few_weeks_say_what_they_lack() -> None:
    down = burn_down(history({0: 90, 7: 80, 14: 76, 21: 60}), FIRST + timedelta(days=35))
    assert down is not None
    assert (down.left, down.weeks, down.slowest, down.fastest) == (60, 3, 4.0, 16.0)
    assert (down.at_target, down.outlook, down.held, down.weeks_needed) == (None, (), (0, 0), 3)


def test_only_the_last_four_weeks_are_the_pace() -> None:
    down = burn_down(history({0: 99, 7: 60, 14: 58, 21: 56, 28: 54, 35: 52}), None)
    assert down is not None
    assert (down.weeks, down.slowest, down.fastest, down.at_target) == (5, 2.0, 2.0, None)


def test_a_missed_day_is_taken_from_just_before() -> None:
    down = burn_down(history({0: 90, 6: 84, 14: 78}), None)
    assert down is not None
    assert down.weeks == 2
    assert [down.slowest, down.fastest] == pytest.approx([6 * 7 / 8, 7])


def test_the_same_chance_for_each_is_not_carried_on_as_a_constant_number() -> None:
    left = [round(1000 * 0.93**week) for week in range(12)]
    down = burn_down(history({7 * week: missing for week, missing in enumerate(left)}), FIRST + timedelta(days=7 * 37))
    assert down is not None
    truth = {4: 1000 * 0.93**15, 8: 1000 * 0.93**19, 26: 1000 * 0.93**37}
    assert [one.day for one in down.outlook] == [FIRST + timedelta(days=7 * (11 + weeks)) for weeks in (4, 8)]
    for weeks, one in zip((4, 8), down.outlook, strict=True):
        assert one.fewest <= truth[weeks] <= one.most
        assert one.most - one.fewest < 0.35 * left[-1]
    assert down.at_target is not None
    assert down.at_target[0] <= truth[26] <= down.at_target[1]


def test_it_says_how_often_such_ranges_have_held() -> None:
    steady = {7 * week: round(1000 * 0.93**week) for week in range(14)}
    calm, rush = burn_down(history(steady), None), burn_down(history(steady | {7 * 13: 60}), None)
    assert calm is not None
    assert rush is not None
    assert (calm.held, rush.held) == ((4, 4), (3, 4))


def test_newcomers_are_no_registrations() -> None:
    counted = tuple(
        RosterCount(FIRST + timedelta(days=7 * week), 100 + 10 * week, 50, 100 + 10 * week, 50, 50 + 10 * week)
        for week in range(8)
    )
    down = burn_down(counted, FIRST + timedelta(days=100))
    assert down is not None
    assert (down.slowest, down.fastest, down.at_target) == (-10.0, -10.0, None)  # nobody has registered yet


def test_a_day_that_has_passed_has_no_forecast() -> None:
    steady = history({7 * week: round(1000 * 0.93**week) for week in range(12)})
    down = burn_down(steady, FIRST)
    assert down is not None
    assert (down.at_target, len(down.outlook)) == (None, 2)
