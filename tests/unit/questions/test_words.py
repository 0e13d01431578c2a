"""The vocabulary and its tables hold together: every tag means something, every example works, nothing is left behind."""

import tomllib
from importlib.resources import files

import pytest

from bot.questions.question_types import NAMED
from bot.questions.words.rules import rules
from bot.questions.words.vocabulary import expand, vocabulary
from tests.support.phrasings import asked

# What the reader finds by its form, or counts, besides the words of the vocabulary.
FOUND = {
    *(
        "person",
        "person2",
        "code",
        "window",
        "window2",
        "since",
        "target",
        "future",
        "number",
        "clock",
        "filter",
        "filter2",
    ),
    *("domain", "result", "cause", "method", "by", "typed", "every", "*", "idle", "age"),
}
TAGS = {tag for phrases in vocabulary().phrases.values() for _, tags in phrases for tag in tags}


def test_every_tag_of_a_rule_is_one_that_words_can_have() -> None:
    families = {tag.partition(".")[0] for tag in TAGS}
    unknown = {
        (rule.means, tag)
        for rule in rules()
        for tag in {*rule.allowed, *rule.without}
        if tag not in TAGS | families | FOUND
    }
    assert not unknown


def test_a_question_that_has_an_answer_is_not_declined_any_more() -> None:
    table = tomllib.loads(files("bot.questions.words").joinpath("cannot.toml").read_text("utf-8"))
    assert not set(table["kinds"]) & set(NAMED)
    assert {rule.kind for rule in rules()} <= {*NAMED, *table["kinds"]}


@pytest.mark.parametrize("language", [one for one in vocabulary().languages if one.example], ids=lambda one: one.code)
def test_the_example_of_a_language_is_understood(language: object) -> None:
    assert asked(language.example).kind in NAMED  # type: ignore[attr-defined]


def test_a_phrase_stands_for_all_its_forms() -> None:
    assert sorted(expand("lock(ed|) out(s|)")) == ["lock out", "lock outs", "locked out", "locked outs"]


def test_one_wrong_letter_is_a_slip_and_two_are_none() -> None:
    slips = {word: vocabulary().slip(word) for word in ("staus", "blokced", "failuers", "banana", "lock", "blkoecd")}
    assert slips == {
        "staus": "status",
        "blokced": "blocked",
        "failuers": "failures",
        "banana": None,
        "lock": None,
        "blkoecd": None,
    }
