"""The vocabulary stays small: who asks first waits for it, and the bot holds it as long as it runs."""

import tomllib
from importlib.resources import files

from bot.questions.words.vocabulary import expand, vocabulary

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
