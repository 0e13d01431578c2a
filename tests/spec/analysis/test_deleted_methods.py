"""A method that was taken away: the newest fact wins, and what was registered before counts no longer."""

from dataclasses import replace

import pytest

from bot.analysis.reset_verdict import Ability
from bot.reports.receipt import ReportKind
from tests.spec.analysis.test_verdicts import FEW, ROSTER, person, text
from tests.support.frames import receipt, snapshot

SIGNED = "at | user | datum \n 2017-02-20 09:00 | dana | Mobile Phone"
GONE = "at | user | kind \n 2017-02-25 09:00 | dana | {}"
PHONE, UNNAMED, BY_ADMIN = "method deleted: Mobile Phone", "method deleted", "method deleted by an admin: Mobile Phone"


@pytest.mark.parametrize("kind", [PHONE, UNNAMED, BY_ADMIN])
def test_what_was_deleted_after_it_was_registered_is_no_registration(kind: str) -> None:
    answer = person(snapshot(registrations=SIGNED, interventions=GONE.format(kind)))
    assert answer.ability is Ability.UNKNOWN
    assert "was deleted since, and no loaded row shows another method" in answer.reason
    said = text(answer)
    assert "can probably" not in said
    assert "Registered: Mobile Phone (deleted since)" in said
    assert "While signed in, register" in said
    assert ("by an admin, 2017-02-25 09:00 UTC" in said) is (kind == BY_ADMIN)


@pytest.mark.parametrize(
    ("more", "ability"),
    [
        ("2017-02-26 09:00 | dana | Mobile Phone", Ability.PROBABLY),  # registered again
        ("2017-02-20 09:00 | dana | Alternate Email", Ability.UNKNOWN),  # one is left: the policy may ask for two
        ("2017-02-20 09:00 | dana | Passkey", Ability.UNKNOWN),
    ],
)
def test_what_was_registered_again_or_beside_it_counts(more: str, ability: Ability) -> None:
    answer = person(snapshot(registrations=f"{SIGNED}\n {more}", interventions=GONE.format(PHONE)))
    assert answer.ability is ability
    assert ("Alternate Email is left, and the policy may ask for two" in answer.reason) is ("Email" in more)


def test_two_that_are_left_are_as_many_as_any_policy_asks_for() -> None:
    rows = f"{SIGNED}\n 2017-02-20 | dana | Alternate Email \n 2017-02-20 | dana | App Code"
    assert person(snapshot(registrations=rows, interventions=GONE.format(PHONE))).ability is Ability.PROBABLY


@pytest.mark.parametrize(
    "kind", ["method deleted: Passkey", "method deleted: App Password", "registration", "license changed"]
)
def test_what_verifies_no_reset_is_no_loss(kind: str) -> None:
    assert person(snapshot(registrations=SIGNED, interventions=GONE.format(kind))).ability is Ability.PROBABLY


def test_a_deletion_that_failed_took_nothing() -> None:
    rows = f"at | user | kind | result \n 2017-02-25 09:00 | dana | {PHONE} | Failed"
    answer = person(snapshot(registrations=SIGNED, interventions=rows))
    assert (answer.ability, answer.deleted) == (Ability.PROBABLY, ())


@pytest.mark.parametrize(("day", "ability"), [("26", Ability.PROBABLY), ("24", Ability.UNKNOWN)])
def test_a_reset_after_the_deletion_is_newer_and_one_before_it_is_not(day: str, ability: Ability) -> None:
    tried = f"at | user | result \n 2017-02-{day} 09:00 | dana | Succeeded"
    assert person(snapshot(tried, SIGNED, interventions=GONE.format(PHONE))).ability is ability


@pytest.mark.parametrize(
    ("methods", "day", "ability"),
    [
        ("mobilePhone", "26", Ability.YES),  # the directory was read after it
        ("mobilePhone", "24", Ability.UNKNOWN),
        ("mobilePhone + email", "24", Ability.UNKNOWN),
        ("mobilePhone + email + softwareOneTimePasscode", "24", Ability.YES),
        ("mobilePhone + microsoftAuthenticatorPush + softwareOneTimePasscode", "24", Ability.UNKNOWN),  # the app is one
    ],
)
def test_the_directory_counts_as_of_when_it_was_read(methods: str, day: str, ability: Ability) -> None:
    roster = f"{ROSTER}\n dana | yes | yes | yes | no | no | {methods} | 2017-02-{day} 12:00"
    assert person(snapshot(roster=roster, interventions=GONE.format(PHONE))).ability is ability


def test_a_list_without_a_date_may_be_older_than_the_deletion() -> None:
    roster = f"{ROSTER}\n dana | yes | yes | yes | no | no | mobilePhone | 2017-03-01 12:00"
    loaded = receipt(ReportKind.ROSTER, first="2017-03-01 12:00", last="2017-03-01 12:00", path="roster.csv")
    taken = snapshot(roster=roster, interventions=GONE.format(PHONE))
    assert person(replace(taken, receipts=(loaded,))).ability is Ability.UNKNOWN


@pytest.mark.parametrize(("methods", "ability"), [("email + mobilePhone", Ability.UNKNOWN), ("", Ability.NO)])
def test_an_administrator_needs_two_gates_after_it_too(methods: str, ability: Ability) -> None:
    able = "yes" if methods else "no"
    roster = f"{ROSTER}\n dana | {able} | yes | {able} | yes | no | {methods} | 2017-02-24 12:00"
    answer = person(snapshot(roster=roster, interventions=GONE.format(PHONE)))
    assert answer.ability is ability
    assert ("an administrator needs two" in answer.reason) is (ability is Ability.UNKNOWN)


def test_a_method_registered_after_the_failure_and_deleted_again_puts_nothing_right() -> None:
    others = "at | user | kind \n 2017-02-28 11:00 | dana | {}"
    signed = "at | user | datum \n 2017-02-28 10:00 | dana | Mobile Phone"
    assert person(snapshot(FEW, signed)).ability is Ability.PROBABLY
    assert person(snapshot(FEW, signed, interventions=others.format(PHONE))).ability is Ability.NO
    assert person(snapshot(FEW, signed, interventions=others.format("method deleted: Passkey"))).ability is (
        Ability.PROBABLY
    )


def test_the_directorys_word_of_before_the_deletion_puts_nothing_right() -> None:
    roster = f"{ROSTER}\n dana | yes | yes | yes | no | no | mobilePhone | 2017-02-28 10:00"
    others = f"at | user | kind \n 2017-02-28 11:00 | dana | {PHONE}"
    assert person(snapshot(FEW, roster=roster)).ability is Ability.PROBABLY
    assert person(snapshot(FEW, roster=roster, interventions=others)).ability is Ability.NO


def test_a_temporary_pass_that_an_admin_gave_is_no_method_of_a_reset() -> None:
    others = "at | user | kind \n 2017-02-28 10:00 | dana | admin registered: Temporary Access Pass"
    answer = person(snapshot(FEW, interventions=others))
    assert answer.ability is Ability.NO
    assert "Added by an admin: Temporary Access Pass, 2017-02-28 10:00 UTC (verifies no reset)" in text(answer)


def test_an_administrator_of_one_gate_whom_the_directory_calls_able_is_not_called_so() -> None:
    row = "yes | yes | yes | yes | no | {} | 2017-02-28"
    assert person(snapshot(roster=f"{ROSTER}\n dana | {row.format('email')}")).ability is Ability.UNKNOWN
    assert person(snapshot(roster=f"{ROSTER}\n dana | {row.format('email + mobilePhone')}")).ability is Ability.YES
