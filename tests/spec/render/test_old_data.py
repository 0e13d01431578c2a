"""What is said of right now carries the age of the data once that matters; the stalest source comes first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.analysis.compare import compare
from bot.analysis.data import data
from bot.analysis.digest import digest
from bot.analysis.failures import failures
from bot.analysis.incident_list import incident_list
from bot.analysis.journeys.funnel import funnel
from bot.analysis.people.person_search import Matching
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers import data as data_message
from bot.render.answers import failures as failures_message
from bot.render.answers import incidents as incidents_message
from bot.render.answers import own_status
from bot.render.answers import status as status_message
from bot.render.answers import stuck as stuck_message
from bot.render.answers import trend as trend_message
from bot.render.digests import verdict
from bot.render.formats import terminal
from bot.render.journeys import funnel as funnel_message
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from tests.support.frames import NOW, snapshot

FAILED = "at | user | result \n 2017-03-01 09:00 | dana | Failed"
ROSTER = "user | registered | enabled | capable | seen"


def stuck_at(now: datetime) -> str:
    answer = stuck(snapshot(FAILED), catalogue=load(), now=now)
    message = stuck_message.message(answer, zone=UTC, show=Visibility.NAMES)
    return f"{message.text} {message.blocks}"


@pytest.mark.parametrize(("hours", "right_now"), [(1, True), (5, True), (7, False), (33, False), (96, False)])
def test_who_is_stuck_is_said_as_of_when_the_data_ends_once_that_matters(hours: int, right_now: bool) -> None:
    said = stuck_at(datetime(2017, 3, 1, 9, tzinfo=UTC) + timedelta(hours=hours))
    assert ("right now" in said) is right_now
    assert ("stuck as of" in said) is not right_now


def test_a_row_of_the_future_is_not_new_but_doubtful() -> None:
    said = stuck_at(datetime(2017, 3, 1, 8, tzinfo=UTC))
    assert "lies in the future" in said
    assert "newest row less than" not in said


def told(taken: Snapshot, now: datetime) -> str:
    answer = status(taken, "dana@contoso.com", catalogue=load(), now=now, matching=Matching.WORDS)
    assert isinstance(answer, PersonStatus)
    own = own_status.message(answer, zone=UTC)
    assert "&lt;!date" not in str(own.blocks)  # Slack would show the mark and not the time
    message = status_message.message(answer, zone=UTC)
    assert "&lt;!date" not in str(message.blocks)
    return message.text


def test_a_verdict_about_a_person_carries_it_too_unless_the_directory_is_newer() -> None:
    later = NOW + timedelta(days=2)
    assert "cannot reset as of" in told(snapshot(FAILED), later)
    fresh = f"{ROSTER}\n dana | yes | no | no | 2017-03-03 11:00"
    assert "cannot reset right now" in told(snapshot(FAILED, roster=fresh), later)


@pytest.mark.parametrize(
    ("detail", "last", "said"),
    [
        ("failed.onprem_unreachable", "11:30", "cannot reset right now"),
        ("failed.onprem_unreachable", "09:00", "cannot reset as of <!date"),  # an outage may be over by now
        ("failed.not_enabled", "09:00", "cannot reset right now"),  # a setting stays as it is
    ],
)
def test_of_an_outage_it_is_said_as_of_when_it_was_seen(detail: str, last: str, said: str) -> None:
    rows = f"at | user | result | detail \n 2017-03-01 {last} | dana | Failed | {detail}\n"
    assert said in told(snapshot(f"{rows} 2017-03-01 11:55 | cleo@fabrikam.com | Succeeded |"), NOW)


@pytest.mark.parametrize(("at", "fine"), [("2017-03-01 02:00", True), ("2017-02-26 02:00", False)])
def test_what_is_loaded_begins_with_the_stalest_source_and_ticks_no_stale_one(at: str, fine: bool) -> None:
    taken = snapshot(
        FAILED,
        registrations=f"at | user \n {at} | dana",
        roster=f"{ROSTER}\n dana | yes | yes | yes | 2017-03-01 11:48",
    )
    message = data_message.message(data(taken, now=NOW), zone=UTC)
    assert message.text.startswith(":white_check_mark:" if fine else ":warning:")
    assert "registration activity is known until" in message.text
    assert "registration activity" in str(message.blocks[1])


@pytest.mark.parametrize(
    ("start", "days", "says"),
    [
        (6, 4, "No data this week: the data ends 2017-03-03 09:00 UTC."),
        (3, 4, "1 failed attempt this week. Whether that is more than last week cannot be said"),
    ],
)
def test_a_window_that_the_data_does_not_reach_is_not_compared_as_none(start: int, days: int, says: str) -> None:
    taken, begins = snapshot(f"{FAILED} \n 2017-03-03 09:00 | dana | Failed"), datetime(2017, 3, start, tzinfo=UTC)
    now = begins + timedelta(days=days)
    window, before = Window(begins, now, "this week"), Window(begins - (now - begins), begins, "last week")
    answer = compare(taken, window, before, catalogue=load(), now=now)
    shown = " ".join(terminal.show(trend_message.compare(answer, zone=UTC), width=1000).split())
    assert says in shown
    assert ("This week: No data" in shown) is says.startswith("No data")
    assert "0 failed attempts this week" not in shown


SUCCEEDED = "at | user | result \n 2017-02-20 09:00 | dana | Succeeded \n 2017-03-01 09:00 | dana | {}"


@pytest.mark.parametrize(("days", "whole"), [(0, True), (4, False)])
def test_that_there_is_none_is_green_only_where_nothing_is_missing(days: int, whole: bool) -> None:
    now = NOW + timedelta(days=days)
    window = Window(now - timedelta(days=7), now, "the last 7 days")
    known: dict[str, Any] = {"catalogue": load(), "now": now, "zone": UTC}
    fine, failed = snapshot(SUCCEEDED.format("Succeeded")), snapshot(SUCCEEDED.format("Failed"))
    said = (
        failures_message.message(failures(fine, window, **known), zone=UTC, show=Visibility.COUNTS).text,
        incidents_message.message(incident_list(failed, window, **known), zone=UTC).text,
        funnel_message.message(funnel(fine, window, now=now, zone=UTC), zone=UTC).text,
    )
    for text, none in zip(said, ("No failed attempts", "No incident stands out", "None is known"), strict=True):
        assert none in text
        assert text.startswith(":white_check_mark:" if whole else ":information_source:")


@pytest.mark.parametrize(("newest", "known"), [("2017-03-01 09:00", False), ("2017-03-03 11:00", True)])
def test_what_became_of_people_since_is_not_said_of_a_time_without_data(newest: str, known: bool) -> None:
    taken = snapshot(f"{FAILED} \n {newest} | erik | Abandoned")
    since = datetime(2017, 3, 3, 9, tzinfo=UTC)
    at_end = int(taken.attempts.values("position").max())
    start, now = (1 if known else at_end), since + timedelta(days=1)
    answer = digest(taken, from_position=start, to_position=at_end, since=since, catalogue=load(), now=now, zone=UTC)
    line = verdict.closing_line(answer)
    assert ("*none* has since succeeded and *1* is still stuck" in line) is known
    assert (
        "Whether any of the 1 person failing in the last digest has succeeded since cannot be said: the data ends "
        in line
    ) is not known


def test_a_row_on_the_very_edge_of_a_window_is_data() -> None:
    rows = snapshot(
        "at | user | result \n 2017-02-27 10:00 | eve | Succeeded \n 2017-02-28 10:00 | zoe | Succeeded \n 2017-03-01 00:00 | bob | Failed"
    )
    day = timedelta(days=1)
    today = Window(NOW.replace(hour=0), NOW, "today", relative=True)
    before = Window(today.start - day, NOW - day, "yesterday", relative=True)
    answer = compare(rows, today, before, catalogue=load(), now=NOW)
    assert "No data" not in terminal.show(trend_message.compare(answer, zone=UTC))
