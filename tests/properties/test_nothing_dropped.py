"""What holds for a question with one condition more, or of two one less: neither is dropped unsaid.

`test_words` asks only that something changes. Here every phrase has the word by which an answer shows that it was taken
up or left aside: without it, and without a no, the answer would be of something else.
"""

import re
from collections.abc import Iterator
from itertools import cycle, permutations
from typing import Any

import pytest

from bot.questions.question import Cannot, Misunderstood, Question
from bot.render.formats.json_answer import to_json
from tests.support.heard import Everybody
from tests.support.phrasings import asked

EVERYBODY = Everybody()
QUESTIONS = (
    *("who failed last week", "failures in november", "how many failures today", "failures last week by cause"),
    *("failures since monday by method", "blocked attempts yesterday", "why did people fail yesterday"),
    *("how many people reset last week", "resets last month by method", "who reset yesterday"),
    *("who registered last week", "how many registered in october", "who is stuck", "how many are stuck right now"),
    *("outages last week", "anything suspicious last week", "policy changes last month", "success rate last month"),
    *("is it getting better this month", "where do people drop out last week", "compare this week with last week"),
    *("how long until people succeed this month", "did the license fix help", "export failures last week"),
    *("export attempts yesterday", "on-prem failures last week", "who failed with sms yesterday"),
)
# A phrase, and what shows that it was taken up or is named: in the question's fields or beside the answer.
PHRASES = {
    "for admins only": "admin|role",
    "with sms only": "mobile phone|sms|method",
    "at contoso": "contoso",
    "by domain": "domain",
    "except contoso": "contoso",
    "but not the blocked ones": "blocked|throttled",
    "for the second time": "second time",
    "more than twice": "more than twice|how often|each with its number",
    "only one time": "one time",
    "at the first try": "first try",
    "in one attempt": "one attempt",
    "who already have a licence": "licen[cs]e|no_license",
    "who left the company": "left the company",
    "in the us": "in the us",
    "from abroad": "abroad",
    "on site": "on site",
    "on company devices": "devices",
    "without the test accounts": "test accounts",
    "not counting guests": "guests",
    "per team": "team",
    "by their manager": "manager",
    "since last time": "last time",
    "since the change": "since the change|was changed",
    "next month": "next month|not only those? of",
    "as of last friday": "friday",
    "rather than last year": "last year",
    "within ten minutes": "ten minutes|not only those",
    "in the last hour before lunch": "before lunch",
    "newest first": "newest first",
    "in alphabetical order": "alphabetical",
    "sorted by name": "name",
    "although they had registered": "although|registered",
    "after they had registered": "after they had registered",
    "and the others": "others",
    "with timestamps": "timestamps",
    "with yubikey": "yubikey",
    "all but two": "but two",
    "half of them": "half",
    "top five": r"five|so many|\b5\b",
}


def shown(question: Question) -> str:
    """All that an answer tells of what was asked, but the words themselves."""
    return " ".join(_values({name: each for name, each in to_json(question).items() if name != "text"})).casefold()


def _values(said: Any) -> Iterator[str]:
    if isinstance(said, dict | list):
        for each in said.values() if isinstance(said, dict) else said:
            yield from _values(each)
    elif said is not None:
        yield str(said)


def with_phrase(question: str, phrase: str, place: str) -> str:
    return {
        "behind": f"{question} {phrase}",
        "apart": f"{question}? {phrase.capitalize()}.",
        "comma": f"{question}, {phrase}",
    }[place]


def test_the_questions_are_read() -> None:
    assert not [text for text in QUESTIONS if isinstance(asked(text, EVERYBODY), Cannot | Misunderstood)]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_condition_is_taken_up_or_named_or_refused(phrase: str) -> None:
    dropped = []
    for question, place in zip(QUESTIONS, cycle(("behind", "behind", "comma", "apart")), strict=False):
        text = with_phrase(question, phrase, place)
        read = asked(text, EVERYBODY)
        if not isinstance(read, Cannot | Misunderstood) and not re.search(PHRASES[phrase], shown(read)):
            dropped.append((text, getattr(read, "interpretation", "")))
    assert not dropped


BASES = (
    *("failures", "who failed", "how many people failed", "who is stuck", "how many reset", "who registered", "trend"),
    *("success rate", "where do people drop out", "how long until people succeed", "export failures", "outages"),
)
CONDITIONS = {
    "at contoso": "contoso",
    "with sms": "mobile phone|sms|method",
    "because of on-prem": "onprem|on-prem|cause",
    "for admins": "admin|role",
    "last week": "last week|20(?=26-11-16)",
    "not the blocked ones": "blocked|throttled",
    "more than twice": "more than twice|how often|each with its number",
}


@pytest.mark.parametrize("base", BASES)
def test_of_two_conditions_neither_is_dropped(base: str) -> None:
    dropped = []
    for first, second in permutations(CONDITIONS, 2):
        text = f"{base} {first} {second}"
        read = asked(text, EVERYBODY)
        if isinstance(read, Cannot | Misunderstood):
            continue
        lost = [each for each in (first, second) if not re.search(CONDITIONS[each], shown(read))]
        if lost:
            dropped.append((text, lost, getattr(read, "interpretation", "")))
    assert not dropped


# What these stand beside is left out: no answer may be of that alone.
LEAVING_OUT = (
    *("but {}", "all but {}", "except {}", "apart from {}", "besides {}", "other than {}", "excluding {}", "minus {}"),
    *("not counting {}", "not including {}", "ignoring {}", "omitting {}", "skipping {}", "barring {}", "but for {}"),
    *("unlike {}", "as opposed to {}", "spare me {}", "but not {}", "and not {}", "drop {}", "less {}"),
    *(
        "never mind {}",
        "{} aside",
        "{} excluded",
        "{} left out",
        "{} not included",
        "{} we know already",
        "{} don't matter",
    ),
)
LEFT_OUT = {
    "the blocked ones": "blocked|throttled",
    "the license ones": "no_license",
    "the on-prem ones": "onprem",
    "contoso": "contoso",
    "the sms ones": "mobile_phone|sms",
}


@pytest.mark.parametrize("base", ["failures last week", "who failed yesterday", "who is stuck", "trend last month"])
def test_what_is_left_out_is_never_what_is_answered_of(base: str) -> None:
    turned = []
    for leaving_out in LEAVING_OUT:
        for things, value in LEFT_OUT.items():
            text = f"{base}, {leaving_out.format(things)}"
            fields = to_json(asked(text, EVERYBODY)).get("filters") or {}
            kept = [each for name, each in fields.items() if each and not name.startswith("not_")]
            if any(re.search(value, str(each).casefold()) for each in kept):
                turned.append(text)
    assert not turned
