"""Drawn lists of people: who loses reset on which date, and why."""

from datetime import UTC, date, datetime

import pytest

from bot.analysis.roster.cutoffs import CutoffsAnswer, cutoffs, is_by
from bot.knowledge.catalogue import load
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
