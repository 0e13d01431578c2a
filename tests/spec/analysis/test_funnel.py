"""Drawn attempts: at which stage each ended, which method lost it, who tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.analysis.answers import Filters
from bot.analysis.journeys.funnel import FunnelAnswer, funnel
from bot.analysis.journeys.stages import Reached, Stage, reached
from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import FAILURES, UNFINISHED
from bot.reports.window import last
from tests.support.frames import snapshot

NOW = datetime(2017, 2, 28, 12, tzinfo=UTC)
WEEK = """
    at               | user | role                  | result      | detail                          | methods
    2017-02-23 09:00 | ada  | User                  | Abandoned   | abandoned.user_id               |
    2017-02-23 10:00 | bob  | User                  | Abandoned   | abandoned.started.sms           | Mobile Phone
    2017-02-23 10:10 | bob  | User                  | Succeeded   | succeeded                       | Alternate Email
    2017-02-24 10:00 | cleo | User                  | Abandoned   | abandoned.completed.email       | Alternate Email
    2017-02-24 11:00 | dana | User                  | Failed      | failed.no_license               |
    2017-02-24 12:00 | eva  | User                  | Blocked     | blocked.sms_codes               | Mobile Phone
    2017-02-24 12:30 | eva  | User                  | Blocked     | blocked.sms_codes               | Mobile Phone
    2017-02-25 10:00 | fay  | User                  | Cancelled   | cancelled.before_gates          |
    2017-02-26 10:00 | gil  | Company Administrator | Succeeded   | succeeded                       | Alternate Email + Mobile Phone
    2017-02-27 10:00 | hal  | User                  | Abandoned   | abandoned.selecting_new_password | Mobile Phone
    2017-02-28 11:00 | ida  | User                  | In progress | step.started.sms                |
"""


def ask(by: str = "method", filters: Filters = Filters()) -> FunnelAnswer:  # noqa: B008 - frozen
    window = last(timedelta(days=7), now=NOW)
    return funnel(snapshot(WEEK), window, by=by, filters=filters, now=NOW, zone=UTC)


def test_each_stage_counts_who_surely_came_so_far_and_who_left_there() -> None:
    answer = ask()
    assert [(stage.stage, stage.reached, stage.known, stage.left) for stage in answer.stages] == [
        ("user_id", 10, 9, 2),
        ("options", 7, 7, 0),
        ("started", 7, 7, 3),
        ("passed", 4, 4, 1),
        ("verified", 3, 3, 0),
        ("password", 3, 3, 1),
        ("done", 2, 2, 0),
    ]
    assert (answer.attempts, answer.people, answer.in_progress, answer.unsaid) == (10, 8, 1, 1)


def test_a_method_loses_who_ended_at_it_and_keeps_who_passed_it() -> None:
    assert [(one.key, one.started, one.passed) for one in ask().groups] == [
        ("Mobile Phone", 5, 2),
        ("Alternate Email", 3, 3),
    ]


TWO_GATES = """
    at               | user | result          | detail                    | methods                        | started
    2017-02-26 09:00 | ada  | Contacted admin | contacted.sms             | Alternate Email                | Mobile Phone
    2017-02-26 10:00 | bob  | Blocked         | blocked.unexplained       | Alternate Email                | Mobile Phone
    2017-02-26 11:00 | cleo | Cancelled       | cancelled.before_gates    | Alternate Email                | Alternate Email
    2017-02-26 12:00 | dana | Cancelled       | cancelled.before_gates    |                                | Alternate Email
    2017-02-26 13:00 | eva  | Failed          | failed.onprem_unreachable | Alternate Email + Mobile Phone | Mobile Phone
    2017-02-26 14:00 | fay  | Succeeded       | succeeded                 | Alternate Email + Mobile Phone | Mobile Phone
    2017-02-26 15:00 | gil  | Contacted admin | contacted.sms             | Alternate Email + Mobile Phone |
"""  # the last one is of a classic report, which lists methods used, passed or not


def test_what_was_passed_before_the_method_at_which_it_ended_counts_as_passed() -> None:
    window = last(timedelta(days=7), now=NOW)
    answer = funnel(snapshot(TWO_GATES), window, now=NOW, zone=UTC)
    assert {one.key: (one.started, one.passed) for one in answer.groups} == {
        "Mobile Phone": (5, 2),
        "Alternate Email": (6, 5),
    }
    assert [(stage.stage, stage.reached, stage.known, stage.left) for stage in answer.stages[2:4]] == [
        ("started", 7, 7, 4),
        ("passed", 3, 2, 1),
    ]


def test_further_tries_count_within_a_day_and_where_a_day_has_passed() -> None:
    answer = ask()
    assert (answer.ended, answer.again, answer.done_then) == (8, 2, 1)


def test_by_role_most_without_success_come_first() -> None:
    assert [(one.key, one.started, one.passed) for one in ask("role").groups] == [
        ("User", 9, 1),
        ("Company Administrator", 1, 1),
    ]


def test_filters_let_some_through() -> None:
    assert ask(filters=Filters(role="Company Administrator")).attempts == 1


def test_without_rows_nothing_is_claimed() -> None:
    answer = funnel(snapshot(), last(timedelta(days=7), now=NOW), now=NOW, zone=UTC)
    assert [(stage.left, stage.interval) for stage in answer.stages] == [(0, None)] * 7


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ("abandoned.started.voice_office", Reached(Stage.STARTED, Stage.STARTED, "Office Phone")),
        ("blocked.email_codes", Reached(Stage.STARTED, Stage.STARTED, "Alternate Email")),
        ("blocked.phone_validation", Reached(Stage.STARTED, Stage.STARTED, "Mobile Phone")),
        ("contacted.questions", Reached(Stage.STARTED, Stage.STARTED, "Security Questions")),
        ("cancelled.before_submit", Reached(Stage.VERIFIED, Stage.PASSWORD)),
        ("failed.onprem_unreachable", Reached(Stage.USER_ID, Stage.PASSWORD)),
        ("?Something new", Reached(Stage.USER_ID, Stage.PASSWORD)),
    ],
)
def test_a_detail_says_how_far_an_attempt_came(detail: str, expected: Reached) -> None:
    assert reached(detail) == expected


# Of a documented detail that leaves it open, somebody has thought about why.
OPEN = {
    "blocked.unexplained",
    "cancelled.before_gates",
    "cancelled.before_submit",
    "failed.no_cookies",
    "failed.onprem_unreachable",
    "failed.system_error",
}


def test_every_documented_detail_says_where_the_attempt_ended_or_is_known_not_to() -> None:
    ended = [key for key, detail in load().details.items() if detail.result in (*FAILURES, *UNFINISHED)]
    assert {key for key in ended if not reached(key).exact} == OPEN
