"""Two flows of one person may overlap: what was decided last decides, whichever began first."""

from datetime import UTC

import pytest

from bot.analysis.answers import Since
from bot.analysis.cases.case_list import person_cases
from bot.analysis.people.person_search import Matching
from bot.analysis.reset_verdict import Ability
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import stuck
from bot.analysis.why import why_rows
from bot.knowledge.catalogue import load
from bot.render.answers import status as status_message
from bot.render.formats import terminal
from bot.reports.snapshot import Snapshot
from tests.support.frames import NOW, Row, at, snapshot  # now is 2017-03-01 12:00

HEAD = "at | ended | user | result | detail\n"
A, B = "2017-03-01 09:00 | 2017-03-01 {} | dana | {} | {}\n", "2017-03-01 09:02 | 2017-03-01 {} | dana | {} | {}\n"
DONE, FAILED = ("Succeeded", ""), ("Failed", "failed.no_license")


def person(taken: Snapshot) -> PersonStatus:
    answer = status(taken, "dana@contoso.com", matching=Matching.WORDS, catalogue=load(), now=NOW)
    assert isinstance(answer, PersonStatus)
    return answer


@pytest.mark.parametrize(
    ("first", "second", "through"),
    [
        (A.format("09:10", *FAILED), B.format("09:03", *DONE), False),  # the failure was decided last
        (A.format("09:10", *DONE), B.format("09:03", *FAILED), True),
        (A.format("09:01", *FAILED), B.format("09:03", *DONE), True),  # one after the other, as ever
        (A.format("09:01", *DONE), B.format("09:03", *FAILED), False),
        (A.format("09:03", *FAILED), B.format("09:03", *DONE), True),  # in one second the later one
    ],
)
def test_the_flow_that_ended_last_decides(first: str, second: str, through: bool) -> None:
    taken = snapshot(HEAD + first + second)
    answer = person(taken)
    assert answer.ability is (Ability.PROBABLY if through else Ability.NO)
    assert stuck(taken, catalogue=load(), now=NOW).people == (0 if through else 1)
    assert answer.case
    assert (answer.case.closed_at is not None) is through
    assert answer.attempts[0].result == ("Succeeded" if through else "Failed")


def test_a_case_is_never_closed_before_it_was_opened() -> None:
    taken = snapshot(HEAD + A.format("09:10", *DONE) + B.format("09:03", *FAILED))
    case = person(taken).case
    assert case
    assert (case.opened_at, case.closed_at) == (at("2017-03-01 09:02"), at("2017-03-01 09:10"))
    rows = why_rows(taken, case, from_position=0, to_position=9, catalogue=load())
    assert [(row.at, row.result) for row in rows] == [
        (at("2017-03-01 09:00"), "Succeeded"),
        (at("2017-03-01 09:02"), "Failed"),
    ]


@pytest.mark.parametrize("closer", ["2017-03-01 09:04 | 2017-03-01 09:05 | dana | Succeeded |", "an admin"])
@pytest.mark.parametrize(("began", "again"), [("09:02", True), ("09:06", False)])
def test_a_case_is_back_after_one_that_began_later_and_was_closed_before_it(
    closer: str, began: str, again: bool
) -> None:
    rows = [
        "2017-03-01 09:00 | 2017-03-01 09:20 | dana | Failed | failed.no_license",
        f"2017-03-01 {began} | 2017-03-01 {began} | dana | Failed | failed.no_license",
        closer,
    ]
    helped = "at | user\n2017-03-01 09:05 | dana" if closer == "an admin" else "at | user"
    tried = "\n".join(row for row in rows if row != "an admin")
    [group] = stuck(snapshot(HEAD + tried, interventions=helped), catalogue=load(), now=NOW).groups
    assert [case.back_again for case in group.cases] == [again]


@pytest.mark.parametrize("between", ["2017-03-01 09:10 | 2017-03-01 09:25 | dana | Succeeded |", "an admin"])
def test_why_lists_no_row_of_an_older_case_that_overlaps(between: str) -> None:
    rows = [
        "2017-03-01 09:00 | 2017-03-01 09:20 | dana | Failed | failed.no_license",  # of the older case
        between,
        "2017-03-01 09:10 | 2017-03-01 09:30 | dana | Failed | failed.no_license",
        "2017-03-01 09:40 | 2017-03-01 09:41 | dana | Failed | failed.no_license",
        "2017-03-01 09:50 | 2017-03-01 09:51 | dana | Succeeded |",
        "2017-03-01 10:00 | 2017-03-01 10:01 | dana | Failed | failed.no_license",  # of the newer one
    ]
    helped = "at | user | position \n 2017-03-01 09:25 | dana | 1" if between == "an admin" else "at | user"
    taken = snapshot(HEAD + "\n".join(row for row in rows if row != "an admin"), interventions=helped)
    _, case, _ = person_cases(taken, "dana@contoso.com", catalogue=load(), now=NOW)
    listed = why_rows(taken, case, from_position=0, to_position=9, catalogue=load())
    assert [(row.at, row.result) for row in listed] == [
        (at("2017-03-01 09:10"), "Failed"),
        (at("2017-03-01 09:40"), "Failed"),
        (at("2017-03-01 09:50"), "Succeeded"),
    ]


def test_the_list_of_attempts_says_how_long_those_took_that_overlap() -> None:
    taken = snapshot(HEAD + "2017-03-01 08:00 | 2017-03-01 08:05 | dana | Failed |\n"
                     + A.format("09:10", *FAILED) + B.format("09:03", *DONE))  # fmt: skip
    answer = person(taken)
    assert [(one.at, one.ended) for one in answer.attempts] == [
        (at("2017-03-01 09:00"), at("2017-03-01 09:10")),
        (at("2017-03-01 09:02"), None),
        (at("2017-03-01 08:00"), None),
    ]
    says = " ".join(terminal.show(status_message.message(answer, zone=UTC), width=1000).split())
    assert "until 2017-03-01 09:10 UTC Failed" in says


@pytest.mark.parametrize(("ended", "until"), [("2017-03-01 08:09", "2017-03-02 08:09"), ("", "2017-03-02 08:15")])
def test_a_block_ends_a_day_after_the_last_step_where_that_is_known(ended: str, until: str) -> None:
    answer = person(snapshot(HEAD + f"2017-03-01 08:00 | {ended} | dana | Blocked | blocked.sms_codes"))
    assert answer.case
    assert answer.case.blocked_until == at(until)


def test_a_try_that_went_on_inside_the_block_starts_the_wait_again() -> None:
    taken = snapshot(
        HEAD
        + "2017-03-01 08:00 | 2017-03-01 09:00 | dana | Failed | failed.no_license\n"
        + "2017-03-01 08:10 | 2017-03-01 08:20 | dana | Blocked | blocked.sms_codes\n"
    )
    block = person(taken).block or person(taken).case
    assert block
    assert block.blocked_until == at("2017-03-02 09:00")


@pytest.mark.parametrize(("when", "since"), [("09:05", Since.NOTHING), ("09:11", Since.REGISTERED)])
def test_a_method_registered_while_the_last_try_went_on_has_put_nothing_right(when: str, since: Since) -> None:
    failed = HEAD + A.format("09:10", "Failed", "failed.insufficient_methods")
    registered: list[Row] = [{"at": f"2017-03-01 {when}", "user": "dana", "datum": "Alternate Email"}]
    case = person(snapshot(failed, registered)).case
    assert case
    assert case.since is since


@pytest.mark.parametrize(("when", "closed"), [("09:05", False), ("09:10", True), ("09:11", True)])
def test_a_reset_by_an_admin_closes_what_ended_up_to_its_moment(when: str, closed: bool) -> None:
    helped: list[Row] = [{"at": f"2017-03-01 {when}", "user": "dana"}]
    case = person(snapshot(HEAD + A.format("09:10", *FAILED), interventions=helped)).case
    assert case
    assert (case.closed_at == at(f"2017-03-01 {when}")) is closed


@pytest.mark.parametrize(("ended", "since"), [("10:01", Since.OTHERS), ("09:59", Since.NOTHING)])
def test_an_outage_is_over_by_a_reset_that_ended_after_it_however_long_before_it_that_began(
    ended: str, since: Since
) -> None:
    rows = f"""2017-02-28 16:05 | 2017-03-01 {ended} | erik | Succeeded |
    2017-03-01 09:00 | 2017-03-01 09:00 | erik | Failed | failed.onprem_unreachable
    2017-03-01 10:00 | 2017-03-01 10:00 | dana | Failed | failed.onprem_unreachable"""
    (group,) = stuck(snapshot(HEAD + rows), catalogue=load(), now=NOW).groups
    assert {case.user: case.since for case in group.cases}["dana@contoso.com"] is since
