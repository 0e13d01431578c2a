"""What `failures` answers over a few drawn rows."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import Filters, GroupBy
from bot.analysis.failures import FailuresAnswer, failures
from bot.analysis.people.who_failed import MOST
from bot.knowledge.catalogue import load
from bot.reports.window import Window, everything, last
from tests.support.frames import NOW, at, snapshot

BERLIN = ZoneInfo("Europe/Berlin")
ROWS = """
    at               | user             | result          | detail                    | methods                        | role
    2017-02-20 09:00 | dana             | Failed          | failed.no_license         | Mobile Phone                   | User
    2017-02-27 23:30 | dana             | Failed          | failed.no_license         | Mobile Phone                   | User
    2017-02-28 09:00 | dana             | Failed          | failed.onprem_unreachable | Alternate Email + Mobile Phone | User
    2017-02-28 09:00 | bob@fabrikam.com | Blocked         | blocked.sms_codes         | Mobile Phone                   | Global Administrator
    2017-02-28 10:00 | bob@fabrikam.com | Contacted admin | Something nobody wrote    | Mobile Phone                   | Global Administrator
    2017-02-28 11:00 | eve              | Abandoned       |                           |                                | User
    2017-02-28 12:00 | eve              | Cancelled       |                           |                                | User
    2017-03-01 11:30 | eve              | Succeeded       |                           | Alternate Email                | User
"""

WEEK = last(timedelta(days=7), now=NOW)


def ask(by: GroupBy = GroupBy.DETAIL, window: Window = WEEK, rows: str = ROWS, **filters: str) -> FailuresAnswer:
    return failures(
        snapshot(rows), window, by=by, filters=Filters(**filters), catalogue=load(), now=NOW, zone=BERLIN, names=True
    )


def attempts(answer: FailuresAnswer) -> dict[str, int]:
    return {group.key: group.attempts for group in answer.groups}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            GroupBy.DETAIL,
            {
                "?Something nobody wrote": 1,
                "blocked.sms_codes": 1,
                "failed.no_license": 1,
                "failed.onprem_unreachable": 1,
            },
        ),
        (GroupBy.CAUSE, {"no_license": 1, "onprem_unreachable": 1, "throttled": 1, "unrecognised": 1}),
        (GroupBy.RESULT, {"Failed": 2, "Blocked": 1, "Contacted admin": 1}),
        (GroupBy.METHOD, {"": 3, "Mobile Phone": 1}),
        (GroupBy.ROLE, {"Global Administrator": 2, "User": 2}),
        (GroupBy.DOMAIN, {"contoso.com": 2, "fabrikam.com": 2}),
    ],
)
def test_failures_fall_into_groups_and_ties_are_alphabetical(by: GroupBy, expected: dict[str, int]) -> None:
    assert list(attempts(ask(by)).items()) == list(expected.items())


def test_days_and_hours_are_those_of_the_readers_zone_and_have_no_holes() -> None:
    days = attempts(ask(GroupBy.DAY))
    assert list(days) == [
        "2017-02-22",
        "2017-02-23",
        "2017-02-24",
        "2017-02-25",
        "2017-02-26",
        "2017-02-27",
        "2017-02-28",
        "2017-03-01",
    ]
    assert {day: size for day, size in days.items() if size} == {"2017-02-28": 4}  # 23:30 UTC is 00:30 in Berlin
    hours = attempts(ask(GroupBy.HOUR))
    assert list(hours) == [f"{hour:02}" for hour in range(24)]
    assert {hour: size for hour, size in hours.items() if size} == {"00": 1, "10": 2, "11": 1}


def test_abandoned_and_cancelled_stand_apart_and_rates_say_of_what() -> None:
    counts = ask().counts
    assert (counts.attempts, counts.succeeded, counts.failures, counts.unfinished) == (7, 1, 4, 2)
    assert (counts.people, counts.failing_people) == (3, 2)
    assert counts.success_rate == 1 / 7
    assert counts.finished_rate == 1 / 5


def test_a_rate_of_nobody_is_none() -> None:
    counts = ask(window=Window(at("2017-01-01"), at("2017-01-02"), "a day")).counts
    assert counts.success_rate is None
    assert counts.finished_rate is None


def test_a_filter_by_cause_leaves_no_rate_to_tell() -> None:
    counts = ask(cause="onprem").counts
    assert (counts.attempts, counts.failures, counts.partial) == (1, 1, True)
    assert counts.success_rate is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"cause": "onprem"}, {"failed.onprem_unreachable": 1}),
        ({"cause": "throttled"}, {"blocked.sms_codes": 1}),
        ({"result": "blocked"}, {"blocked.sms_codes": 1}),
        ({"result": "contacted admin"}, {"?Something nobody wrote": 1}),
        ({"method": "alternate email"}, {"failed.onprem_unreachable": 1}),
        ({"role": "global administrator"}, {"?Something nobody wrote": 1, "blocked.sms_codes": 1}),
        ({"domain": "@FABRIKAM.com"}, {"?Something nobody wrote": 1, "blocked.sms_codes": 1}),
        ({"domain": "fabrikam.com", "result": "Failed"}, {}),
    ],
)
def test_filters_let_through_what_they_name_in_any_case(filters: dict[str, str], expected: dict[str, int]) -> None:
    answer = failures(snapshot(ROWS), WEEK, filters=Filters(**filters), catalogue=load(), now=NOW, zone=BERLIN)
    assert attempts(answer) == expected


def test_unfinished_attempts_are_itemised_when_asked_for() -> None:
    answer = ask(GroupBy.RESULT, result="Abandoned")
    assert attempts(answer) == {"Abandoned": 1}
    assert (answer.itemised, answer.itemised_people, answer.counts.failures) == (1, 1, 0)


def test_each_group_says_people_share_and_the_window_before() -> None:
    group = next(group for group in ask(GroupBy.CAUSE).groups if group.key == "no_license")
    assert (group.people, group.share, group.previous, group.change) == (1, 0.25, 1, 0)


def test_a_detail_brings_its_documented_fix_and_an_unknown_one_brings_none() -> None:
    fixes = {group.key: group.fix for group in ask().groups}
    assert fixes["failed.no_license"] is load().details["failed.no_license"]
    assert fixes["?Something nobody wrote"] is None


def test_an_unknown_detail_is_shown_in_the_reports_own_words() -> None:
    group = next(group for group in ask().groups if group.key.startswith("?"))
    assert group.label == "Something nobody wrote"


def test_a_cause_brings_the_fix_of_its_most_frequent_detail() -> None:
    rows = """
        at               | user | detail
        2017-02-28 09:00 | dana | failed.not_enabled
        2017-02-28 10:00 | bob  | failed.tenant_disabled
        2017-02-28 11:00 | eve  | failed.tenant_disabled
    """
    (group,) = ask(GroupBy.CAUSE, rows=rows).groups
    assert (group.key, group.fix) == ("not_enabled", load().details["failed.tenant_disabled"])


def test_a_window_holds_its_start_and_not_its_end() -> None:
    window = Window(at("2017-02-28 09:00"), at("2017-02-28 10:00"), "an hour")
    assert attempts(ask(window=window)) == {"blocked.sms_codes": 1, "failed.onprem_unreachable": 1}


def test_a_relative_window_that_ends_after_the_newest_row_offers_the_one_that_ends_there() -> None:
    rows = """
        at               | user
        2017-02-01 09:00 | dana
        2017-02-02 09:00 | dana
    """
    answer = ask(rows=rows)
    assert answer.counts.attempts == 0
    assert answer.at_newest
    assert (answer.at_newest.counts.failures, answer.at_newest.at_newest) == (2, None)
    assert answer.at_newest.window.end == at("2017-02-02T09:00:00.000001")


@pytest.mark.parametrize(
    ("window", "rows"),
    [
        (everything(now=NOW), "at | user \n 2017-02-01 09:00 | dana"),
        (last(timedelta(days=7), now=NOW), "at | user \n 2017-03-01 04:00 | dana"),  # nobody failed in the night
        (last(timedelta(days=7), now=NOW), "at | user"),
    ],
)
def test_no_other_window_is_offered_when_it_is_not_relative_or_the_data_is_fresh_or_missing(
    window: Window, rows: str
) -> None:
    assert ask(window=window, rows=rows).at_newest is None


def test_no_other_window_is_offered_of_one_that_is_over_and_has_rows_behind_it() -> None:
    rows = """
        at               | user
        2017-02-14 09:00 | dana
        2017-02-28 09:00 | dana
    """
    day = Window(at("2017-02-15 00:00"), at("2017-02-16 00:00"), "2017-02-15", relative=True)  # two weeks ago
    assert ask(window=day, rows=rows).at_newest is None


def test_the_window_before_is_covered_when_the_data_reaches_back_over_it() -> None:
    assert not ask().previous_covered
    assert ask(window=last(timedelta(hours=48), now=NOW)).previous_covered


def test_the_people_behind_it_come_newest_first_each_once_with_their_newest_cause() -> None:
    told = [(one.shown.partition("@")[0], one.at, one.cause.key) for one in ask().who]
    assert told == [
        ("bob", at("2017-02-28 10:00"), "unrecognised"),
        ("dana", at("2017-02-28 09:00"), "onprem_unreachable"),
    ]
    assert [one.shown for one in ask(cause="throttled").who] == ["bob@fabrikam.com"]
    assert ask().who[0].shown == "bob@fabrikam.com"


def test_no_more_than_two_hundred_people_are_named() -> None:
    rows = "\n".join(["at | user", *(f"2017-02-28 09:00 | user{number}" for number in range(MOST + 5))])
    answer = ask(rows=rows)
    assert (answer.itemised_people, len(answer.who)) == (MOST + 5, MOST)


def test_nobody_is_named_in_any_window_where_names_were_not_asked_for() -> None:
    taken = snapshot("at | user \n 2017-02-01 09:00 | dana")
    answer = failures(taken, WEEK, catalogue=load(), now=NOW, zone=BERLIN)
    assert answer.at_newest
    assert (answer.who, answer.at_newest.who, answer.at_newest.itemised) == ((), (), 1)
