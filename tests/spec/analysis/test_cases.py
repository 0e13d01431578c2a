"""When a case opens, closes and comes back."""

from datetime import timedelta

import pytest

from bot.analysis.answers import Case, CaseState
from bot.analysis.cases.case_list import CaseList, case_list
from bot.analysis.cases.cases import cases as case_table
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import load
from bot.reports.snapshot import Snapshot
from tests.support.frames import NOW, at, snapshot


def of_dana(rows: str) -> list[Case]:
    return list(cases_of(snapshot(rows), "dana@contoso.com"))


def cases_of(taken: Snapshot, user: str) -> CaseList:
    rows = taken.attempts_of.rows(taken.people.number(user) or 0)
    return case_list(case_table(taken, rows), taken, catalogue=load(), now=NOW)


def told(cases: list[Case]) -> list[tuple[str, int, str, bool]]:
    return [(case.cause.key, case.tries, case.state.value, case.back_again) for case in cases]


def test_a_case_opens_on_a_failure_and_collects_repeats() -> None:
    (case,) = of_dana("""
        at               | user | detail
        2017-02-27 09:00 | dana | failed.onprem_unreachable
        2017-02-27 09:05 | DANA | failed.onprem_unreachable
    """)
    assert (case.tries, case.opened_at, case.last_at) == (2, at("2017-02-27 09:00"), at("2017-02-27 09:05"))
    assert (case.state, case.closed_at) == (CaseState.OPEN, None)


def test_every_cause_has_a_case_of_its_own_and_one_success_closes_all() -> None:
    assert told(of_dana("""
        at               | user | result    | detail
        2017-02-27 09:00 | dana | Failed    | failed.no_license
        2017-02-27 09:05 | dana | Failed    | failed.onprem_unreachable
        2017-02-27 09:10 | dana | Failed    | failed.no_license
        2017-02-27 10:00 | dana | Succeeded |
    """)) == [("no_license", 2, "recovered", False), ("onprem_unreachable", 1, "recovered", False)]  # fmt: skip


def test_the_same_cause_after_a_success_is_back_again_and_another_cause_is_not() -> None:
    assert told(of_dana("""
        at               | user | result    | detail
        2017-02-27 09:00 | dana | Failed    | failed.no_license
        2017-02-27 10:00 | dana | Succeeded |
        2017-02-28 09:00 | dana | Failed    | failed.no_license
        2017-02-28 09:05 | dana | Failed    | failed.onprem_unreachable
    """)) == [
        ("no_license", 1, "recovered", False),
        ("no_license", 1, "open", True),
        ("onprem_unreachable", 1, "open", False),
    ]  # fmt: skip


def test_somebody_elses_success_closes_nothing() -> None:
    assert told(of_dana("""
        at               | user | result
        2017-02-27 09:00 | dana | Failed
        2017-02-27 10:00 | bob  | Succeeded
    """)) == [("no_license", 1, "open", False)]  # fmt: skip


def test_leaving_and_cancelling_neither_open_nor_close_a_case() -> None:
    assert told(of_dana("""
        at               | user | result
        2017-02-27 09:00 | dana | Abandoned
        2017-02-27 09:10 | dana | Failed
        2017-02-27 09:20 | dana | Cancelled
        2017-02-27 09:30 | dana | In progress
        2017-02-27 09:40 | dana | Unrecognised
    """)) == [("no_license", 1, "open", False)]  # fmt: skip


def test_rows_of_the_same_moment_count_in_the_order_of_the_ledger() -> None:
    rows = """
        at               | user | result    | position
        2017-02-27 09:00 | dana | Failed    | {}
        2017-02-27 09:00 | dana | Succeeded | {}
    """
    assert told(of_dana(rows.format(1, 2))) == [("no_license", 1, "recovered", False)]
    assert told(of_dana(rows.format(2, 1))) == [("no_license", 1, "open", False)]


def test_a_block_ends_a_day_and_a_session_after_the_last_blocked_try_and_is_not_told_when_it_is_over() -> None:
    rows = """
        at               | user | result
        2017-02-28 09:00 | dana | Blocked
        2017-02-28 {}    | dana | Blocked
    """
    (case,) = of_dana(rows.format("13:00"))
    assert case.blocked_until == at("2017-03-01 13:15")
    (case,) = of_dana(rows.format("11:45"))
    assert case.blocked_until is None


def test_a_case_knows_the_first_and_the_last_place_in_the_ledger() -> None:
    (case,) = of_dana("""
        at               | user | position
        2017-02-27 09:00 | dana | 7
        2017-02-27 10:00 | dana | 3
        2017-02-27 11:00 | dana | 5
    """)
    assert (case.opened_position, case.last_position) == (3, 7)


def test_stuck_lists_open_cases_by_cause_with_the_oldest_first() -> None:
    answer = stuck(
        snapshot("""
            at               | user | result    | detail
            2017-02-20 09:00 | dana | Failed    | failed.onprem_error
            2017-02-26 09:00 | dana | Failed    | failed.no_license
            2017-02-27 13:00 | bob  | Failed    | failed.no_license
            2017-03-01 09:00 | eve  | Failed    | failed.no_license
            2017-03-01 10:00 | eve  | Succeeded |
            2017-03-01 11:00 | kim  | Blocked   |
        """),
        catalogue=load(),
        now=NOW,
    )
    assert answer.people == 3
    assert [(group.cause.key, group.people) for group in answer.groups] == [
        ("no_license", 2),
        ("onprem_refused", 1),
        ("throttled", 1),
    ]
    assert [case.shown for case in answer.groups[0].cases] == ["dana@contoso.com", "bob@contoso.com"]
    assert answer.groups[0].oldest == at("2017-02-26 09:00")
    assert answer.groups[0].fix is load().details["failed.no_license"]
    assert answer.ages == (("under 1 day", 1), ("1-3 days", 1), ("3-7 days", 0), ("over 7 days", 1))


def test_an_age_of_exactly_a_day_is_no_longer_under_one() -> None:
    row = f"at | user \n {(NOW - timedelta(days=1)).isoformat()} | dana"
    assert dict(stuck(snapshot(row), catalogue=load(), now=NOW).ages)["1-3 days"] == 1


def test_the_ages_count_people_by_their_oldest_case_so_that_they_sum_to_the_total() -> None:
    rows = """
        at               | user | detail
        2017-02-20 09:00 | dana | failed.no_license
        2017-03-01 09:00 | dana | failed.onprem_error
        2017-03-01 09:00 | bob  | failed.onprem_error
    """
    answer = stuck(snapshot(rows), catalogue=load(), now=NOW)
    assert answer.people == 2
    assert answer.ages == (("under 1 day", 1), ("1-3 days", 0), ("3-7 days", 0), ("over 7 days", 1))


def test_cases_can_be_looked_at_one_by_one_or_in_slices() -> None:
    cases = cases_of(snapshot("""
        at               | user | detail
        2017-02-27 09:00 | dana | failed.no_license
        2017-02-27 09:05 | dana | failed.onprem_error
        2017-02-27 09:10 | dana | blocked.sms_codes
    """), "dana@contoso.com")  # fmt: skip
    assert [case.cause.key for case in cases[:2]] == ["no_license", "onprem_refused"]
    assert cases[-1].cause.key == "throttled"
    assert cases == tuple(cases)
    assert len({cases[0], *cases}) == 3
    assert len({cases, tuple(cases)}) == 1
    with pytest.raises(IndexError):
        cases[3]
