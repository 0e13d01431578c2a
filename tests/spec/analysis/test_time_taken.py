"""Drawn cases: how long until success, after how many failures, by the cause or method of the first failure."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.analysis.answers import Filters
from bot.analysis.journeys.time_taken import TimeAnswer, time_taken
from bot.knowledge.catalogue import load
from bot.render.journeys.time_taken import message
from bot.reports.window import last
from tests.support import oracle
from tests.support.frames import drawn, snapshot

NOW = datetime(2017, 2, 28, 12, tzinfo=UTC)
CASES = """
    at               | user | result    | detail
    2017-02-20 10:00 | ada  | Failed    | failed.no_license
    2017-02-20 12:00 | ada  | Succeeded | succeeded
    2017-02-20 10:00 | bob  | Failed    | failed.no_license
    2017-02-20 11:00 | bob  | Failed    | failed.no_license
    2017-02-20 14:00 | bob  | Succeeded | succeeded
    2017-02-21 10:00 | cleo | Blocked   | blocked.sms_codes
    2017-02-22 10:00 | cleo | Failed    | failed.no_license
    2017-02-22 11:00 | cleo | Failed    | failed.no_license
    2017-02-22 12:00 | cleo | Failed    | failed.no_license
    2017-02-22 16:00 | cleo | Succeeded | succeeded
    2017-02-23 10:00 | dana | Blocked   | blocked.email_codes
    2017-02-24 10:00 | eva  | Failed    | failed.no_license
    2017-02-28 10:00 | fay  | Succeeded | succeeded
"""
HELPED = "at | user\n2017-02-24 12:00 | eva"


def ask(by: str = "cause", table: str = CASES) -> TimeAnswer:
    window = last(timedelta(days=14), now=NOW)
    return time_taken(snapshot(table, interventions=HELPED), window, by=by, catalogue=load(), now=NOW)


def test_open_cases_count_as_far_as_they_have_come_and_an_admin_ends_a_case() -> None:
    whole = ask().whole
    assert whole
    assert (whole.cases, whole.still_open, whole.reset_by_admin) == (5, 1, 1)
    window = last(timedelta(days=14), now=NOW)
    expected = oracle.half_time(oracle.tried(drawn(CASES)), window, Filters(), oracle.helped(drawn(HELPED)))
    assert whole.half == expected


def test_the_rows_it_rests_on_are_those_of_the_thirty_days_that_are_counted() -> None:
    of_one_day = time_taken(snapshot(CASES), last(timedelta(days=1), now=NOW), catalogue=load(), now=NOW)
    assert (of_one_day.cases, of_one_day.coverage.rows) == (5, 13)


def test_a_name_that_the_directorys_list_lacks_is_no_case() -> None:
    listed = snapshot(CASES, roster="user | seen\nada | 2017-02-28\nbob | 2017-02-28\ncleo | 2017-02-28")
    found = time_taken(listed, last(timedelta(days=14), now=NOW), catalogue=load(), now=NOW)
    assert (found.cases, found.strangers) == (3, 2)  # dana's and eva's tries: fay succeeded, so the account is there


def test_the_curve_goes_as_far_as_cases_have_been_followed() -> None:
    curve = {point.after: point.share for point in ask().curve}
    assert list(curve) == [timedelta(hours=hours) for hours in (1, 4, 24, 72)]
    assert curve[timedelta(hours=1)] == 0
    assert curve[timedelta(hours=4)] == pytest.approx(0.4)  # two of five; eva's was ended by an admin in between
    assert curve[timedelta(hours=72)] == pytest.approx(0.6)
    assert all(point.interval.low <= point.share <= point.interval.high for point in ask().curve)


@pytest.mark.parametrize(
    ("helped", "said"),
    [
        (HELPED, "1 still open, 1 reset by an admin."),
        ("at | user", "still open; what is loaded shows no reset by an admin."),
    ],
)
def test_that_no_admin_reset_anybody_is_said_of_what_is_loaded(helped: str, said: str) -> None:
    window = last(timedelta(days=14), now=NOW)
    answer = time_taken(snapshot(CASES, interventions=helped), window, catalogue=load(), now=NOW)
    text = str(message(answer, zone=UTC).payload())
    assert said in text
    assert "0 reset by an admin" not in text


def test_the_rows_said_to_be_behind_it_are_those_of_the_cases_that_are_counted() -> None:
    answer = time_taken(snapshot(CASES), last(timedelta(days=1), now=NOW), catalogue=load(), now=NOW)
    assert (answer.cases, answer.coverage.rows) == (5, len(drawn(CASES)))


def test_failures_before_success_are_counted_by_person() -> None:
    assert ask().failures == ((1, 1), (2, 1), (3, 1))


def test_a_case_belongs_to_the_cause_or_method_of_its_first_failure() -> None:
    assert [(group.key, group.cases) for group in ask().groups] == [("no_license", 3), ("throttled", 2)]
    assert [(group.key, group.cases) for group in ask("method").groups] == [
        ("", 3),
        ("Alternate Email", 1),
        ("Mobile Phone", 1),
    ]


def test_too_few_cases_are_said_to_be() -> None:
    answer = ask(table="at | user | result\n2017-02-20 10:00 | ada | Failed")
    assert (answer.cases, answer.whole, answer.curve) == (1, None, ())
    assert [group.time for group in answer.groups] == [None]


def test_without_a_failure_there_is_nothing() -> None:
    assert ask(table="at | user | result\n2017-02-20 10:00 | ada | Succeeded").cases == 0
