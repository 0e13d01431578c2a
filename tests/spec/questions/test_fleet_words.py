"""`fleet`: every form is answered as it was asked, or refused with the reason and where to ask it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.fleet.fleet import ORDERS
from bot.analysis.fleet.numbers import BREAKDOWNS
from bot.knowledge.catalogue import load
from bot.questions.all_tenants import tenants_named, without_tenant, without_tenants
from bot.questions.grammar import parse
from bot.questions.question import Cannot, Fleet, FreelyWorded, Misunderstood, Question
from bot.questions.question_types import QUESTION_TYPES

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def asked(words: str | None) -> Question:
    return parse(words or "", now=NOW, zone=ZoneInfo("UTC"), catalogue=load())


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("fleet", ""),
        ("fleet 24h", ""),
        *((f"fleet by {by}", by) for by in (*BREAKDOWNS, *ORDERS)),
        *((f"fleet {order}", order) for order in ORDERS),
        *((f"fleet failures by {by}", by) for by in BREAKDOWNS),
        ("fleet 24h failures by method", "method"),
        ("fleet failures 24h by method", "method"),
        ("fleet by method failures", "method"),
        ("fleet stuck by stuck", "stuck"),
        ("Fleet Failures By Cause", "cause"),
    ],
)
def test_what_it_is_about_is_what_was_asked(words: str, about: str) -> None:
    question = asked(words)
    assert isinstance(question, Fleet)
    assert (question.about, question.interpretation) == (about, "")


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("which customers need a look?", ""),
        ("for every customer", ""),
        ("worst customer", ""),
        ("failures for every customer", "failures"),
        ("which tenant has the most failures?", "failures"),
        ("who is stuck in any tenant?", "stuck"),
        ("compare all tenants", "compare"),
        ("data for all tenants", "data"),
        ("which customers have stale data?", "data"),
        ("cut-offs of all tenants", "cutoffs"),
        ("failures for all of our tenants by cause", "cause"),
    ],
)
def test_plain_words_for_all_tenants_are_about_what_else_they_say(words: str, about: str) -> None:
    question = asked(words)
    assert isinstance(question, Fleet)
    assert question.about == about
    assert question.interpretation.startswith("fleet")
    assert without_tenants(words) is not None


@pytest.mark.parametrize("words", ["odd for every customer", "odd 7d for all tenants", "rollout at our customers"])
def test_what_is_one_tenants_alone_is_said_to_be_in_plain_words_too(words: str) -> None:
    question = asked(words)
    assert isinstance(question, Misunderstood)
    assert "is asked of one tenant, not of all" in question.sentence


@pytest.mark.parametrize("words", ["stuck", "failures 7d", "a customer cannot reset", "status dana@contoso.com", ""])
def test_other_words_are_about_no_other_tenants(words: str) -> None:
    assert without_tenants(words) is None


@pytest.mark.parametrize("by", sorted(set(GroupBy) - set(BREAKDOWNS)))
def test_no_breakdown_is_left_out_in_silence(by: str) -> None:
    question = asked(f"fleet failures by {by}")
    assert isinstance(question, Misunderstood)
    assert question.sentence.startswith(f"fleet does not count by {by}, as ")
    assert "tenant:KEY" in question.sentence


@pytest.mark.parametrize("kind", sorted({one.name for one in QUESTION_TYPES} - {"help", "fleet", "export", *ORDERS}))
def test_another_question_is_not_answered_as_this_one(kind: str) -> None:
    question = asked(f"fleet {kind}")
    assert isinstance(question, Misunderstood)
    assert question.sentence.startswith(f"{kind} is asked of one tenant")


@pytest.mark.parametrize("words", ["cause:no_license", "failures result:blocked", "top 5", "failures method:sms"])
def test_what_narrows_it_is_refused(words: str) -> None:
    question = asked(f"fleet {words}")
    assert isinstance(question, Misunderstood)
    assert question.sentence.startswith(("fleet takes no filters and no top", "sms is no method"))


@pytest.mark.parametrize("words", ["stuck by cause", "data by method", "failures by stuck", "stuck incidents"])
def test_two_things_at_once_are_refused_with_each_of_them(words: str) -> None:
    question = asked(f"fleet {words}")
    assert isinstance(question, Misunderstood)
    assert "do not go together" in question.sentence
    for suggestion in (question.suggestion, *question.choices):
        assert isinstance(asked(suggestion), Fleet)


NAMES = {"contoso", "contoso ltd", "fabrikam", "stuck", "max", "main"}


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("contoso: what's loaded?", "contoso", "what's loaded?"),
        ("Contoso  Ltd: stuck", "contoso ltd", "stuck"),
        ("rollout numbers for fabrikam", "fabrikam", "rollout numbers"),
        ("who at Fabrikam hasn't registered yet", "fabrikam", "who hasn't registered yet"),
        ("how far along is the fabrikam rollout", "fabrikam", "how far along is the rollout"),
        ("who is stuck at fabrikam?", "fabrikam", "who is stuck?"),
        ("Fabrikam's failures yesterday", "fabrikam", "failures yesterday"),
        ("failures for the contoso tenant this week", "contoso", "failures this week"),
        ("failures of our customer contoso, by cause", "contoso", "failures, by cause"),
        ("compare contoso with last week", "contoso", None),  # beside another
        ("failures without contoso", "contoso", None),
        ("did everybody but the people at contoso register", "contoso", None),
        ("who but those from contoso failed", "contoso", None),
        ("stuck outside contoso", "contoso", None),
        ("did the people at contoso register", "contoso", "did the people register"),
        ("rollout for domain contoso", "contoso", None),
    ],
)
def test_a_tenant_is_named_in_words_and_the_rest_is_what_is_asked(text: str, name: str, rest: str | None) -> None:
    assert tenants_named(text, NAMES) == {name}
    assert without_tenant(text, NAMES) == rest


@pytest.mark.parametrize(
    "text", ["who is stuck", "why max", "failures for contoso.com", "the contosos", "dana@contoso", "", "main cause"]
)
def test_a_word_of_questions_a_persons_name_and_a_domain_name_no_tenant(text: str) -> None:
    assert tenants_named(text, NAMES) == frozenset()
    assert without_tenant(text, NAMES) is None


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ('contoso failures cause:-onprem role:"A (B)" by method', 'failures cause:-onprem role:"A (B)" by method'),
        ('failures role:"Helpdesk (tier 1)" at contoso', 'failures role:"Helpdesk (tier 1)"'),
    ],
)
def test_brackets_in_a_value_are_no_note(words: str, read_as: str) -> None:
    question = parse(words, now=NOW, zone=ZoneInfo("UTC"), catalogue=load(), tenant={"contoso"})
    assert isinstance(question, FreelyWorded)
    assert question.read_as == read_as
    assert question.interpretation == f"{read_as} (of the tenant contoso)"


@pytest.mark.parametrize(
    "words",
    ["contoso compared to the others", "contoso failures vs the rest", "contoso compared with everyone else"],
)
def test_a_tenant_held_against_others_is_not_held_against_its_own_past(words: str) -> None:
    for text in (words, words.removeprefix("contoso ")):
        question = parse(text, now=NOW, zone=ZoneInfo("UTC"), catalogue=load(), tenant={"contoso"})
        assert isinstance(question, Cannot | Misunderstood), question


TIMES = {"march", "monday", "november", "7d", "q3", "2026", "week", "gestern", "may", "page", "march ltd", "the day"}


@pytest.mark.parametrize(
    "text",
    [
        "who failed in march",
        "failures on Monday by method",
        "failures november",
        "failures 7d",
        "failures for q3",
        "failures in 2026",
        "failures last week",
        "fehler gestern",
        "who failed in may?",
        "who did not reach the reset page",
        "failures of the day before yesterday",
        "who failed in march 2027",
    ],
)
def test_a_time_and_a_part_of_a_phrase_name_no_tenant(text: str) -> None:
    assert tenants_named(text, TIMES) == frozenset()
    assert without_tenant(text, TIMES) is None


def test_a_name_that_says_more_than_a_time_is_a_tenants() -> None:
    assert tenants_named("failures for March Ltd in march", TIMES) == {"march ltd"}
    assert without_tenant("failures for March Ltd in march", TIMES) == "failures in march"
