"""A row whose detail says success though its result is a failure: the result counts, and nobody acts on the detail."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from bot.analysis.digest import digest
from bot.analysis.failures import failures
from bot.analysis.people.person_search import Matching
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import UNRECOGNISED, load
from bot.render.digests import first_message as digest_message
from bot.render.digests.settings import Setting
from bot.render.formats import terminal
from bot.reports.window import last
from tests.support.frames import NOW, at, snapshot
from tests.support.rendering import shown

ROWS = """
    at               | user | result    | detail
    2017-02-28 09:00 | dana | {}        | succeeded
    2017-02-28 10:00 | bob  | Succeeded | succeeded
"""
TAKEN = snapshot(ROWS.format("Failed"))
KNOWN: dict[str, Any] = {"catalogue": load(), "now": NOW}
FOUND: dict[str, Any] = {**KNOWN, "matching": Matching.WORDS}
SAYS = "1 row contradicts itself: the result is a failure, the detail says success. The result counts."


@pytest.mark.parametrize("result", ["Failed", "Blocked", "Contacted admin"])
def test_the_result_wins_and_the_detail_gives_no_advice(result: str) -> None:
    found = status(snapshot(ROWS.format(result)), "dana", **FOUND)
    assert isinstance(found, PersonStatus)
    assert found.case
    assert (found.case.cause.key, found.fix) == (UNRECOGNISED, None)


def test_the_row_is_flagged_in_the_status() -> None:
    found = status(TAKEN, "dana", **FOUND)
    assert isinstance(found, PersonStatus)
    text = terminal.show(shown(found), width=500)
    assert "User successfully reset password" in text
    assert "the report contradicts itself: the detail says success, the result counts" in text


def test_it_is_counted_under_its_result_and_told_with_the_coverage() -> None:
    found = failures(TAKEN, last(timedelta(days=7), now=NOW), zone=UTC, **KNOWN)
    assert (found.counts.failures, found.counts.succeeded) == (1, 1)
    assert [(group.label, group.fix) for group in found.groups] == [("User successfully reset password", None)]
    assert SAYS in found.coverage.warnings
    assert SAYS not in failures(TAKEN, last(timedelta(hours=24), now=NOW), zone=UTC, **KNOWN).coverage.warnings


def test_it_is_stuck_under_an_unrecognised_cause_and_told_so_in_a_digest() -> None:
    (group,) = stuck(TAKEN, **KNOWN).groups
    assert (group.cause.key, group.people, group.fix) == (UNRECOGNISED, 1, None)
    told = digest(TAKEN, from_position=0, to_position=9, since=at("2017-02-27"), zone=UTC, **KNOWN)
    shown = terminal.show(digest_message.message(told, Setting(UTC)).preview, width=500)
    assert "The report contradicts itself" in shown
    assert "No document lists" not in shown


def test_a_success_with_another_detail_is_a_success() -> None:
    taken = snapshot("at | user | result | detail \n 2017-02-28 09:00 | dana | Succeeded | failed.no_license")
    assert stuck(taken, **KNOWN).people == 0
