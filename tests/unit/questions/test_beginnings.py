"""What a pattern may begin with, against the whole of them tried at every word."""

import re

import pytest

from bot.questions.beginnings import beginnings
from bot.questions.words.cannot import refusals, spoken
from bot.questions.words.recognition.sentence import cut
from bot.questions.words.recognition.vocabulary import vocabulary
from tests.support.phrasings import rows

BEGINS = {
    "how long": {"how"},
    "(?:the |our )?group": {"the", "our", "gro"},
    "(?:who|which \\S+) failed": {"who", "whi"},
    "(?:please )?(?:can )?stop": {"ple", "can", "sto"},
    "(?= not)stop|end": {"sto", "end"},
    "(?:very ){0,2}slow": {"ver", "slo"},
    "'s (?:updates|pings)": {"'s "},
    "\\d(?:st|nd)": {f"{digit}{nth}" for digit in range(10) for nth in ("st", "nd")},
    "\\d+ (?:or more )?times": {*"0123456789"},
    "[ab]c|d": {"ac", "bc", "d"},
    "a?b?c": {"abc", "ac", "bc", "c"},
    "a+bc": {"a"},
    "(?:ab){2}c": {"ab"},
    "a\\+b": {"a+b"},
    "i \\S+": {"i "},
    "\\b(?:^|please )stop$": {"sto", "ple"},
    "a.c": {"a"},
    "\\S+ failed": None,
    "(?:the )?": None,
    "(?:the |\\S+ )?group": None,
    ".?stop": None,
}


@pytest.mark.parametrize(("pattern", "begun"), BEGINS.items())
def test_a_pattern_begins_so_and_not_otherwise(pattern: str, begun: set[str] | None) -> None:
    assert beginnings(pattern, 3) == begun


def test_no_word_of_the_lists_is_read_otherwise_than_by_all_patterns_at_once() -> None:
    whole = re.compile("|".join(rf"((?:{pattern})(?!\S))" for pattern, _, _ in vocabulary().patterns))
    tags = [tags for _, tags, _ in vocabulary().patterns]
    met = 0
    for row in (*rows("labelled.tsv"), *rows("round_seventeen.tsv"), *rows("round_eighteen.tsv")):
        words = cut(row.text)[1]
        for start in range(len(words)):
            text = " ".join(words[start : start + 14])
            some, of_groups = vocabulary().patterns_of(text)
            one, all_ = some.match(text), whole.match(text)
            assert (one and (one[0], of_groups[(one.lastindex or 1) - 1])) == (
                all_ and (all_[0], tags[(all_.lastindex or 1) - 1])
            ), text
            met += one is not None
    assert met > 100


def test_no_refusal_is_missed_that_its_pattern_would_find_anywhere() -> None:
    met = 0
    for row in (*rows("labelled.tsv"), *rows("later.tsv"), *rows("round_eleven.tsv"), *rows("round_seventeen.tsv")):
        words = cut(row.text)[1]
        text = " ".join(words)
        found = {place for place, each in enumerate(refusals()) if each.pattern and each.pattern.search(text)}
        assert spoken(words) == found, text
        met += len(found)
    assert met > 30
