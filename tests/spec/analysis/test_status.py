"""What `status` answers about one person."""

from dataclasses import replace
from datetime import UTC

import pytest

from bot.analysis.people.person_search import Matching
from bot.analysis.reset_verdict import Ability
from bot.analysis.status import NobodyFound, PersonStatus, SeveralPeople, status
from bot.knowledge.catalogue import load
from bot.render.answers.status import message
from bot.reports.snapshot import People, Snapshot
from tests.support.frames import NOW, at, snapshot

ROWS = """
    at               | user           | result    | detail                    | methods         | role
    2017-02-26 09:00 | Dana           | Failed    | failed.no_license         | Mobile Phone    | User
    2017-02-27 09:00 | Dana           | Succeeded |                           | Mobile Phone    |
    2017-02-28 09:00 | dana           | Failed    | failed.onprem_unreachable | Alternate Email |
    2017-02-28 09:00 | dan            | Succeeded |                           |                 | User
    2017-02-28 09:00 | danae@fabrikam.com | Abandoned |                       |                 | User
"""


def person(taken: Snapshot, asked: str = "dana@contoso.com") -> PersonStatus:
    answer = status(taken, asked, matching=Matching.WORDS, catalogue=load(), now=NOW)
    assert isinstance(answer, PersonStatus)
    return answer


@pytest.mark.parametrize("asked", ["dana@contoso.com", " DANA@Contoso.com ", "dana@contoso", "dana@"])
def test_a_user_id_is_found_in_any_case_and_by_its_beginning(asked: str) -> None:
    assert person(snapshot(ROWS), asked).shown == "Dana@contoso.com"


def test_several_people_are_listed_and_never_guessed() -> None:
    answer = status(snapshot(ROWS), "dana", matching=Matching.WORDS, catalogue=load(), now=NOW)
    assert isinstance(answer, SeveralPeople)
    assert (answer.matches, answer.total) == (("Dana@contoso.com", "danae@fabrikam.com"), 2)


def test_an_exact_user_id_wins_over_longer_ones() -> None:
    rows = "at | user \n 2017-02-28 | dana@contoso.com \n 2017-02-28 | dana@contoso.com.au"
    assert person(snapshot(rows)).shown == "dana@contoso.com"


def test_nobody_is_guessed_but_near_names_are_suggested() -> None:
    answer = status(snapshot(ROWS), "dnaa@contoso.com", matching=Matching.WORDS, catalogue=load(), now=NOW)
    assert isinstance(answer, NobodyFound)
    assert answer.near[0] == "Dana@contoso.com"
    nothing_like_it = status(snapshot(ROWS), "zzzz", matching=Matching.WORDS, catalogue=load(), now=NOW)
    assert isinstance(nothing_like_it, NobodyFound)
    assert nothing_like_it.near == ()


TEN_FAILURES = ["Failed"] * 10
LISTED = "user | registered | enabled | capable | methods | seen\nlee | yes | yes | yes | email | 2017-02-28 12:00"


@pytest.mark.parametrize(
    ("asked", "roster", "says"),
    [
        ("dnaa@contoso.com", LISTED, "list does not have this user ID: mistyped, disabled, deleted, renamed, or newer"),
        ("zzzz", LISTED, "No user ID of the directory's list begins so: mistyped"),
        ("dnaa@contoso.com", "user", "does not mean they are not registered"),
        ("dana@contoso.com", LISTED, "The directory's list does not have this user ID*: disabled, deleted, renamed"),
        ("danae@fabrikam.com", LISTED, "The directory's list lacks this name*: mistyped"),  # has done nothing but try
        ("lee@contoso.com", LISTED, None),
        ("dana@contoso.com", "user", None),
    ],
)
def test_whom_the_directory_s_list_lacks_it_is_said_to_lack(asked: str, roster: str, says: str | None) -> None:
    answer = status(snapshot(ROWS, roster=roster), asked, matching=Matching.WORDS, catalogue=load(), now=NOW)
    said = message(answer, zone=UTC).text
    assert (says or "reset") in said
    assert says or "directory's list" not in said


def test_a_person_who_only_registered_is_found_too() -> None:
    answer = person(snapshot(registrations="at | user \n 2017-02-20 | dana"))
    assert (answer.attempts_total, answer.case, answer.ability) == (0, None, Ability.PROBABLY)


def test_the_timeline_is_newest_first_and_stops_at_ten() -> None:
    lines = "\n".join(f"2017-02-{day:02} 09:00 | dana" for day in range(1, 15))
    answer = person(snapshot(f"at | user \n {lines}"))
    assert answer.attempts_total == 14
    assert [line.at for line in answer.attempts] == [at(f"2017-02-{day:02} 09:00") for day in range(14, 4, -1)]


@pytest.mark.parametrize(
    ("results", "succeeded"),
    [
        ("Succeeded Failed Abandoned", "2017-02-01 09:00"),
        ("Failed Succeeded Succeeded", "2017-02-03 09:00"),
        ("Failed Abandoned Failed", None),
    ],
)
def test_the_last_success_is_known_however_many_attempts_came_after_it(results: str, succeeded: str | None) -> None:
    lines = "\n".join(
        f"2017-02-{day:02} 09:00 | dana | {result}" for day, result in enumerate([*results.split(), *TEN_FAILURES], 1)
    )
    assert person(snapshot(f"at | user | result \n {lines}")).succeeded == (at(succeeded) if succeeded else None)


def test_the_newest_case_comes_with_its_documented_fix_while_it_is_open() -> None:
    answer = person(snapshot(ROWS))
    assert answer.case
    assert (answer.case.cause.key, answer.case.opened_at) == ("onprem_unreachable", at("2017-02-28 09:00"))
    assert answer.fix is load().details["failed.onprem_unreachable"]
    assert answer.role == "User"  # the newest row that has one


def test_a_closed_case_is_told_without_a_fix() -> None:
    answer = person(snapshot("at | user | result \n 2017-02-26 | dana | Failed \n 2017-02-27 | dana | Succeeded"))
    assert answer.case
    assert (answer.case.state, answer.case.closed_at, answer.fix) == ("recovered", at("2017-02-27"), None)


def test_registered_data_have_their_first_and_last_time_and_combinations_are_taken_apart() -> None:
    answer = person(
        snapshot(
            registrations="""
                at         | user | datum
                2017-02-01 | dana | Mobile Phone
                2017-02-02 | dana | Alternate Email + Mobile Phone
                2017-02-03 | dana | Security Questions
            """
        )
    )
    assert [(datum.datum, datum.first_at.day, datum.last_at.day) for datum in answer.registered] == [
        ("Security Questions", 3, 3),
        ("Alternate Email", 2, 2),
        ("Mobile Phone", 1, 2),
    ]


YES, PROBABLY, NO, UNKNOWN = Ability.YES, Ability.PROBABLY, Ability.NO, Ability.UNKNOWN


@pytest.mark.parametrize(
    ("attempts", "expected", "reason"),
    [
        ("2017-02-28 13:00 | dana | Blocked   |                           ", NO, "Too many tries"),
        ("2017-02-28 11:00 | dana | Blocked   |                           ", PROBABLY, "24 hours should be over"),
        ("2017-02-28 11:00 | dana | Failed    | failed.no_license         ", NO, "No license"),
        ("2017-02-28 11:00 | dana | Failed    | failed.fuzzy_password     ", PROBABLY, "another try"),
        ("2017-02-28 11:00 | dana | Failed    | failed.system_error       ", UNKNOWN, "does not say"),
        ("2017-02-28 11:00 | dana | Failed    | Never seen                ", UNKNOWN, "does not say"),
        ("2017-02-28 11:00 | dana | Succeeded |                           ", PROBABLY, "succeeded"),
        ("2017-02-28 11:00 | dana | Abandoned |                           ", UNKNOWN, "No loaded row"),
    ],
)
def test_without_the_directory_the_verdict_rests_on_the_attempts(attempts: str, expected: Ability, reason: str) -> None:
    answer = person(snapshot(f"at | user | result | detail \n {attempts}"))
    assert (answer.ability, reason in answer.reason) == (expected, True)
    assert any("registration details are not loaded" in sentence for sentence in answer.unknown)


FAILED = "at | user | detail \n 2017-02-28 11:00 | dana | "


@pytest.mark.parametrize(
    ("attempts", "roster", "expected", "reason"),
    [
        ("at | user", "yes | yes | yes | no  | email", YES, "registered and allowed"),
        ("at | user", "yes | no  | no  | no  | email", NO, "does not allow"),
        ("at | user", "no  | yes | no  | no  |", NO, "not registered enough"),
        ("at | user", "yes | yes | no  | yes | mobilePhone + officePhone", NO, "needs two"),
        ("at | user", "yes | yes | yes | yes | mobilePhone + email", YES, "registered and allowed"),
        ("at | user", "yes | yes | no  | no  | email", UNKNOWN, "No loaded row"),
        (f"{FAILED}failed.insufficient_methods", "yes | yes | yes | no | email", PROBABLY, "said since"),
        (f"{FAILED}failed.onprem_unreachable", "yes | yes | yes | no | email", NO, "unreachable"),
        (f"{FAILED}failed.no_license", "no | yes | no | no |", NO, "not registered enough"),
    ],
)
def test_the_directory_has_the_first_word_where_it_is_loaded(
    attempts: str, roster: str, expected: Ability, reason: str
) -> None:
    known = f"user | registered | enabled | capable | admin | methods \n dana | {roster}"
    answer = person(snapshot(attempts, roster=known))
    assert (answer.ability, reason in answer.reason) == (expected, True)
    assert answer.roster


def test_what_the_data_cannot_say_is_said() -> None:
    answer = person(snapshot(ROWS, roster="user \n bob"))
    assert answer.roster is None
    assert answer.unknown == (
        "The directory's registration details do not name this person.",
        "No loaded row shows a registration, which does not mean that they are not registered.",
    )


def test_an_attempt_that_was_left_part_way_brings_its_documented_advice_while_nothing_is_open() -> None:
    rows = "at | user | result | detail \n 2017-02-28 09:00 | dana | {} | {}"
    left = person(snapshot(rows.format("Abandoned", "abandoned.started.sms")))
    assert left.unfinished is load().details["abandoned.started.sms"]
    assert person(snapshot(rows.format("Failed", "failed.no_license"))).unfinished is None
    then = "\n 2017-02-28 10:00 | dana | Abandoned | abandoned.started.sms"
    assert person(snapshot(rows.format("Failed", "failed.no_license") + then)).unfinished is None


def test_a_short_user_id_says_who_else_begins_so_and_a_whole_one_does_not() -> None:
    taken = snapshot("at | user \n 2017-02-28 | eve@contoso.com \n 2017-02-28 | eve@contoso.com.au")
    assert person(taken, "eve@contoso.com").also == ()
    names = ["eve", "eve@contoso.com.au"]
    assert person(replace(taken, people=People(names, names)), "eve").also == ("eve@contoso.com.au",)


def test_the_registration_report_is_named_where_its_rows_are_told() -> None:
    registered = "at | user \n 2017-02-20 | dana"
    both = person(snapshot(ROWS, registrations=registered)).coverage
    assert (both.sources, both.rows) == (("reset activity", "registration activity"), 6)
    assert person(snapshot(ROWS)).coverage.sources == ("reset activity",)
    alone = person(snapshot(registrations=registered)).coverage
    assert (alone.sources, alone.warnings[0]) == (
        ("registration activity",),
        "No rows of the reset activity report are loaded.",
    )


@pytest.mark.parametrize(
    ("detail", "registered", "firsts"),
    [
        ("failed.no_license", "no", ["While signed in, register", "Set the user's usage location"]),
        ("failed.no_license", "yes", ["Verify the caller", "Set the user's usage location"]),
        ("failed.insufficient_methods", "no", ["Verify the caller"]),
        ("failed.onprem_unreachable", "no", ["While signed in, register"]),  # outages end
    ],
)
def test_what_the_directory_does_not_show_is_put_right_beside_what_it_says(
    detail: str, registered: str, firsts: list[str]
) -> None:
    rows = f"at | user | detail \n 2017-02-27 09:00 | dana | {detail}"
    listed = f"user | registered | enabled | seen \n dana | {registered} | yes | 2017-02-28"
    answer = person(snapshot(rows, roster=listed))
    said = str(message(answer, zone=UTC).blocks)
    assert all(first in said for first in firsts)
    assert (answer.second_fix is not None) is ((detail, registered) == ("failed.no_license", "no"))
