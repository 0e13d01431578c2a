"""The vocabulary and its tables hold together: every tag means something, every example works, nothing is left behind."""

import tomllib
from importlib.resources import files

import pytest

from bot.questions.question_types import NAMED
from bot.questions.words.recognition.vocabulary import expand, vocabulary
from bot.questions.words.rules import rules, subjects
from tests.support.phrasings import asked

# What the reader finds by its form, or counts, besides the words of the vocabulary.
FOUND = {
    *(
        "person",
        "person2",
        "by.cause",
        "code",
        "code2",
        "zone",
        "unknown",
        "window",
        "window2",
        "window_again",
        "quoted",
        "one_ending",
        "sms_and_voice",
        "alone",
        "guess",
        "since",
        "since_what",
        "goes_on",
        "one_day",
        "since_day",
        "since_last",
        "rolling",
        "undated",
        "target",
        "asks",
        "whether",
        "so_many_people",
        "future",
        "number",
        "clock",
        "option",
        "filter",
        "filter2",
        "cause2",
        "method2",
        "domain2",
    ),
    *("domain", "result", "cause", "method", "by", "by.method", "typed", "typed.domain", "every", "*", "idle", "age"),
}
TAGS = frozenset[str]().union(*vocabulary().phrases.values(), *(tags for _, tags, _ in vocabulary().patterns))


def test_every_tag_of_a_rule_is_one_that_words_can_have() -> None:
    families = {tag.partition(".")[0] for tag in TAGS}
    unknown = {
        (rule.means, tag)
        for rule in (*rules(), *subjects())
        for tag in {*rule.allowed, *rule.without}
        if tag not in TAGS | families | FOUND
    }
    assert not unknown


def test_a_question_that_has_an_answer_is_not_declined_any_more() -> None:
    table = tomllib.loads(files("bot.questions.words").joinpath("cannot.toml").read_text("utf-8"))
    assert not set(table["kinds"]) & set(NAMED)
    assert {rule.kind for rule in (*rules(), *subjects())} <= {*NAMED, *table["kinds"]}


@pytest.mark.parametrize("language", [one for one in vocabulary().languages if one.example], ids=lambda one: one.code)
def test_the_example_of_a_language_is_understood(language: object) -> None:
    assert asked(language.example).kind in NAMED  # type: ignore[attr-defined]


def test_a_phrase_stands_for_all_its_forms() -> None:
    assert sorted(expand("lock(ed|) out(s|)")) == ["lock out", "lock outs", "locked out", "locked outs"]


SLIPS = {
    "staus": "status",
    "blokced": "blocked",
    "failuers": "failures",
    "failurs": "failure",  # failures, too: they mean the same
    "stuk": "stuck",  # of a short word a letter may be missing
    "shwo": "show",  # or two be swapped
    "registartoin": "registration",  # a long one is still itself with two
    "unlok": "unlock",  # an order that is declined
    "iphone": None,  # a word of its own, though it is near phone
    "banana": None,
    "lock": None,
    "blkoecd": None,
    "successfull": "successful",
    "unsuccesful": "unsuccessful",
    "dokumented": "documented",
    "hero": None,  # near here, that says nothing: it may be anybody's name
}


@pytest.mark.parametrize(("word", "meant"), SLIPS.items())
def test_a_slip_is_one_letter_or_two_of_a_long_word_and_means_one_thing(word: str, meant: str | None) -> None:
    assert vocabulary().slip(word) == meant


def test_a_denied_word_is_no_slip_of_the_other() -> None:
    known = vocabulary().known
    bare = [word[2:] for word in known if word.startswith("un") and len(word) > 9 and word[2:] not in known]
    assert bare
    assert not [word for word in bare if vocabulary().slip(word) == f"un{word}"]


@pytest.mark.parametrize(("word", "known"), {"hitting": "hit", "recovers": "recover", "zebras": None}.items())
def test_a_regular_form_of_a_known_word_is_known(word: str, known: str | None) -> None:
    assert vocabulary().inflected(word) == known
