"""Drawn weeks: which signs they show, who is behind them, and what is none."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.analysis.answers import Filters
from bot.analysis.cases.sign_reviews import SignKey
from bot.analysis.failures import failures
from bot.analysis.odd import OddAnswer, odd
from bot.analysis.rows_behind import odd_attempts
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers import odd as odd_message
from bot.render.formats import terminal
from bot.reports.window import last
from tests.support.frames import snapshot

NOW = datetime(2017, 2, 28, 12, tzinfo=UTC)
HEAD = "at               | user | role | result    | detail\n"


def ask(table: str, roster: str = "user") -> OddAnswer:
    return odd(snapshot(HEAD + table, roster=roster), last(timedelta(days=7), now=NOW), now=NOW, zone=UTC)


def signs(answer: OddAnswer) -> dict[SignKey, list[str]]:
    return {sign.key: sorted(one.shown.partition("@")[0] for one in sign.who) for sign in answer.signs}


def resets(user: str, *days: int, hour: int = 12, role: str = "User") -> str:
    return "".join(f"2017-02-{day:02} {hour:02}:00 | {user} | {role} | Succeeded | succeeded\n" for day in days)


def test_three_resets_in_the_window_are_a_sign_and_two_are_none() -> None:
    answer = ask(resets("ada", 22, 24, 26) + resets("bob", 22, 24))
    assert signs(answer) == {SignKey.REPEATED: ["ada"]}
    assert (answer.signs[0].people, answer.signs[0].rows) == (1, 3)


def test_an_admin_account_that_resets_itself_is_a_sign() -> None:
    assert signs(ask(resets("gil", 25, role="Company Administrator") + resets("ada", 25))) == {SignKey.ADMIN: ["gil"]}


def test_a_success_within_a_day_of_a_block_is_a_sign_and_a_later_one_is_none() -> None:
    blocks = "".join(f"2017-02-24 11:00 | {user} | User | Blocked | blocked.sms_codes\n" for user in ("ada", "bob"))
    assert signs(ask(blocks + resets("ada", 25, hour=10) + resets("bob", 25, hour=12))) == {
        SignKey.AFTER_BLOCK: ["ada"]
    }


SWAPPED = [
    # registered, deleted (both after a reset at 12:00 on 2017-02-24), by whom; whether that is the sign
    ("2017-02-24 13:00", "2017-02-24 13:10", "method deleted", "Succeeded", True),
    ("2017-02-24 13:10", "2017-02-24 13:00", "method deleted: Email", "Succeeded", True),  # in either order
    ("2017-02-25 11:59", "2017-02-25 11:59", "method deleted", "Succeeded", True),
    ("2017-02-24 13:00", "2017-02-25 12:00", "method deleted", "Succeeded", False),  # a day is over
    ("2017-02-24 13:00", "2017-02-24 11:00", "method deleted", "Succeeded", False),  # before the reset
    ("2017-02-24 11:00", "2017-02-24 13:00", "method deleted", "Succeeded", False),
    ("2017-02-24 13:00", "2017-02-24 13:10", "method deleted", "Failed", False),
    ("2017-02-24 13:00", "2017-02-24 13:10", "method deleted by an admin", "Succeeded", False),
    ("2017-02-24 13:00", "2017-02-24 13:10", "method updated", "Succeeded", False),
]


@pytest.mark.parametrize(("registered", "deleted", "kind", "result", "is_sign"), SWAPPED)
def test_a_method_registered_and_one_deleted_within_a_day_of_a_reset_are_a_sign(
    registered: str, deleted: str, kind: str, result: str, is_sign: bool
) -> None:
    rows = [
        {"at": registered, "user": "ada", "source": "audit log"},
        {"at": "2017-02-26", "user": "bob", "source": "audit log"},
    ]
    told = [{"at": deleted, "user": "ada", "kind": kind, "result": result}]
    taken = snapshot(HEAD + resets("ada", 24), rows, interventions=told)
    answer = odd(taken, last(timedelta(days=7), now=NOW), now=NOW, zone=UTC)
    assert (SignKey.SWAPPED_METHOD in signs(answer)) is is_sign
    assert SignKey.SWAPPED_METHOD not in answer.without


def test_swapped_methods_are_not_looked_for_without_registrations_of_an_audit_log() -> None:
    taken = snapshot(HEAD + resets("ada", 24), "at | user\n2017-02-26 12:00 | bob")
    answer = odd(taken, last(timedelta(days=7), now=NOW), now=NOW, zone=UTC)
    assert SignKey.SWAPPED_METHOD in answer.without
    assert SignKey.NEW_METHOD not in answer.without


def test_signs_of_a_domain_are_those_of_its_people() -> None:
    drawn = resets("ada", 22, 24, 26) + resets("bob@fabrikam.com", 22, 24, 26)
    for domain, who in (("fabrikam.com", ["bob"]), ("contoso.com", ["ada"]), ("@Fabrikam.com", ["bob"])):
        week = last(timedelta(days=7), now=NOW)
        answer = odd(snapshot(HEAD + drawn), week, filters=Filters(domain=domain), now=NOW, zone=UTC)
        assert signs(answer) == {SignKey.REPEATED: who}
        assert domain in odd_message.message(answer, zone=UTC, show=Visibility.NAMES).text
    rows = odd_attempts(
        snapshot(HEAD + drawn), week, filters=Filters(domain="fabrikam.com"), catalogue=load(), now=NOW, zone=UTC
    )
    assert set(rows.frame["user"]) == {"bob@fabrikam.com"}


def test_a_first_night_is_a_sign_only_for_those_with_a_habit() -> None:
    days = (2, 3, 6, 7, 8)
    drawn = resets("ada", *days) + resets("new", 2) + resets("owl", *days, hour=23)
    nights = "".join(resets(user, 25, hour=2) for user in ("ada", "new", "owl"))
    assert signs(ask(drawn + nights)) == {SignKey.NIGHT: ["ada"]}


def test_blocks_for_two_reasons_are_a_sign_and_two_for_one_are_none() -> None:
    drawn = """2017-02-24 11:00 | ada | User | Blocked | blocked.sms_codes
    2017-02-25 11:00 | ada | User | Blocked | blocked.email_codes
    2017-02-24 11:00 | bob | User | Blocked | blocked.sms_codes
    2017-02-25 11:00 | bob | User | Blocked | blocked.sms_codes
    """
    assert signs(ask(drawn)) == {SignKey.TWO_METHODS: ["ada"]}


def test_names_that_the_directory_does_not_know_are_looked_for_only_where_its_list_is_loaded() -> None:
    drawn = "2017-02-24 11:00 | ada | User | Failed | failed.no_license\n2017-02-24 12:00 | zzz | User | Failed |\n"
    listed = "user | registered | enabled | capable\nada | yes | yes | yes"
    assert signs(ask(drawn, listed)) == {SignKey.UNKNOWN: ["zzz"]}
    assert ask(drawn).signs == ()
    assert SignKey.UNKNOWN in ask(drawn).without
    assert SignKey.UNKNOWN not in ask(drawn, listed).without


def test_who_ever_succeeded_or_registered_or_came_after_the_list_is_no_unknown_name_as_in_failures() -> None:
    names = ("old", "reg", "new", "zzz")
    days = (24, 24, 27, 24)
    drawn = resets("old", 2) + "".join(
        f"2017-02-{day} 11:00 | {name} | User | Failed | failed.no_license\n"
        for name, day in zip(names, days, strict=True)
    )
    listed = "user | seen\nada | 2017-02-26 12:00"
    taken = snapshot(HEAD + drawn, "at | user\n2017-02-03 09:00 | reg", listed)
    window = last(timedelta(days=7), now=NOW)
    answer = odd(taken, window, now=NOW, zone=UTC)
    assert signs(answer) == {SignKey.UNKNOWN: ["zzz"]}
    assert failures(taken, window, catalogue=load(), now=NOW, zone=UTC).strangers == answer.signs[0].people
    says = "User IDs first seen after 2017-02-26 12:00 UTC count as known"
    assert says in terminal.show(odd_message.message(answer, zone=UTC, show=Visibility.NAMES), width=1000)
    fresher = odd(snapshot(HEAD + drawn, roster=listed.replace("26 12", "28 12")), window, now=NOW, zone=UTC)
    assert "count as known" not in terminal.show(
        odd_message.message(fresher, zone=UTC, show=Visibility.NAMES), width=1000
    )


def test_many_people_blocked_within_minutes_are_a_sign_and_over_the_days_none() -> None:
    names = ["ada", "bob", "cleo", "dana", "eva", "fay"]
    at_once = "".join(
        f"2017-02-24 11:0{n} | {name} | User | Blocked | blocked.sms_codes\n" for n, name in enumerate(names)
    )
    spread = "".join(
        f"2017-02-2{n + 2} 11:00 | {name} | User | Blocked | blocked.sms_codes\n" for n, name in enumerate(names)
    )
    quiet = "2017-01-02 11:00 | zoe | User | Failed | failed.no_license\n"
    assert signs(ask(quiet + at_once)) == {SignKey.BURST: names}
    assert signs(ask(quiet + spread)) == {}


def test_many_user_ids_after_which_nothing_follows_are_a_sign() -> None:
    names = [f"p{number:02}" for number in range(10)]
    drawn = "".join(
        f"2017-02-24 03:{n:02} | {name} | User | Abandoned | abandoned.user_id\n" for n, name in enumerate(names)
    )
    further = "".join(
        f"2017-02-24 04:{n:02} | {name} | User | Abandoned | abandoned.started.sms\n" for n, name in enumerate(names)
    )
    quiet = "2017-01-02 11:00 | zoe | User | Failed | failed.no_license\n"
    assert signs(ask(quiet + drawn)) == {SignKey.USER_IDS: names}
    assert signs(ask(quiet + further)) == {}


def test_the_attempts_behind_a_sign_can_be_exported() -> None:
    data = snapshot(HEAD + resets("ada", 22, 24, 26) + resets("bob", 22))
    window = last(timedelta(days=7), now=NOW)
    frame = odd_attempts(data, window, catalogue=load(), now=NOW, zone=UTC).frame
    assert list(zip(frame["user"], frame["sign"], strict=True)) == [("ada@contoso.com", "repeated")] * 3


def test_the_window_before_stands_beside_each_sign() -> None:
    answer = ask(resets("ada", 15, 16, 17) + resets("ada", 22, 23, 24))
    assert (answer.signs[0].previous_people, answer.previous_covered) == (1, False)


def test_an_ordinary_week_shows_none() -> None:
    assert ask(resets("ada", 22) + "2017-02-23 12:00 | bob | User | Failed | failed.no_license\n").signs == ()
