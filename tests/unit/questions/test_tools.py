"""Questions as tools: their names, arguments and words come from the table of questions and go back to the grammar."""

from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import Filters, GroupBy
from bot.knowledge.catalogue import load
from bot.questions import question as q
from bot.questions import tools as made
from bot.questions.grammar import read_command
from bot.questions.parse_error import ParseError
from bot.questions.question_type import NoTool, QuestionType, Tool
from bot.questions.question_types import NAMED, QUESTION_TYPES
from bot.questions.tools import QuestionTool, tools
from tests.support.asking import NOW

TOOLS = {tool.name: tool for tool in tools(load())}
NAMES = ("status", "failures", "fix", "stuck", "trend", "compare", "data", "rollout", "digest_preview")
FILTERS = ("result", "cause", "method", "role", "domain")


def asked(tool: str, **given: object) -> q.Question:
    return read_command(TOOLS[tool].command(given), now=NOW, zone=ZoneInfo("UTC"), catalogue=load())


def refused(tool: str, **given: object) -> str:
    with pytest.raises(ParseError) as error:
        asked(tool, **given)
    return str(error.value)


def test_there_are_nine_tools_named_by_question() -> None:
    assert tuple(TOOLS) == NAMES


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=lambda kind: kind.name)
def test_a_question_is_a_tool_or_says_why_not(kind: QuestionType) -> None:
    assert (kind.tool.when and kind.tool.empty) if isinstance(kind.tool, Tool) else kind.tool.why


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=lambda kind: kind.name)
def test_a_question_that_only_reads_can_become_a_tool_without_more_work(kind: QuestionType) -> None:
    if kind.name not in {"help", "export", "subscribe", "unsubscribe", "digest", "map", "triage"}:
        assert tools_of(kind.usage).arguments is not None


def tools_of(usage: str) -> QuestionTool:
    return made._tool(NAMED["data"], Tool("When?", "Empty.", usage=usage), load())


def test_a_part_of_a_usage_that_no_tool_knows_is_no_tool() -> None:
    with pytest.raises(ValueError, match="COLOUR"):
        tools_of("data [WINDOW] [in COLOUR]")


def test_the_arguments_come_from_the_usage() -> None:
    assert {tool.name: tuple(one.name for one in tool.arguments) for tool in TOOLS.values()} == {
        "status": ("person",),
        "failures": ("window", "by", *FILTERS, "top"),
        "fix": ("text",),
        "stuck": FILTERS,
        "trend": ("window", *FILTERS),
        "compare": ("window", "compare_with", *FILTERS),
        "data": (),
        "rollout": ("date", "domain"),
        "digest_preview": ("window",),
    }
    assert [tool.name for tool in TOOLS.values() if tool.input_schema()["required"]] == ["fix"]
    assert all(tool.input_schema()["additionalProperties"] is False for tool in TOOLS.values())


def test_what_can_be_chosen_is_what_the_grammar_knows() -> None:
    properties = TOOLS["failures"].input_schema()["properties"]
    assert tuple(properties["by"]["enum"]) == (*map(str, GroupBy), "person")
    for word in properties["by"]["enum"]:
        assert getattr(asked("failures", by=word), "by") == word  # noqa: B009
    for key in ("result", "cause", "method"):
        for word in properties[key]["enum"]:
            assert getattr(getattr(asked("failures", **{key: word}), "filters"), key)  # noqa: B009
    assert "enum" not in properties["role"]


def test_arguments_are_the_words_of_a_question() -> None:
    question = asked(
        "failures", window="last week", by="cause", result="blocked", role="Global Administrator", domain="a.b", top=5
    )
    assert isinstance(question, q.Failures)
    assert (question.by, question.top) == (GroupBy.CAUSE, 5)
    assert question.filters == Filters(result="Blocked", role="Global Administrator", domain="a.b")
    assert question.window.label == "last week"


@pytest.mark.parametrize(
    ("tool", "given", "question"),
    [
        ("status", {"person": "dana@contoso.com"}, q.Status("dana@contoso.com")),
        ("status", {"person": "<@U123>"}, q.Status("<@U123>")),
        ("status", {}, q.Status(None)),
        ("status", {"person": None}, q.Status(None)),
        ("fix", {"text": 'He said: "no license", twice'}, q.Fix('He said: "no license", twice')),
        ("stuck", {"cause": "onprem"}, q.Stuck(Filters(cause="onprem"))),
        ("data", {}, q.Data()),
    ],
)
def test_each_tool_asks_its_own_question(tool: str, given: dict[str, object], question: q.Question) -> None:
    assert asked(tool, **given) == question


def test_two_spans_are_compared() -> None:
    question = asked("compare", window="feb 2017", compare_with="jan 2017")
    assert isinstance(question, q.Compare)
    assert (question.window.start.month, question.previous.start.month) == (2, 1)


def test_a_preview_posts_nothing_whatever_it_is_given() -> None:
    question = asked("digest_preview", window="yesterday")
    assert isinstance(question, q.Digest)
    assert not question.now
    assert refused("digest_preview", window="now") == "I do not understand now."


@pytest.mark.parametrize(
    ("tool", "given", "sentence"),
    [
        ("failures", {"windows": "30d"}, "windows is no argument of failures; there are window, by, "),
        ("failures", {"windows": "30d"}, "Did you mean window?"),
        ("failures", {"WINDOW": "30d"}, "Did you mean window?"),
        ("data", {"window": "7d"}, "window is no argument of data; it takes none."),
        ("fix", {"code": "SSPR_0029"}, "code is no argument of fix; there is text."),
        ("failures", {"top": "5"}, "top is a whole number from 1 to 100."),
        ("failures", {"top": True}, "top is a whole number"),
        ("failures", {"top": 0}, "top needs a number from 1 to 100"),
        ("failures", {"window": 7}, "window is a text"),
        ("failures", {"window": " "}, "window is a text that is not empty."),
        ("failures", {"window": ["7d"]}, "window is a text"),
        ("failures", {"by": "user"}, "by user is no breakdown; there are detail, "),
        ("failures", {"result": "blocked cause:onprem"}, "is no result"),
        ("failures", {"window": "7d 30d"}, "is a second time span."),
        ("failures", {"window": "7d", "cause": "x"}, "x is no cause"),
        ("stuck", {"cause": 'onprem" by cause "'}, "is no cause"),
        ("failures", {"window": "subscribe daily"}, "I do not understand subscribe."),
        ("status", {"person": "dana bob"}, "A user ID has no blanks"),
        ("rollout", {"date": "yesterday"}, "is not a day to come"),
        ("rollout", {"domain": "two words"}, "words"),
        ("fix", {}, "fix needs text."),
        ("fix", {"text": "x" * 5000}, "A question has at most 500 characters"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(tool: str, given: dict[str, object], sentence: str) -> None:
    assert sentence in refused(tool, **given)


def test_a_description_says_when_to_ask_and_what_nothing_means() -> None:
    for tool in TOOLS.values():
        row = NAMED[tool.kind].tool
        assert isinstance(row, Tool)
        assert row.when in tool.description
        assert row.empty in tool.description
        assert len(tool.description) < 700, tool.name  # a model reads all of them before each question


def test_who_may_ask_is_said() -> None:
    assert "It takes the role helpdesk; everybody may ask about themselves." in TOOLS["status"].description
    assert "role" not in TOOLS["fix"].description
    assert TOOLS["data"].description.endswith("It takes the role viewer.")


def test_no_tool_changes_anything() -> None:
    for kind in ("subscribe", "unsubscribe", "export", "help", "subscriptions"):
        assert isinstance(NAMED[kind].tool, NoTool)
