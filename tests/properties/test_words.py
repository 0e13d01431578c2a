"""What holds for drawn sentences: no word that narrows a question or turns it round is dropped unsaid.

Every sentence is one that is read, with one word or phrase more. What is known of the phrase says what must become of it,
whatever the rules are: it is in the question, or it is named, or the sentence is refused.
"""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.questions.question import Cannot, Cutoffs, Misunderstood, Question
from bot.render.formats.json_answer import to_json
from tests.support.phrasings import SATURDAY, asked

# Each is read; and takes what stands behind it as what narrows it.
BASES = (
    *("who failed yesterday", "failures last week", "how many resets this month", "who is stuck", "who is blocked"),
    *("who registered last week", "who is not registered", "outages last week", "anything suspicious last week"),
    *("success rate last month", "trend last month", "compare this week with last week", "why do people fail"),
    *("where do people drop out last week", "which users lose sms", "failures by cause last week"),
    *("how many failures today", "export failures last week", "how long until people succeed this month"),
    *("resets by admins last month", "how many are registered", "failures with sms last week", "lockouts since monday"),
)
# No question takes these: whoever drops one answers something wider, or the opposite.
NEVER_DROPPED = (
    *("not", "never", "and who did not", "but not all", "once", "at most once", "for the first time", "a second time"),
    *("another time", "both times", "half", "in a row", "consecutively", "manually", "by hand", "permanently"),
    *("in the morning", "before noon", "in the evening", "previously", "beforehand", "on average", "separately"),
    *("except sms", "excluding contoso", "without dana", "other than license", "apart from erik", "besides thea"),
    *("again", "first", "before", "after", "before she called", "after the call", "every time", "next time", "either"),
    *("that nobody handled", "who were unlocked", "although unlocked", "while others recovered"),
    *("in sales", "from abroad", "outside contoso", "tomorrow", "next week", "since the update", "five", "in bulk"),
)
WITHOUT_WINDOW = (
    *("failures", "who failed", "resets", "how many people reset", "outages", "anything suspicious", "trend"),
    *(
        "success rate",
        "policy changes",
        "registrations",
        "who registered",
        "lockouts",
        "writeback errors",
        "failures by cause",
    ),
    *("where do people drop out", "how many failures", "why did people fail", "export failures"),
)
FILTERS = {"with sms": "Mobile Phone", "because of license": "no_license", "at contoso": "contoso.com"}


def said(question: Question) -> str:
    """What the answer tells of how it was read."""
    return getattr(question, "interpretation", None) or ""


def fields(question: Question) -> dict[str, Any]:
    """The question itself, without the words that it was read from."""
    return {name: value for name, value in to_json(question).items() if name not in {"text", "interpretation"}}


@pytest.mark.parametrize("base", BASES)
def test_the_sentences_are_read(base: str) -> None:
    assert not isinstance(asked(base), Cannot | Misunderstood)


@pytest.mark.parametrize("more", NEVER_DROPPED)
def test_what_narrows_or_turns_round_is_never_dropped_unsaid(more: str) -> None:
    for base in BASES:
        plain, question = asked(base), asked(f"{base} {more}")
        dropped = fields(question) == fields(plain) and said(question) == said(plain)
        assert not dropped, f"{base} {more}"


def _windows() -> st.SearchStrategy[tuple[str, date, date]]:
    """A span of time in words, its first day and the day after."""
    today = SATURDAY.date()
    days = st.integers(1, 200).map(lambda back: today - timedelta(days=back))
    one = days.map(lambda day: (f"{day:%-d %B}", day, day + timedelta(days=1)))
    iso = days.map(lambda day: (f"on {day}", day, day + timedelta(days=1)))
    pair = st.tuples(days, days).map(sorted).filter(lambda ends: ends[0] < ends[1])
    between = pair.map(lambda ends: (f"between {ends[0]} and {ends[1]}", ends[0], ends[1] + timedelta(days=1)))
    month = st.integers(1, 11).map(lambda number: date(2026, number, 1)).map(_month)
    return st.one_of(one, iso, between, month)


def _month(first: date) -> tuple[str, date, date]:
    after = (first + timedelta(days=32)).replace(day=1)
    return f"in {first:%B}", first, min(after, SATURDAY.date() + timedelta(days=1))


@given(base=st.sampled_from(WITHOUT_WINDOW), window=_windows(), first=st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_span_that_is_named_is_the_questions(base: str, window: tuple[str, date, date], *, first: bool) -> None:
    words, begin, after = window
    question = to_json(asked(f"{words} {base}" if first else f"{base} {words}"))
    question = question.get("question") or question
    if question["kind"] in {"cannot", "misunderstood"}:
        return
    start, end = (date.fromisoformat(question["window"][name][:10]) for name in ("start", "end"))
    assert (start, min(after, SATURDAY.date())) == (begin, min(end, SATURDAY.date())), question


@pytest.mark.parametrize("words", FILTERS)
def test_a_filter_that_is_named_is_the_questions_or_named_as_left_aside(words: str) -> None:
    for base in BASES:
        question = asked(f"{base} {words}")
        if isinstance(question, Cannot | Misunderstood | Cutoffs):  # which tells each method apart
            continue
        json = to_json(question)
        inner = json.get("question") or json
        kept = FILTERS[words] in {value for value in (inner.get("filters") or {}).values() if value}
        assert kept or words.rsplit(maxsplit=1)[-1] in said(question) or "not only" in said(question), (base, json)


NAMES = ("dana", "thea", "erik", "mia", "dana@contoso.com", "jo.doe@fabrikam.com")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["{base} of {name}", "{base} for {name}", "{name}: {base}", "{base} and {name}"])
def test_somebody_who_is_named_is_whom_the_question_is_about(name: str, form: str) -> None:
    for base in (*BASES, *WITHOUT_WINDOW):
        question = asked(form.format(base=base, name=name))
        if not isinstance(question, Cannot | Misunderstood):
            json = to_json(question)
            assert (json.get("question") or json).get("person") == name, (base, question)


# Each happens, and no question takes two of them but a failure that is narrowed: by how it ended.
HAPPENED = ("failed", "reset", "registered", "recovered", "changed a method", "looked suspicious")
TOGETHER = (
    *("who {} and {}", "who {} or {}", "who {} and then {}", "who {} but never {}", "who {} before they {}"),
    *("who {} after they {}", "people who {} that {}", "how many of those who {} {}", "did the people who {} {}"),
    *("who {} although they {}", "who {} because they {}", "who {}, then {}", "who {} without having {}"),
)


@pytest.mark.parametrize("form", TOGETHER)
def test_of_two_things_that_happened_none_is_answered_alone(form: str) -> None:
    alone = {event: fields(asked(f"who {event}")) for event in HAPPENED}
    for first, second in permutations(HAPPENED, 2):
        question = asked(form.format(first, second))
        if isinstance(question, Cannot | Misunderstood) or "left aside" in said(question):
            continue
        assert fields(question) not in (alone[first], alone[second]), form.format(first, second)
