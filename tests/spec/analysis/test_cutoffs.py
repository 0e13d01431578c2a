"""Drawn lists of people: who loses reset on which date, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.analysis.people.crowds import crowds_only
from bot.analysis.roster.cutoffs import CutoffsAnswer, cutoffs, is_by
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers.cutoffs import message as cutoffs_message
from bot.reports.snapshot import RosterCount
from tests.support.frames import snapshot

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PEOPLE = """
    user  | registered | enabled | admin | guest | methods
    ada   | yes        | yes     | yes   | no    | mobilePhone + email
    bob   | yes        | yes     | no    | no    | mobilePhone
    cleo  | yes        | yes     | no    | no    | securityQuestion
    dana  | no         | yes     | no    | no    | passKeyDeviceBound
    eva   | yes        | yes     | no    | yes   | mobilePhone
    fay   | yes        | yes     | no    | no    | email + mobilePhone
    gil   | yes        | yes     | yes   | no    | mobilePhone + email
    hal   | yes        | no      | no    | no    | mobilePhone
    ida   | yes        | yes     | yes   | no    | securityQuestion + email
"""
GIL_IS_GLOBAL = "at | user | role | result\n2026-11-01 | gil | Company Administrator | Succeeded"


def ask(roster: str = PEOPLE, until: date | None = None) -> CutoffsAnswer:
    return cutoffs(snapshot(GIL_IS_GLOBAL, roster=roster), until, catalogue=load(), now=NOW)


def losing(answer: CutoffsAnswer) -> list[tuple[str, str, str, int]]:
    return [(one.shown.partition("@")[0], str(one.on), one.change, one.missing) for one in answer.losing]


def test_admins_come_first_then_the_dates() -> None:
    assert losing(ask()) == [
        ("ida", "2026-11-09", "REG", 1),  # two gates, and questions are none for an admin
        ("ada", "2027-02-01", "RET", 1),
        ("gil", "2027-07-01", "RET", 1),
        ("dana", "2026-11-09", "REG", 1),
        ("bob", "2027-02-01", "RET", 1),
        ("cleo", "2027-03", "SQ", 1),
        ("eva", "2027-07-01", "RET", 1),
    ]


def test_each_date_counts_its_people() -> None:
    assert [(one.change, str(one.on), one.people, one.admins, one.guests) for one in ask().cutoffs] == [
        ("REG", "2026-11-09", 2, 1, 0),
        ("RET", "2027-02-01", 2, 1, 0),
        ("SQ", "2027-03", 1, 0, 0),
        ("RET", "2027-07-01", 2, 1, 1),
    ]


RESET_SINCE = """
    at               | user | result
    2026-11-08 23:59 | dana | Succeeded
    2026-11-09 00:00 | ida  | Succeeded
    2026-11-20 10:00 | ida  | Succeeded
    2026-11-20 11:00 | bob  | Succeeded
    2026-11-21 10:00 | dana | Failed
"""


def test_who_has_reset_since_their_date_came_is_said_against_the_list() -> None:
    answer = cutoffs(snapshot(RESET_SINCE, roster=PEOPLE), None, catalogue=load(), now=NOW)
    assert answer.reset_since == 1  # ida; bob's date is to come, and dana succeeded before hers
    said = str(cutoffs_message(answer, zone=UTC, show=Visibility.COUNTS).payload())
    assert (
        "1 person of those whose date has come has reset since, by the loaded reports: it worked for them then" in said
    )
    assert "it worked for them then" not in str(cutoffs_message(ask(), zone=UTC, show=Visibility.COUNTS).payload())


def test_of_whom_the_list_does_not_say_what_they_have_nothing_is_said_to_end() -> None:
    answer = ask("user | registered | enabled | methods\nbob | yes | yes |\ncleo | no | yes |")
    assert (losing(answer), answer.people, answer.unlisted) == ([("cleo", "2026-11-09", "REG", 1)], 2, 1)
    assert "does not say with what" in str(cutoffs_message(answer, zone=UTC, show=Visibility.NAMES).blocks)


def test_a_passkey_alone_is_nothing() -> None:
    assert (ask().passkey_only, [one.shown for one in ask().losing if one.passkey_only]) == (1, ["dana@contoso.com"])


@pytest.mark.parametrize(
    ("until", "names"),
    [
        (date(2026, 12, 31), ["ida", "dana"]),
        (date(2027, 2, 1), ["ida", "ada", "dana", "bob"]),
        (date(2027, 3, 1), ["ida", "ada", "dana", "bob", "cleo"]),
    ],
)
def test_up_to_a_day_only_what_may_have_come_by_then(until: date, names: list[str]) -> None:
    assert [one[0] for one in losing(ask(until=until))] == names


def test_a_month_without_a_day_may_have_come_from_its_first() -> None:
    assert [is_by("2027-03", day) for day in (date(2027, 2, 28), date(2027, 3, 1), date(2028, 1, 1))] == [
        False,
        True,
        True,
    ]


def test_the_policy_shows_in_who_counts_as_registered() -> None:
    head = "user | registered | enabled | methods\n"
    assert ask(head + "bob | yes | yes | email").required == 1
    assert ask(head + "bob | no | yes | email").required == 2
    unknown = ask(head + "bob | yes | yes | email + mobilePhone")
    assert (unknown.required, unknown.losing, unknown.if_two) == (None, (), 1)


def test_without_the_list_nothing_is_said() -> None:
    answer = ask("user")
    assert (answer.seen, answer.people, answer.losing) == (None, 0, ())


def test_the_dates_are_data_with_their_sources_and_the_day_they_were_checked() -> None:
    for key in ("REG", "RET", "SQ"):
        change = load().changes[key]
        assert change.links
        assert change.dated == ask().checked


MONDAY = date(2026, 11, 2)


def counted(*losing: int | None) -> CutoffsAnswer:
    """A list whose history has these counts, a week apart."""
    history = tuple(
        RosterCount(MONDAY + timedelta(days=7 * week), 9, 8, 8, 8, 1, number) for week, number in enumerate(losing)
    )
    return cutoffs(replace(snapshot(roster=PEOPLE), roster_history=history), None, catalogue=load(), now=NOW)


def says(answer: CutoffsAnswer) -> str:
    return str(cutoffs_message(answer, zone=UTC, show=Visibility.NAMES).blocks)


def test_the_weeks_are_those_that_were_counted_without_a_gap() -> None:
    assert [(week.day, week.people) for week in counted(12, 9, 7).history] == [
        (MONDAY, 12),
        (MONDAY + timedelta(days=7), 9),
        (MONDAY + timedelta(days=14), 7),
    ]
    assert [week.people for week in counted(12, None, 9, 7).history] == [9, 7]
    assert counted(None, None).history == ()


def test_the_pace_is_that_of_the_weeks_and_what_the_next_date_takes_is_said() -> None:
    text = says(replace(counted(12, 9, 7), seen=NOW))
    assert "*Still to go*: 2 to 3 fewer a week in the last 2 weeks." in text
    assert "3 people lose it on 1 February 2027; to spare them all takes 1 a week." in text
    assert "'People who lose reset, week by week'" in text
    assert "2 more each week in the last 3 weeks" in says(counted(6, 8, 10, 12))
    assert "none fewer each week in the last 2 weeks" in says(counted(7, 7, 7))
    alone = replace(counted(12, 9, 7), seen=NOW)
    alone = replace(alone, cutoffs=tuple(replace(one, people=1) for one in alone.cutoffs))
    assert "1 person loses it on 1 February 2027; to spare them takes 1 a week." in says(alone)


@pytest.mark.parametrize(
    ("history", "so_far"), [((), "0 were counted"), ((7,), "1 was counted"), ((9, 7), "2 were counted")]
)
def test_with_too_few_lists_no_pace_is_told(history: tuple[int, ...], so_far: str) -> None:
    text = says(counted(*history))
    assert f"week by week shows from three weekly lists on; so far {so_far}." in text
    assert "Still to go" not in text


def test_no_date_is_said_to_be_all_where_others_are_too_few_to_be_listed() -> None:
    two = "\n".join(f"    q{number}  | yes        | yes     | no    | no    | securityQuestion" for number in range(6))
    answer = ask(PEOPLE.rstrip() + "\n" + two)
    assert "from the dates below on" in says(answer)
    shown, _ = crowds_only(answer, 5)
    assert len(shown.cutoffs) == 1
    assert "from their dates on" in str(cutoffs_message(shown, zone=UTC, show=Visibility.COUNTS).blocks)


def test_weeks_of_too_few_people_are_left_out_and_not_called_uncounted() -> None:
    drawn = counted(12, 9, 3, 2)
    few = replace(drawn, losing=(), cutoffs=(), domains=(), passkey_only=0, if_two=0)
    shown, _ = crowds_only(few, 5)
    assert [week.people for week in shown.history] == [12, 9]
    text = str(cutoffs_message(shown, zone=UTC, show=Visibility.COUNTS).blocks)
    assert "counted" not in text
    assert "Still to go" not in text
