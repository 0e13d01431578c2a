"""Who failed: named in the modal of those who may see people, and in nothing that a channel reads."""

import json
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.failures import FailuresAnswer
from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.questions import question as q
from bot.questions.grammar import parse
from bot.render.formats.json_answer import to_json
from bot.reports.snapshot import Snapshot
from tests.support.asking import NOW, answering, asker
from tests.support.frames import snapshot

DAYS = (("27", "Failed"), ("28", "Succeeded"))


@pytest.fixture
def contoso() -> Snapshot:
    return snapshot("""
        at               | user | detail
        2017-02-25 12:00 | dana | failed.onprem_error
        2017-02-27 12:00 | dana | failed.no_license
        2017-02-28 12:00 | bob  | failed.onprem_error
    """)


def test_the_helpdesk_opens_the_names_and_a_viewer_does_not(contoso: Snapshot) -> None:
    bot = answering(contoso)
    reply = bot.answer("failures 7d", asker(Role.HELPDESK))
    assert not reply.personal
    assert "@" not in json.dumps(reply.message.payload())
    assert reply.token
    opened = json.dumps(bot.show_all(reply.token, asker(Role.HELPDESK)))
    assert opened.index("dana@contoso.com") < opened.index("bob@contoso.com")
    assert "contoso.com" not in json.dumps(bot.show_all(reply.token, asker(Role.VIEWER)))


@pytest.mark.parametrize("whole", [False, True])
def test_the_answer_of_a_viewer_holds_nobody(contoso: Snapshot, whole: bool) -> None:
    reply = answering(contoso).answer("failures 7d", asker(Role.VIEWER), whole=whole)
    assert "contoso.com" not in json.dumps(to_json(reply.answer))
    assert "Who they are" not in json.dumps(reply.message.payload())


def test_the_answer_holds_the_people_where_all_of_it_is_asked_for(contoso: Snapshot) -> None:
    bot, who = answering(contoso), asker(Role.HELPDESK)
    assert to_json(bot.answer("failures 7d", who).answer)["who"] == []
    told = to_json(bot.answer("failures 7d", who, whole=True).answer)["who"]
    assert [one["shown"] for one in told] == ["dana@contoso.com", "bob@contoso.com"]


@pytest.mark.parametrize(
    "window", ["", "24h", "today", "this week", "feb 2017", "since 2017-02-01", "2017-02-01..2017-03-01", "all"]
)
def test_where_it_points_to_is_of_the_same_window(contoso: Snapshot, window: str) -> None:
    who = asker(Role.HELPDESK)
    reply = answering(contoso).answer(f"failures {window}", who)
    pointed = re.search(r"`(failures [^`]+ by person)`", json.dumps(reply.message.payload()))
    asked = reply.question
    assert isinstance(asked, q.Failures)
    if pointed is None:  # nobody failed
        assert window == "today"
        return
    again = parse(pointed[1], now=NOW, zone=who.zone, catalogue=load())
    assert isinstance(again, q.FailedPeople)
    assert again.window == asked.window


def test_who_failed_is_told_to_the_helpdesk_alone_most_attempts_first(contoso: Snapshot) -> None:
    bot = answering(contoso)
    reply = bot.answer("who failed in the last 7 days?", asker(Role.HELPDESK))
    assert reply.personal
    named = re.findall(r"(\w+)@contoso.com", json.dumps(reply.message.blocks))
    assert named == ["dana", "bob"]
    assert isinstance(reply.answer, FailuresAnswer)
    assert [(one.shown, one.attempts, one.cause.key) for one in reply.answer.who] == [
        ("dana@contoso.com", 2, "no_license"),
        ("bob@contoso.com", 1, "onprem_refused"),
    ]
    assert reply.token
    shared = bot.shareable(reply.token, asker(Role.HELPDESK))
    assert "dana@" not in json.dumps(shared.message.payload())


@pytest.mark.parametrize(
    ("asked", "role", "told"),
    [
        ("failures 30d by person", Role.VIEWER, True),
        ("resets 30d by person", Role.VIEWER, True),
        ("failures 30d", Role.VIEWER, False),
        ("failures on 2017-02-28 by person", Role.VIEWER, False),  # nobody is behind none
        ("failures 30d by person", Role.HELPDESK, False),
        ("resets 30d by person", Role.HELPDESK, False),
    ],
)
def test_who_asks_for_names_and_may_not_see_them_is_told_so(asked: str, role: Role, told: bool) -> None:
    tries = [f"2017-02-{day} 1{hour}:00 | p{hour} | {result}" for hour in range(6) for day, result in DAYS]
    reply = answering(snapshot("\n".join(["at | user | result", *tries]))).answer(asked, asker(role))
    assert ("Names are for the helpdesk." in json.dumps(reply.message.payload())) is told


@pytest.mark.parametrize(("number", "offered"), [(1, False), (10, False), (11, True)])
def test_all_is_offered_where_one_page_of_the_table_does_not_hold_them(number: int, offered: bool) -> None:
    tries = [f"2017-02-27 12:{minute} | p{minute} | failed.onprem_error" for minute in range(10, 10 + number)]
    drawn = snapshot("\n".join(["at | user | detail", *tries]))
    reply = answering(drawn).answer("failures 7d by person", asker(Role.HELPDESK))
    assert ("Show all" in json.dumps(reply.message.payload())) is offered


@pytest.mark.parametrize(("role", "told"), [(Role.VIEWER, False), (Role.HELPDESK, True)])
def test_a_view_that_is_too_long_points_to_a_file_for_those_alone_who_may_have_one(role: Role, told: bool) -> None:
    many = [f"2017-02-2{day} 12:00 | p{one} | failed.onprem_error" for one in range(250) for day in (7, 8)]
    few = [f"2017-02-26 12:00 | {kind}{one} | {kind}" for kind in ("blocked.sms_codes", "blocked.sms") for one in "abc"]
    bot, who = answering(snapshot("\n".join(["at | user | detail", *few, *many])), smallest_group=5), asker(role)
    reply = bot.answer("failures 7d by person", who)  # 200 of 256 people, or one of three reasons
    assert reply.token
    opened = json.dumps(bot.show_all(reply.token, who))
    assert "more" in opened
    assert ("`export`" in opened) is told


@pytest.mark.parametrize(
    "asked", ["failures 7d by person", "failures 7d by person top 1", "who failed in the last 7 days?"]
)
def test_a_viewer_has_the_numbers_of_who_failed(contoso: Snapshot, asked: str) -> None:
    bot, viewer = answering(contoso), asker(Role.VIEWER)
    reply = bot.answer(asked, viewer)
    assert not reply.personal
    assert "contoso.com" not in json.dumps([reply.message.payload(), to_json(reply.answer)])
    assert reply.token
    assert "contoso.com" not in json.dumps(bot.show_all(reply.token, viewer))


def test_the_first_few_are_those_with_the_most_attempts(contoso: Snapshot) -> None:
    reply = answering(contoso).answer("failures 7d by person top 1", asker(Role.HELPDESK))
    assert isinstance(reply.answer, FailuresAnswer)
    assert [one.shown for one in reply.answer.who] == ["dana@contoso.com"]
    assert "and 1 more person" in json.dumps(reply.message.payload())


@pytest.mark.parametrize(("zone", "called"), [("UTC", "UTC"), ("Europe/Berlin", "CET"), ("Asia/Dubai", "UTC+04")])
def test_hours_of_the_day_say_whose(contoso: Snapshot, zone: str, called: str) -> None:
    who = replace(asker(Role.VIEWER), zone=ZoneInfo(zone))
    blocks = json.dumps(answering(contoso).answer("failures 7d by hour", who).message.blocks)
    assert f"Failed attempts by time of day ({called})" in blocks
