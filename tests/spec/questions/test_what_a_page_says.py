"""A sentence of a web page finds its documented fix, in the documents' own words and told on; any other lists nobody."""

from collections.abc import Iterator

import pytest

from bot.knowledge.catalogue import load
from bot.questions.question import Fix, Misunderstood
from bot.render.formats.json_answer import to_json
from tests.support.phrasings import asked

_FEWEST_WORDS = 4  # of a mark that is a sentence by itself
_BLOCKED = {"throttled", "TooManyTries"}  # the cause, and what its page says


def _documented() -> Iterator[tuple[str, str]]:
    """Every sentence that documents have, with the key of what it stands for."""
    for reference in load().references.values():
        if reference.kind != "topic" or reference.shown_by_page:
            yield from ((mark.replace(" ... ", " option "), reference.key) for mark in reference.marks)
    for detail in load().details.values():
        for text in (detail.text, *detail.aliases):
            yield text, detail.key
            yield text.partition(". ")[0], detail.key


def _told_on(said: str) -> Iterator[str]:
    yield from (f"page says {said}", f"it tells her that {said}", f'caller gets "{said}"', f"message: {said}.")
    if len(said.split()) >= _FEWEST_WORDS:
        yield from (said, said.upper(), said.replace("'", "\u2019").capitalize())


@pytest.mark.parametrize(("said", "key"), [*dict.fromkeys(_documented())])
def test_what_documents_have_finds_its_fix_in_every_way_it_is_told_on(said: str, key: str) -> None:
    for text in _told_on(said):
        question = asked(text)
        assert isinstance(question, Fix), (text, to_json(question))
        found = {finding.key for finding in load().find(question.text)}
        blocked = key in _BLOCKED and (found <= _BLOCKED or question.text in _BLOCKED)
        assert key in found or blocked, (text, question.text)


# What pages say of which no document has a word: the words that a list or a number has, too.
UNDOCUMENTED = [
    "your account is blocked",
    "your reset failed",
    "you have no license",
    "your admin has changed this setting",
    "you're locked out",
    "this account has been disabled",
    "your code has expired",
    "your registration failed, please try again",
    "we can't reset your password right now",
]


@pytest.mark.parametrize("said", UNDOCUMENTED)
@pytest.mark.parametrize("frame", ["{}", "page says {}", "the page told him that {}", "Sorry, {}", "user gets: {}"])
def test_what_a_page_says_is_never_a_list_nor_a_number(frame: str, said: str) -> None:
    question = to_json(asked(frame.format(said)))
    assert question["kind"] in {"cannot", "fix"}, question
    assert question.get("suggestion") in {None, "help fix"}


# a sentence with a word that is not known -> what is offered that leaves the word out; "" where nothing is asked
LEFT_OUT = {
    "Request denied": "",
    "the request was denied": "",
    "we've detected something unusual about this kiosk": "",
    "authenticator registration needs approval": "",
    "\u00e9checs demain matin": "",
    "is the reset kiosk failing": "failures",
    "policy changes by bob": "changes",
    "driver failures yesterday": "failures yesterday",
    "b2b users failing": "failures",
}


@pytest.mark.parametrize(("text", "offered"), LEFT_OUT.items())
def test_what_leaves_an_unknown_word_out_is_offered_only_where_something_is_asked(text: str, offered: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert question.suggestion == (offered or "help")
    assert ("leaves out" in question.sentence) is bool(offered)
