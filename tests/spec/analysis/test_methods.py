"""Passed and failed-at are two things: a person who passed the email and fell at the SMS failed at the SMS."""

from datetime import UTC

import pytest

from bot.analysis import rows_behind
from bot.analysis.answers import Filters, GroupBy
from bot.analysis.failures import failures
from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Method, failed_method
from bot.reports.window import everything
from tests.support.frames import NOW, snapshot

TAKEN = snapshot("""
    at               | user | result          | detail                    | methods                        | started
    2017-02-27 09:00 | dana | Contacted admin | contacted.sms             | Alternate Email                | Mobile Phone
    2017-02-27 10:00 | erik | Contacted admin | contacted.sms             | Alternate Email                |
    2017-02-27 11:00 | mia  | Blocked         | blocked.sms_codes         |                                |
    2017-02-27 12:00 | ada  | Contacted admin | contacted.email           |                                |
    2017-02-27 13:00 | gil  | Failed          | failed.onprem_unreachable | Alternate Email + Mobile Phone | Mobile Phone
    2017-02-27 14:00 | eve  | Blocked         | blocked.unexplained       | Alternate Email                | App Code
    2017-02-27 15:00 | kim  | Abandoned       | abandoned.started.sms     | Alternate Email                | Mobile Phone
    2017-02-28 09:00 | dana | Succeeded       |                           | Alternate Email + Mobile Phone | Mobile Phone
""")


def by_method(**filters: str) -> dict[str, int]:
    answer = failures(
        TAKEN, everything(now=NOW), by=GroupBy.METHOD, filters=Filters(**filters), catalogue=load(), now=NOW, zone=UTC
    )
    return {group.key: group.attempts for group in answer.groups}


def test_failures_by_method_are_by_the_method_that_they_failed_at() -> None:
    assert by_method() == {"Mobile Phone": 3, "Alternate Email": 1, "": 1, "App Code": 1}


def test_successes_by_method_are_by_the_methods_that_passed() -> None:
    assert by_method(result="Succeeded") == {"Mobile Phone": 1, "Alternate Email": 1}


@pytest.mark.parametrize(
    ("method", "failed", "succeeded", "unfinished"),
    [("Mobile Phone", 4, 1, 1), ("Alternate Email", 5, 1, 1), ("app code", 1, 0, 0), ("Security Questions", 0, 0, 0)],
)
def test_a_filter_finds_who_passed_a_method_and_who_did_not_get_past_it(
    method: str, failed: int, succeeded: int, unfinished: int
) -> None:
    answer = failures(TAKEN, everything(now=NOW), filters=Filters(method=method), catalogue=load(), now=NOW, zone=UTC)
    assert (answer.counts.failures, answer.counts.succeeded, answer.counts.unfinished) == (
        failed,
        succeeded,
        unfinished,
    )


def test_an_export_has_all_three() -> None:
    rows = rows_behind.attempts(TAKEN, everything(now=NOW), Filters(), catalogue=load(), now=NOW).frame
    assert list(zip(rows["methods"], rows["failed_at"], rows["last_started"], strict=True)) == [
        ("Alternate Email", "Mobile Phone", "Mobile Phone"),
        ("Alternate Email", "Mobile Phone", ""),
        ("", "Mobile Phone", ""),
        ("", "Alternate Email", ""),
        ("Alternate Email + Mobile Phone", "", "Mobile Phone"),
        ("Alternate Email", "App Code", "App Code"),
        ("Alternate Email", "", "Mobile Phone"),
        ("Alternate Email + Mobile Phone", "", "Mobile Phone"),
    ]


@pytest.mark.parametrize("key", [key for key in load().details if key.startswith(("contacted.", "blocked."))])
def test_every_detail_about_a_method_tried_in_vain_names_it(key: str) -> None:
    assert failed_method(key) in {*map(str, Method), *([""] if key == "blocked.unexplained" else [])}


def test_a_method_that_was_passed_is_none_that_was_failed_at() -> None:
    assert not [key for key in load().details if "completed" in key and failed_method(key)]
