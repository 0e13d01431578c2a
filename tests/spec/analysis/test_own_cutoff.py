"""Who can reset today by what ends soon is told so beside the green sign, with the date that concerns them."""

import pytest

from bot.analysis.people.person_search import Matching
from bot.analysis.reset_verdict import Ability
from bot.analysis.status import PersonStatus, status
from bot.knowledge.catalogue import load
from tests.spec.analysis.test_verdicts import BLOCKED, ROSTER, person, text, yours
from tests.support.frames import at, snapshot

FEBRUARY, JULY, MARCH = "From 1 February 2027 on", "From 1 July 2027 on", "From March 2027 on"
TRIED = "at | user | result | role \n 2017-02-20 | dana | Succeeded | {}"


NOTHING, EITHER = "nothing is left for resets: the directory's list has only {}", "Authenticator or an email code."
ONE = "only {} is left for resets, and an administrator needs two: the directory's list has only {} and Mobile Phone"
EMAIL = "Alternate Email"


@pytest.mark.parametrize(
    ("row", "role", "says", "register"),
    [
        ("no | no | mobilePhone", "User", f"{FEBRUARY} {NOTHING.format('Mobile Phone')}", EITHER),
        ("no | no | mobilePhone + officePhone", "User", f"{FEBRUARY} {NOTHING.format('Mobile Phone and')}", EITHER),
        ("no | no | mobilePhone + fido2", "User", f"{FEBRUARY} {NOTHING.format('Mobile Phone (')}", EITHER),
        ("no | yes | mobilePhone", "User", f"{JULY} {NOTHING.format('Mobile Phone')}", EITHER),
        ("no | no | securityQuestion", "User", f"{MARCH} {NOTHING.format('Security Questions')}", EITHER),
        ("no | no | securityQuestion + mobilePhone", "User", f"{MARCH} nothing is left", EITHER),
        (
            "yes | no | email + mobilePhone",
            "Helpdesk Administrator",
            f"{FEBRUARY} {ONE.format(EMAIL, EMAIL)}",
            "Authenticator.",
        ),
        (
            "yes | no | hardwareOneTimePasscode + mobilePhone",
            "Helpdesk Administrator",
            f"{FEBRUARY} only Hardware Code is left for resets",
            "an email code.",
        ),
        (
            "yes | no | email + mobilePhone",
            "Global Administrator",
            f"{JULY} {ONE.format(EMAIL, EMAIL)}",
            "Authenticator.",
        ),
        ("no | no | email", "User", "", ""),
        ("no | no | mobilePhone + email", "User", "", ""),
        ("no | no | softwareOneTimePasscode", "User", "", ""),
        ("yes | no | email + softwareOneTimePasscode", "Global Administrator", "", ""),
    ],
)
def test_the_directorys_list_tells_the_date(row: str, role: str, says: str, register: str) -> None:
    roster = f"{ROSTER} \n dana | yes | yes | yes | {row} | 2017-02-28"
    answer = person(snapshot(TRIED.format(role), roster=roster))
    assert answer.ability is (Ability.PROBABLY if "no | yes" in row else Ability.YES)
    for said in (text(answer), yours(answer)):
        assert says in said
        assert (f"Register {register}" in said) is bool(register)


def test_without_a_list_the_registrations_tell_it() -> None:
    signed = "at | user | datum \n 2017-02-20 | dana | {}"
    assert f"{FEBRUARY} nothing is left for resets: the loaded rows show only Mobile Phone" in text(
        person(snapshot(registrations=signed.format("Mobile Phone")))
    )
    assert "2027" not in text(person(snapshot(registrations=signed.format("Alternate Email"))))


def test_who_cannot_reset_today_is_told_what_to_do_today() -> None:
    roster = f"{ROSTER} \n dana | yes | yes | yes | no | no | mobilePhone | 2017-02-28"
    assert "left for resets" not in text(person(snapshot(BLOCKED, roster=roster), hours=-5))


@pytest.mark.parametrize(("row", "said"), [("yes | no", True), ("no | no", False)])
def test_of_an_admin_whose_role_is_not_known_the_other_day_is_said(row: str, said: bool) -> None:
    roster = f"{ROSTER} \n dana | yes | yes | yes | {row} | email + mobilePhone | 2017-02-28"
    assert ("Global Administrators later" in text(person(snapshot(roster=roster)))) is said


@pytest.mark.parametrize(
    ("methods", "day", "ability"),
    [
        ("mobilePhone", "2027-01-31", Ability.YES),
        ("mobilePhone", "2027-02-01", Ability.UNKNOWN),
        ("securityQuestion", "2027-03-31", Ability.YES),
        ("securityQuestion", "2027-04-01", Ability.UNKNOWN),
        ("email", "2027-04-01", Ability.YES),
    ],
)
def test_once_the_date_has_come_nobody_is_called_able_by_what_has_ended(
    methods: str, day: str, ability: Ability
) -> None:
    taken = snapshot(roster=f"{ROSTER} \n dana | yes | yes | yes | no | no | {methods} | {day}")
    answer = status(taken, "dana", matching=Matching.WORDS, catalogue=load(), now=at(f"{day} 12:00"))
    assert isinstance(answer, PersonStatus)
    assert answer.ability is ability


@pytest.mark.parametrize(
    ("tried", "says"),
    [
        ("2017-02-21 | dana | Abandoned | abandoned.started.email | Alternate Email |", False),
        ("2017-02-21 | dana | Abandoned | abandoned.started.email | | Alternate Email", False),
        ("2017-02-21 | dana | Succeeded | succeeded | Mobile Phone + Alternate Email |", False),
        ("2017-02-21 | dana | Succeeded | succeeded | Mobile Phone |", True),
    ],
)
def test_without_a_list_a_method_that_the_page_offered_is_one_that_the_rows_show(tried: str, says: bool) -> None:
    taken = snapshot(
        f"at | user | result | detail | methods | started \n {tried}",
        registrations="at | user | datum \n 2017-02-20 | dana | Mobile Phone",
    )
    assert ("the loaded rows show only Mobile Phone" in text(person(taken))) is says
