import json
from typing import get_args

import pytest

from bot.analysis.cases.sign_reviews import SignKey
from bot.questions.help_topics import GUIDES, TOPICS, help_for
from bot.questions.question import Question
from bot.questions.question_types import NAMED, QUESTION_TYPES
from bot.render.formats.json_answer import to_json
from tests.unit.questions.asking import ask


def test_every_kind_of_question_has_a_form() -> None:
    kinds = {kind.__dataclass_fields__["kind"].default for kind in get_args(Question)}
    assert {form.name for form in QUESTION_TYPES} == kinds - {"misunderstood", "cannot"}


def test_no_word_means_two_forms() -> None:
    words = [word for form in QUESTION_TYPES for word in (form.name, *form.also)]
    assert len(words) == len(set(words)) == len(NAMED)


@pytest.mark.parametrize("form", QUESTION_TYPES, ids=lambda form: form.name)
def test_what_help_shows_is_understood_as_what_it_documents(form: object) -> None:
    name, shown = form.name, (*form.examples, *form.free)  # type: ignore[attr-defined]
    assert {text: ask(text).kind for text in shown} == dict.fromkeys(shown, name)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_what_a_guide_shows_is_understood(guide: object) -> None:
    shown = guide.examples  # type: ignore[attr-defined]
    assert {text: ask(text).kind for text in shown} == dict.fromkeys(shown, "failures")


def test_help_alone_shows_every_form_and_fleet_where_there_are_many_tenants() -> None:
    answer = help_for(None, many=True)
    assert (answer.topic, answer.forms, answer.suggestion) == (None, QUESTION_TYPES, None)
    assert answer.topics == tuple(topic.name for topic in TOPICS)
    alone = help_for(None)
    assert {form.name for form in answer.forms} - {form.name for form in alone.forms} == {"fleet"}
    assert set(answer.topics) - set(alone.topics) == {"fleet"}


@pytest.mark.parametrize(("topic", "name"), [("failures", "failures"), ("Reasons", "failures"), ("window", "windows")])
def test_help_on_a_topic_shows_that_one(topic: str, name: str) -> None:
    assert [form.name for form in help_for(topic).forms] == [name]


def test_help_on_an_unknown_topic_suggests_the_nearest() -> None:
    assert (help_for("failres").forms, help_for("failres").suggestion) == ((), "failures")
    assert help_for("zzz").suggestion is None


def test_a_question_is_plain_values() -> None:
    plain = to_json(ask("failures 2017-02-01 by cause result:blocked"))
    assert plain == {
        "kind": "failures",
        "window": {
            "start": "2017-01-31T23:00:00Z",
            "end": "2017-02-01T23:00:00Z",
            "label": "2017-02-01",
            "relative": False,
            "length": 86400.0,
        },
        "by": "cause",
        "filters": {
            "result": "Blocked",
            "cause": None,
            "method": None,
            "role": None,
            "domain": None,
            "not_result": None,
            "not_cause": None,
        },
        "top": None,
        "interpretation": "",
    }


@pytest.mark.parametrize("form", QUESTION_TYPES, ids=lambda form: form.name)
def test_every_question_can_be_written_as_json(form: object) -> None:
    for example in form.examples:  # type: ignore[attr-defined]
        assert json.loads(json.dumps(to_json(ask(example))))["kind"] == form.name  # type: ignore[attr-defined]


def test_a_plan_keeps_the_names_that_scripts_know() -> None:
    plan = to_json(ask("subscribe weekly on mon at 09:00 marks:on"))["plan"]
    assert (plan["rhythm"], plan["days"], plan["marks"]) == ("weekly", ["mon"], True)


def test_the_help_on_odd_tells_each_of_its_signs_once() -> None:
    assert [sign for sign, _ in NAMED["odd"].signs] == [*SignKey]
