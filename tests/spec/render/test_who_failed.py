"""Who failed: named in the modal of those who may see people, and in nothing that a channel reads."""

import json
import re

import pytest

from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.questions import question as q
from bot.questions.grammar import parse
from bot.render.formats.json_answer import to_json
from bot.reports.snapshot import Snapshot
from tests.support.asking import NOW, answering, asker
from tests.support.frames import snapshot


@pytest.fixture
def contoso() -> Snapshot:
    return snapshot("""
        at               | user | detail
        2017-02-27 12:00 | dana | failed.no_license
        2017-02-28 12:00 | bob  | failed.onprem_error
    """)


def test_the_helpdesk_opens_the_names_and_a_viewer_does_not(contoso: Snapshot) -> None:
    bot = answering(contoso)
    reply = bot.answer("who failed this week?", asker(Role.HELPDESK))
    assert not reply.personal
    assert "@" not in json.dumps(reply.message.payload())
    assert reply.token
    opened = json.dumps(bot.show_all(reply.token, asker(Role.HELPDESK)))
    assert opened.index("bob@contoso.com") < opened.index("dana@contoso.com")
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
    assert [one["shown"] for one in told] == ["bob@contoso.com", "dana@contoso.com"]


@pytest.mark.parametrize(
    "window", ["", "24h", "today", "this week", "feb 2017", "since 2017-02-01", "2017-02-01..2017-03-01", "all"]
)
def test_the_export_it_points_to_is_of_the_same_window(contoso: Snapshot, window: str) -> None:
    who = asker(Role.HELPDESK)
    reply = answering(contoso).answer(f"failures {window}", who)
    pointed = re.search(r"`(export failures [^`]+)`", json.dumps(reply.message.payload()))
    asked = reply.question
    assert isinstance(asked, q.Failures)
    if pointed is None:  # nobody failed
        assert window == "today"
        return
    again = parse(pointed[1], now=NOW, zone=who.zone, catalogue=load())
    assert isinstance(again, q.Export)
    assert isinstance(again.question, q.Failures)
    assert again.question.window == asked.window
