"""The letters that a pattern may begin with, against the whole of them tried at every word."""

import re

import pytest

from bot.questions.beginnings import beginnings
from bot.questions.words.sentence import cut
from bot.questions.words.vocabulary import vocabulary
from tests.support.phrasings import rows

BEGINS = {
    "how long": "h",
    "(?:the |our )?group": "tog",
    "(?:who|which \\S+) failed": "w",
    "(?:please )?(?:can )?stop": "pcs",
    "(?= not)stop|end": "se",
    "(?:very ){0,2}slow": "vs",
    "'s (?:updates|pings)": "'",
    "\\d+ (?:or more )?times": "0123456789",
    "[ab]c|d": "abd",
    "a\\+b": "a",
    "\\S+ failed": None,
    "(?:the )?": None,
    "(?:the |\\S+ )?group": None,
}


@pytest.mark.parametrize(("pattern", "letters"), BEGINS.items())
def test_a_pattern_begins_with_these_letters_alone(pattern: str, letters: str | None) -> None:
    assert beginnings(pattern) == (None if letters is None else frozenset(letters))


def test_no_word_of_the_lists_is_read_otherwise_than_by_all_patterns_at_once() -> None:
    whole = re.compile("|".join(rf"((?:{pattern})(?!\S))" for pattern, _, _ in vocabulary().patterns))
    tags = [tags for _, tags, _ in vocabulary().patterns]
    met = 0
    for row in (*rows("labelled.tsv"), *rows("round_seventeen.tsv"), *rows("round_eighteen.tsv")):
        words = cut(row.text)[1]
        for start in range(len(words)):
            text = " ".join(words[start : start + 14])
            by_letter, of_groups = vocabulary().beginning_with(text[:1])
            one, all_ = by_letter.match(text), whole.match(text)
            assert (one and (one[0], of_groups[(one.lastindex or 1) - 1])) == (
                all_ and (all_[0], tags[(all_.lastindex or 1) - 1])
            ), text
            met += one is not None
    assert met > 100
