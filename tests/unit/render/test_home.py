"""Each sentence of the Home tab is true of what is loaded: old data, an outage that is over, a first day, nobody stuck."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.failures import failures
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.render.answers import stuck as stuck_message
from bot.render.views import home
from bot.reports.window import last
from tests.support.frames import at, snapshot

HEAD = "at | user | result | detail\n"
DOWN = "2017-02-28 09:00 | dana | Failed | failed.onprem_unreachable\n2017-02-28 09:30 | erik | Failed | failed.onprem_unreachable\n"
DONE = "2017-02-28 10:00 | {} | Succeeded |\n"


def shown(rows: str, now: datetime, role: Role = Role.HELPDESK, roster: str = "user") -> str:
    taken = snapshot(HEAD + rows, roster=roster)
    answer = stuck(taken, catalogue=load(), now=now)
    week = failures(taken, last(timedelta(days=7), now=now), by=GroupBy.DAY, catalogue=load(), now=now, zone=UTC)
    facts = home.HomeFacts([answer.coverage], answer, (), week, None)
    return str(home.view("", role, facts, zone=UTC))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.HELPDESK, Role.ADMIN])
@pytest.mark.parametrize(
    ("now", "says", "ticked"),
    [
        ("2017-02-28 12:00", "*Nobody is stuck*, as far as the loaded data goes", True),
        ("2017-03-05 12:00", "*Nobody is known to be stuck as of <!date^1488276000^", False),
    ],
)
def test_that_nobody_is_stuck_is_no_good_news_of_old_data(now: str, says: str, ticked: bool, role: Role) -> None:
    rows = DONE.format("dana")
    assert says in shown(rows, at(now), role)
    answer = stuck(snapshot(HEAD + rows), catalogue=load(), now=at(now))
    verdict = stuck_message._verdict(answer, UTC)
    assert says.rstrip(", ")[:25] in verdict
    assert (":white_check_mark:" in verdict) is ticked


@pytest.mark.parametrize(
    ("more", "urgent", "by_now"),
    [("", True, False), (DONE.format("erik"), False, True), (DONE.format("gil@fabrikam.com"), True, False)],
)
def test_an_outage_that_is_over_is_no_more_urgent(more: str, urgent: bool, by_now: bool) -> None:
    says = shown(DOWN + more, at("2017-02-28 12:00"))
    assert ("urgent: " in says) is urgent
    assert ("1 of their cases may be put right by now" in says) is by_now
    assert "stuck right now*" in says


def test_who_is_stuck_of_old_data_is_so_as_of_its_end() -> None:
    assert "2 people are stuck as of <!date^1488274200^" in shown(DOWN, at("2017-03-03 12:00"))


def test_on_a_first_day_the_week_says_where_the_data_begins() -> None:
    says = shown(DOWN, at("2017-02-28 12:00"))
    assert "2 failed attempts* in the last 7 days" in says
    assert "There is no data before <!date^1488272400^" in says
    whole = shown("2017-02-01 09:00 | gil | Succeeded |\n" + DOWN, at("2017-02-28 12:00"))
    assert "There is no data before" not in whole


def test_names_that_the_directory_lacks_are_said_beside_nobody() -> None:
    rows = DONE.format("dana") + "2017-02-28 11:00 | zzz | Failed | failed.not_enabled\n"
    says = shown(rows, at("2017-02-28 12:00"), roster="user | seen\ndana | 2017-02-28 11:30")
    assert "Nobody is stuck" in says
    assert "Not counted: 1 name that the directory" in says


@pytest.mark.parametrize("role", list(Role))
def test_what_one_may_ask_is_of_one_tenant(role: Role) -> None:
    says = shown("", at("2017-02-28 12:00"), role)
    assert "You may ask: `/sspr help`, `/sspr status" in says
    assert "fleet" not in says
