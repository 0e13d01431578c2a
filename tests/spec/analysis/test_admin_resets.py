"""A reset by an admin closes the cases of its user: they went to the helpdesk."""

from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import CaseState
from bot.analysis.cases.case_list import case_list
from bot.analysis.cases.cases import cases
from bot.analysis.digest import DigestAnswer, digest
from bot.analysis.people.person_search import Matching
from bot.analysis.reset_verdict import Ability
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import stuck
from bot.analysis.trend import trend
from bot.knowledge.catalogue import load
from bot.render.digests.verdict import closing_line
from bot.reports.snapshot import Snapshot
from bot.reports.window import everything
from tests.support.frames import NOW, at, snapshot

FAILED_TWICE = """
    at               | user | result | detail                    | position
    2017-02-27 09:00 | dana | Failed | failed.no_license         | 1
    2017-02-27 09:05 | dana | Failed | failed.onprem_unreachable | 2
    2017-02-27 09:10 | bob  | Failed | failed.no_license         | 3
"""
DANA_HELPED = """
    at               | user | position
    2017-02-27 10:00 | dana | 4
"""


def told(taken: Snapshot) -> list[tuple[str, str, bool]]:
    dana = taken.people.number("dana@contoso.com") or 0
    found = case_list(cases(taken, taken.attempts_of.rows(dana)), taken, catalogue=load(), now=NOW)
    return [(case.cause.key, case.state.value, case.back_again) for case in found]


def since(taken: Snapshot, start: int, end: int) -> DigestAnswer:
    return digest(
        taken, from_position=start, to_position=end, since=None, catalogue=load(), now=NOW, zone=ZoneInfo("UTC")
    )


def test_all_open_cases_of_the_user_are_closed_and_nobody_elses() -> None:
    taken = snapshot(FAILED_TWICE, interventions=DANA_HELPED)
    assert told(taken) == [("no_license", "helpdesk", False), ("onprem_unreachable", "helpdesk", False)]
    assert [group.cases[0].user for group in stuck(taken, catalogue=load(), now=NOW).groups] == ["bob@contoso.com"]


def test_a_failure_after_it_is_back_again_and_one_before_a_success_stays_with_the_helpdesk() -> None:
    rows = """
        at               | user | result
        2017-02-27 09:00 | dana | Failed
        2017-02-27 11:00 | dana | Failed
        2017-02-27 12:00 | dana | Succeeded
    """
    taken = snapshot(rows, interventions=DANA_HELPED)
    assert told(taken) == [("no_license", "helpdesk", False), ("no_license", "recovered", True)]


def test_whoever_succeeds_before_the_admin_acts_has_recovered() -> None:
    rows = """
        at               | user | result
        2017-02-27 09:00 | dana | Failed
        2017-02-27 09:30 | dana | Succeeded
    """
    assert told(snapshot(rows, interventions=DANA_HELPED)) == [("no_license", "recovered", False)]


@pytest.mark.parametrize("kind", ["unlock", "change", "account recovery"])
def test_an_own_unlock_or_change_closes_as_recovered_and_says_what_it_was(kind: str) -> None:
    others = f"""
        at               | user | kind
        2017-02-27 10:00 | dana | {kind}
    """
    taken = snapshot(FAILED_TWICE, interventions=others)
    assert told(taken) == [("no_license", "recovered", False), ("onprem_unreachable", "recovered", False)]
    answer = status(taken, "dana", matching=Matching.WORDS, catalogue=load(), now=NOW)
    assert isinstance(answer, PersonStatus)
    assert answer.case
    assert (answer.case.closed_by, answer.case.closed_at) == (kind, at("2017-02-27 10:00"))
    assert not [
        case for group in stuck(taken, catalogue=load(), now=NOW).groups for case in group.cases if "dana" in case.user
    ]


def test_what_failed_closes_nothing() -> None:
    others = """
        at               | user | kind        | result
        2017-02-27 10:00 | dana | unlock      | Failed
        2017-02-27 10:00 | dana | change      | Failed
        2017-02-27 10:00 | dana | admin reset | Failed
    """
    taken = snapshot(FAILED_TWICE, interventions=others)
    assert [state for _, state, _ in told(taken)] == ["open", "open"]


def test_none_of_them_is_an_attempt() -> None:
    taken = snapshot(FAILED_TWICE, interventions=DANA_HELPED)
    answer = trend(taken, everything(now=NOW), catalogue=load(), now=NOW, zone=ZoneInfo("UTC"))
    assert (answer.counts.attempts, answer.counts.succeeded, answer.median_time_to_success) == (3, 0, None)


def test_a_status_says_when_the_helpdesk_has_helped() -> None:
    answer = status(
        snapshot(FAILED_TWICE, interventions=DANA_HELPED), "dana", matching=Matching.WORDS, catalogue=load(), now=NOW
    )
    assert isinstance(answer, PersonStatus)
    assert answer.case
    assert (answer.case.state, answer.case.closed_at) == (CaseState.HELPDESK, at("2017-02-27 10:00"))
    assert answer.fix is None
    assert answer.ability is not Ability.NO


def test_a_digest_counts_who_went_to_the_helpdesk() -> None:
    answer = since(snapshot(FAILED_TWICE, interventions=DANA_HELPED), 3, 4)
    assert {case.user for case in answer.helpdesk} == {"dana@contoso.com"}
    assert (answer.was_open, len(answer.helpdesk), len(answer.recovered), answer.still_stuck) == (2, 2, 0, 1)
    assert closing_line(answer).endswith("*1* went to the helpdesk.")


def test_a_digest_that_ends_before_it_was_loaded_knows_nothing_of_it() -> None:
    answer = since(snapshot(FAILED_TWICE, interventions=DANA_HELPED), 2, 3)
    assert (answer.was_open, answer.still_stuck, len(answer.helpdesk)) == (1, 1, 0)
