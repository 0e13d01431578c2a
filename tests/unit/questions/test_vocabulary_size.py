"""The vocabulary stays small, as who asks first waits for it; and each of its phrases can be said."""

import tomllib
from importlib.resources import files

from bot.questions.words.recognition.sentence import cut
from bot.questions.words.recognition.vocabulary import expand, vocabulary

_MOST_FORMS = 3_000  # of one line: options behind options multiply
_MOST_PHRASES = 50_000


def test_no_line_stands_for_thousands_of_phrases() -> None:
    folder = files("bot.questions.words").joinpath("vocabulary")
    lines = [
        line
        for entry in folder.iterdir()
        for name, table in tomllib.loads(entry.read_text("utf-8")).items()
        if isinstance(table, dict) and name != "patterns"
        for listed in table.values()
        if isinstance(listed, list)
        for line in listed
    ]
    assert [line for line in lines if sum(1 for _ in expand(line)) > _MOST_FORMS] == []
    assert len(lines) > 1_000


def test_all_phrases_together_are_few() -> None:
    assert len(vocabulary().phrases) < _MOST_PHRASES


def test_what_is_denied_is_known_without_its_apostrophe() -> None:
    phrases = vocabulary().phrases
    denied = [phrase for phrase in phrases if any(word.endswith("n't") for word in phrase)]
    assert denied
    assert [phrase for phrase in denied if tuple(word.replace("n't", "nt") for word in phrase) not in phrases] == []


def test_each_phrase_is_written_as_a_sentence_is_cut_into_words() -> None:
    typed = {phrase: " ".join(("dana", *phrase)).replace(" 's", "'s") for phrase in vocabulary().phrases}
    assert {" ".join(phrase) for phrase, text in typed.items() if cut(text)[1][1:] != phrase} == set()
    assert not [phrase for phrase in typed if not frozenset("?*+[]{}^$\\").isdisjoint(" ".join(phrase)[1:])]
