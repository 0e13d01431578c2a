"""Dropped unsaid are words of closed classes alone; every other word that no question takes is named or refused."""

import tomllib
from importlib.resources import files

import pytest

from bot.questions.question import Cannot, FreelyWorded, Misunderstood
from bot.questions.words.recognition.vocabulary import expand
from tests.support.phrasings import asked

TABLES = {
    entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
    for entry in files("bot.questions.words").joinpath("vocabulary").iterdir()
}
ENGLISH = TABLES["en"]
# Where no other sense of a word is looked for than its own: before the subject, behind it, and of a person.
CARRIERS = ("{} failures yesterday", "resets by {} last week", "who is stuck {}", "is dana stuck {}")
CLASSES = {
    *("articles", "prepositions", "pronouns", "auxiliaries", "conjunctions", "courtesy", "fillers", "asking"),
    *("subjects", "happening", "listing", "spelled"),
}
# Each would be another question with it than without it.
MEANING = [
    "manager",
    "laptop",
    "tab",
    "website",
    "meeting",
    "evening",
    "wizard",
    "browser",
    "long",
    "short",
    "first",
    "another",
    "helpdesk",
    "board",
    "auditor",
    "remote",
    "office",
    "portal-less",
    "consultant",
    "system",
    "server",
    "channel",
    "morning",
    "event",
    "temporary",
    "average",
    "sudden",
    "huge",
    "customer",
    "microsoft",
    "ad",
    "access",
    "typed",
    "entered",
]
OF_A_CALL = ("short", "customer", "entered")  # the status of a person says all that is known of it
WITH_SILENT_WORDS = [
    "could you please show me the failures yesterday, thanks a lot",
    "hi there, i would really like to know how many failures we had yesterday",
    "ok so just give us a quick overview of all the failures yesterday please",
    "i have a quick question about the failures we had yesterday",
    "hello bot, can you tell me about the failures that happened to our users yesterday?",
]


def aside() -> list[str]:
    """Every word and phrase that is to be named, spelled out."""
    listed = [
        phrase
        for tag, phrases in ENGLISH["asking"].items()
        if tag == "aside"
        for line in phrases
        for phrase in expand(line)
    ]
    return [*ENGLISH["aside"].split(), *listed]


def is_named_or_refused(text: str, word: str) -> bool:
    question = asked(text)
    if isinstance(question, Cannot | Misunderstood):
        return True
    _, _, note = getattr(question, "interpretation", "").partition(" (")
    return f'"{word}' in note or f' {word}"' in note


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_word_with_a_meaning_of_its_own_is_named_or_refused(carrier: str) -> None:
    # "major failures" are an incident, "unexplained failures" those of which no document knows the detail
    words = [word for word in aside() if word not in {"major", "unexplained"}]
    if carrier.endswith("last week"):  # of which `the end of last week` is a part, and read as one
        words = [word for word in words if not word.endswith(("beginning of", "start of", "middle of", "end of"))]
    assert [word for word in words if not is_named_or_refused(carrier.format(word), word)] == []


@pytest.mark.parametrize("carrier", CARRIERS)
def test_so_is_what_anybody_may_say(carrier: str) -> None:
    words = MEANING if "dana" not in carrier else [word for word in MEANING if word not in OF_A_CALL]
    assert [word for word in words if not is_named_or_refused(carrier.format(word), word)] == []


@pytest.mark.parametrize("language", TABLES)
def test_only_words_of_closed_classes_are_dropped_unsaid(language: str) -> None:
    classes = TABLES[language]["silent"]
    assert {*classes} <= (CLASSES if language == "en" else {"small", "subjects", "asking", "courtesy"})
    silent = {word for words in classes.values() for word in words.split()}
    assert len(silent) < 800
    assert not silent & {*TABLES[language].get("aside", "").split()}


@pytest.mark.parametrize("text", WITH_SILENT_WORDS)
def test_they_alone_leave_no_trace(text: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded)
    assert question == asked("failures yesterday")
    assert "aside" not in question.interpretation


def test_several_words_are_named_once_in_their_order_and_those_in_a_row_together() -> None:
    question = asked("huge sudden failures in the wizard yesterday, huge ones")
    assert isinstance(question, FreelyWorded)
    assert question.interpretation.startswith('failures yesterday (left aside: "huge sudden", "wizard", "huge")')
