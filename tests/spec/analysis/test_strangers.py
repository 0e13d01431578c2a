"""Names that a loaded directory does not know are no stuck people: a line of their own."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.compare import compare
from bot.analysis.digest import digest
from bot.analysis.failures import failures
from bot.analysis.incidents import incidents
from bot.analysis.journeys.funnel import funnel
from bot.analysis.people.person_search import Matching
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import stuck
from bot.analysis.trend import trend
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers import failures as failures_message
from bot.render.answers import status as status_message
from bot.render.answers import stuck as stuck_message
from bot.render.answers import trend as trend_message
from bot.render.journeys import funnel as funnel_message
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window, everything
from tests.support.frames import NOW, snapshot

ROWS = """
    at               | user       | result
    2017-02-27 09:00 | dana       | Failed
    2017-02-27 10:00 | <!channel> | Failed
    2017-02-27 11:00 | =cmd /C     | Failed
"""
ROSTER = """
    user | registered | enabled | capable | admin | guest | methods | seen
    dana | yes        | yes     | yes     | no    | no    | email   | 2017-02-28
"""


def told(taken: Snapshot) -> tuple[int, int, list[str]]:
    answer = stuck(taken, catalogue=load(), now=NOW)
    return answer.people, answer.strangers, [case.user for group in answer.groups for case in group.cases]


def test_who_is_not_in_the_directory_is_a_stranger_and_no_case() -> None:
    assert told(snapshot(ROWS, roster=ROSTER)) == (1, 2, ["dana@contoso.com"])


def test_without_a_directory_nobody_is_one() -> None:
    people, strange, _ = told(snapshot(ROWS))
    assert (people, strange) == (3, 0)


@pytest.mark.parametrize(
    ("success", "registrations", "interventions"),
    [
        ("2017-02-20 09:00 | <!channel> | Succeeded", "", ""),
        ("", "2017-02-20 | <!channel>", ""),
        ("", "", "2017-02-20 | <!channel> | admin reset | Failed"),
    ],
    ids=["a success", "a registration", "an admin's reset"],
)
def test_who_has_an_account_by_any_other_row_is_none(success: str, registrations: str, interventions: str) -> None:
    taken = snapshot(
        f"{ROWS}\n{success}",
        registrations=f"at | user\n{registrations}",
        roster=ROSTER,
        interventions=f"at | user | kind | result\n{interventions}",
    )
    assert told(taken)[:2] == (2, 1)


def test_who_came_after_the_directory_was_read_may_be_new() -> None:
    later = f"{ROWS}\n 2017-02-28 15:00 | newhire | Failed"
    assert told(snapshot(later, roster=ROSTER))[:2] == (2, 2)


def test_a_digest_names_them_apart_and_counts_them_nowhere() -> None:
    taken = snapshot(ROWS, roster=ROSTER)
    answer = digest(taken, from_position=0, to_position=9, since=NOW, catalogue=load(), now=NOW, zone=ZoneInfo("UTC"))
    assert [case.user for group in answer.new for case in group.cases] == ["dana@contoso.com"]
    assert (answer.strangers, answer.was_open) == (2, 0)


def test_the_answer_says_so_without_their_names() -> None:
    answer = stuck(snapshot(ROWS, roster=ROSTER), catalogue=load(), now=NOW)
    shown = str(stuck_message.message(answer, zone=UTC, show=Visibility.NAMES))
    assert "Not counted: 2 names that the directory's list lacks" in shown
    assert "channel" not in shown


def numbers(taken: Snapshot, filters: Filters = UNFILTERED) -> list[tuple[int, int, int]]:
    """Failed attempts, failing people and strangers of each answer that counts a window."""
    window, before = everything(now=NOW), Window(NOW - timedelta(days=60), NOW - timedelta(days=30), "before")
    answers = (
        failures(taken, window, filters=filters, catalogue=load(), now=NOW, zone=UTC, names=True),
        trend(taken, window, filters=filters, catalogue=load(), now=NOW, zone=UTC),
        compare(taken, window, before, filters=filters, catalogue=load(), now=NOW),
    )
    assert len(answers[0].who) == answers[0].itemised_people
    assert sum(point.failures for point in answers[1].points) == answers[1].counts.failures
    return [(one.counts.failures, one.counts.failing_people, one.strangers) for one in answers]


@pytest.mark.parametrize("filters", [UNFILTERED, Filters(role="User")], ids=["all", "a filter that all pass"])
def test_numbers_of_a_window_are_without_them_and_say_so(filters: Filters) -> None:
    assert numbers(snapshot(ROWS, roster=ROSTER), filters) == [(1, 1, 2)] * 3
    assert numbers(snapshot(ROWS), filters) == [(3, 3, 0)] * 3


def test_each_of_these_answers_names_how_many_are_not_counted() -> None:
    taken, window = snapshot(ROWS, roster=ROSTER), everything(now=NOW)
    said = (
        failures_message.message(
            failures(taken, window, catalogue=load(), now=NOW, zone=UTC), zone=UTC, show=Visibility.COUNTS
        ),
        trend_message.trend(trend(taken, window, catalogue=load(), now=NOW, zone=UTC), zone=UTC),
        trend_message.compare(compare(taken, window, window, catalogue=load(), now=NOW), zone=UTC),
        funnel_message.message(funnel(taken, window, now=NOW, zone=UTC), zone=UTC),
    )
    for message in said:
        assert "Not counted: 2 names that the directory's list lacks" in str(message.blocks)


@pytest.mark.parametrize(("roster", "attempts", "people"), [(ROSTER, 1, 1), ("user", 3, 3)])
def test_the_funnel_counts_the_attempts_that_the_trend_counts(roster: str, attempts: int, people: int) -> None:
    taken, window = snapshot(ROWS, roster=roster), everything(now=NOW)
    found = funnel(taken, window, now=NOW, zone=UTC)
    counted = trend(taken, window, catalogue=load(), now=NOW, zone=UTC).counts.attempts
    assert (found.attempts, found.people, found.stages[0].reached) == (attempts, people, counted)


def test_a_window_of_strangers_alone_is_not_called_empty() -> None:
    taken = snapshot("at | user\n2017-02-27 10:00 | <!channel>", roster=ROSTER)
    lost = funnel_message.message(funnel(taken, everything(now=NOW), now=NOW, zone=UTC), zone=UTC).text
    assert "*Nobody in the directory's list tried*" in lost
    answer = failures(taken, everything(now=NOW), catalogue=load(), now=NOW, zone=UTC)
    text = failures_message.message(answer, zone=UTC, show=Visibility.COUNTS).text
    assert "No attempts by anybody in the directory's list" in text


def test_a_burst_of_strangers_is_no_incident_of_the_tenant() -> None:
    rows = "at | user | detail\n" + "\n".join(f"2017-02-27 10:0{n} | guess{n} | failed.not_enabled" for n in range(9))
    for roster, found in (("user", 1), (ROSTER, 0)):
        taken = snapshot(rows, roster=roster)
        window = Window(NOW - timedelta(days=7), NOW, "the last 7 days")
        assert len(incidents(taken, window, catalogue=load(), zone=UTC)) == found


@pytest.mark.parametrize(("role", "strange"), [("User", 1), ("Helpdesk Administrator", 0)])
def test_who_has_an_administrators_role_in_a_report_has_an_account(role: str, strange: int) -> None:
    taken = snapshot(f"at | user | result | role \n 2017-02-27 10:00 | hal | Failed | {role}", roster=ROSTER)
    assert told(taken)[1] == strange


def test_where_only_strangers_failed_there_is_no_green_all_clear() -> None:
    rows = "at | user | result \n 2017-02-27 09:00 | dana | Succeeded \n 2017-02-27 10:00 | <!channel> | Failed"
    answer = failures(snapshot(rows, roster=ROSTER), everything(now=NOW), catalogue=load(), now=NOW, zone=UTC)
    text = failures_message.message(answer, zone=UTC, show=Visibility.COUNTS).text
    assert "*No failed attempts by anybody in the directory's list*" in text
    assert ":white_check_mark:" not in text


def test_who_asks_about_one_is_told_first_that_the_list_lacks_the_name() -> None:
    for roster, says in ((ROSTER, True), ("user", False)):
        answer = status(snapshot(ROWS, roster=roster), "<!channel>", matching=Matching.WORDS, catalogue=load(), now=NOW)
        assert isinstance(answer, PersonStatus)
        text = status_message.message(answer, zone=UTC).text
        assert ("*The directory's list lacks this name*: mistyped, disabled, or nobody's." in text) is says
