"""An incident has a clock and a baseline: a burst is one, a trickle is none, whatever the cause."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.analysis.incidents import Incident, incidents
from bot.analysis.people.person_search import Matching
from bot.knowledge.catalogue import load
from bot.privacy import Role, Visibility
from bot.questions import question as q
from bot.render.answers import status as status_message
from bot.render.answers import stuck as stuck_message
from bot.render.cases.incidents import burst
from bot.render.formats import terminal
from bot.reports.window import Window
from bot.service.answers.answerer import Request
from bot.service.answers.table import answerer
from tests.support.asking import asker
from tests.support.frames import Row, snapshot

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)  # a Wednesday
BEGAN = NOON - timedelta(weeks=8)
TODAY = Window(NOON - timedelta(hours=12), NOON + timedelta(hours=12), "today")
EMPTY = Window(BEGAN - timedelta(days=2), BEGAN - timedelta(days=1), "before all data")


def failures(detail: str, *moments: datetime, who: str = "p") -> list[Row]:
    return [
        {
            "at": str(at),
            "user": f"{who}{number}",
            "result": "Blocked" if "blocked" in detail else "Failed",
            "detail": detail,
        }
        for number, at in enumerate(moments)
    ]


def found(rows: list[Row], window: Window = TODAY) -> tuple[Incident, ...]:
    first = {"at": str(BEGAN), "user": "somebody", "result": "Succeeded", "detail": "succeeded"}
    table = sorted([first, *rows], key=lambda row: row["at"])
    return incidents(snapshot(table), window, catalogue=load(), zone=UTC)


def every(step: timedelta, number: int, start: datetime = NOON) -> list[datetime]:
    return [start + step * place for place in range(number)]


def test_four_unreachable_within_three_minutes_is_one() -> None:
    (one,) = found(failures("failed.onprem_unreachable", *every(timedelta(minutes=1), 4)))
    assert (one.cause.key, one.people) == ("onprem_unreachable", 4)
    assert (one.first_at, one.last_at) == (NOON, NOON + timedelta(minutes=3))
    assert one.usual is not None
    assert one.usual < 0.1


def test_three_are_too_few_to_call_it_one() -> None:
    assert not found(failures("failed.onprem_unreachable", *every(timedelta(minutes=1), 3)))


def test_five_in_five_days_is_none() -> None:
    week = Window(NOON - timedelta(days=1), NOON + timedelta(days=6), "the week")
    assert not found(failures("failed.not_enabled", *every(timedelta(days=1), 5)), week)


def test_nine_people_blocked_within_nine_minutes_is_a_signal() -> None:
    (one,) = found(failures("blocked.sms_codes", *every(timedelta(minutes=1), 9)))
    assert (one.cause.key, one.people) == ("throttled", 9)


def test_one_person_who_fails_nine_times_is_nobody_else() -> None:
    rows: list[Row] = [
        {**row, "user": "dana"} for row in failures("blocked.sms_codes", *every(timedelta(minutes=1), 9))
    ]
    assert not found(rows)


@pytest.mark.parametrize("a_day", [1, 3])
def test_a_steady_trickle_is_none(a_day: int) -> None:
    moments = every(timedelta(days=1) / a_day, 57 * a_day, NOON - timedelta(days=56))
    assert not found(failures("failed.not_enabled", *moments))


def test_a_burst_on_top_of_a_trickle_is_one_and_says_what_is_usual() -> None:
    trickle = failures("failed.not_enabled", *every(timedelta(days=1), 55, NOON - timedelta(days=55)), who="old")
    (one,) = found(trickle + failures("failed.not_enabled", *every(timedelta(minutes=2), 8)))
    assert one.people == 8
    assert one.usual is not None
    assert one.usual < 1


def test_a_burst_that_the_history_holds_makes_no_second_one_usual() -> None:
    before = failures(
        "failed.onprem_unreachable", *every(timedelta(seconds=30), 40, NOON - timedelta(days=7)), who="old"
    )
    (one,) = found(before + failures("failed.onprem_unreachable", *every(timedelta(minutes=1), 5)))
    assert one.people == 5


def test_two_causes_are_two() -> None:
    rows = failures("failed.onprem_unreachable", *every(timedelta(minutes=1), 5))
    rows += failures("failed.no_license", *every(timedelta(minutes=1), 5, NOON + timedelta(hours=2)), who="q")
    assert [one.cause.key for one in found(rows)] == ["onprem_unreachable", "no_license"]


def test_a_smaller_budget_asks_for_more() -> None:
    rows = failures("failed.not_enabled", *every(timedelta(days=1), 55, NOON - timedelta(days=55)), who="old")
    rows += failures("failed.not_enabled", *every(timedelta(hours=2), 6, NOON - timedelta(hours=10)))
    loaded = snapshot(sorted(rows, key=lambda row: row["at"]))
    generous, strict = (
        incidents(loaded, TODAY, catalogue=load(), zone=UTC, budget=budget) for budget in (10.0, 0.0001)
    )
    assert generous
    assert not strict


@pytest.mark.parametrize("budget", [10.0, 0.0001])
def test_every_answer_looks_for_incidents_with_the_same_budget(budget: float) -> None:
    rows = failures("failed.not_enabled", *every(timedelta(days=1), 55, NOON - timedelta(days=55)), who="old")
    rows += failures("failed.not_enabled", *every(timedelta(hours=2), 6, NOON - timedelta(hours=10)))
    loaded = snapshot(sorted(rows, key=lambda row: row["at"]))
    questions: Any = SimpleNamespace(digesting=SimpleNamespace(incident_budget=budget))
    request = Request(loaded, load(), asker(Role.ADMIN), TODAY.end, Matching.WORDS, questions, whole=True)
    wanted = incidents(loaded, TODAY, catalogue=load(), zone=UTC, budget=budget)
    answers = (
        answerer(q.Trend(TODAY)).ask(q.Trend(TODAY), request),
        answerer(q.Incidents(TODAY)).ask(q.Incidents(TODAY), request),
        answerer(q.Compare(TODAY, EMPTY)).ask(q.Compare(TODAY, EMPTY), request),
    )
    assert [one.incidents for one in answers] == [wanted, wanted, wanted]


def test_nothing_failed_is_none() -> None:
    assert not found([])


@pytest.mark.parametrize(("minutes", "one"), [(1, True), (170, False)])
def test_who_is_stuck_by_a_burst_of_blocks_is_a_signal_and_no_waits(minutes: int, one: bool) -> None:
    rows = failures("blocked.sms_codes", *every(timedelta(minutes=minutes), 8, NOON - timedelta(hours=23)))
    rows += failures("blocked.sms_codes", *every(timedelta(hours=6), 200, NOON - timedelta(days=55)), who="old")
    loaded = snapshot(sorted(rows, key=lambda row: row["at"]))
    request = Request(loaded, load(), asker(Role.ADMIN), NOON, Matching.WORDS, None, whole=True)
    answer = answerer(q.Stuck()).ask(q.Stuck(), request)
    said = terminal.show(stuck_message.message(answer, zone=UTC, show=Visibility.NAMES), width=1000)
    assert ("One incident: 8 people within 7 minutes" in said) is one
    assert ("Many people blocked at once may be somebody else trying their accounts" in said) is one


@pytest.mark.parametrize("got_through", [0, 5, 7])
def test_a_burst_of_blocks_stays_a_signal_when_some_of_its_people_got_through(got_through: int) -> None:
    rows = failures("blocked.sms_codes", *every(timedelta(minutes=1), 8, NOON - timedelta(hours=3)))
    rows += [
        {"at": f"{NOON - timedelta(hours=1):%Y-%m-%d %H:%M}", "user": row["user"], "result": "Succeeded"}
        for row in rows[:got_through]
    ]
    loaded = snapshot(sorted(rows, key=lambda row: row["at"]))
    request = Request(loaded, load(), asker(Role.ADMIN), NOON, Matching.WORDS, None, whole=True)
    answer = answerer(q.Stuck()).ask(q.Stuck(), request)
    said = terminal.show(stuck_message.message(answer, zone=UTC, show=Visibility.NAMES), width=1000)
    assert answer.people == 8 - got_through
    assert "One incident: 8 people within 7 minutes" in said
    assert "Many people blocked at once may be somebody else trying their accounts" in said


@pytest.mark.parametrize(("days", "known"), [(0, False), (1, True), (55, True)])
def test_what_is_usual_is_said_only_where_data_before_tells(days: int, known: bool) -> None:
    first = {"at": str(TODAY.start - timedelta(days=days)), "user": "somebody", "result": "Succeeded"}
    taken = snapshot([first, *failures("failed.not_enabled", *every(timedelta(minutes=1), 5))])
    (one,) = incidents(taken, TODAY, catalogue=load(), zone=UTC)
    assert (one.usual is not None) is known
    assert burst(one, UTC).endswith("(usually none)" if known else "(no data before says what is usual)")


@pytest.mark.parametrize(("people", "one"), [(9, True), (2, False)])
def test_who_is_blocked_with_many_others_is_told_so_before_the_wait(people: int, one: bool) -> None:
    loaded = snapshot(failures("blocked.sms_codes", *every(timedelta(minutes=1), people, NOON - timedelta(hours=3))))
    request = Request(loaded, load(), asker(Role.ADMIN), NOON, Matching.WORDS, None, whole=True)
    answer = answerer(q.Status("p1")).ask(q.Status("p1"), request)
    said = terminal.show(status_message.message(answer, zone=UTC), width=1000)
    assert (f"One incident: {people} people within" in said) is one
    assert ("let security look before anybody is helped around the block" in said) is one
    assert (said.find("let security look") < said.find("Wait 24 hours")) or not one
