"""Questions that are offered where nothing was read: those whose askers use such words."""

import json
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.catalogue import load
from bot.questions import likely as words
from bot.questions.dates.calendar import Moment
from bot.questions.question import Cannot, Misunderstood
from bot.questions.question_types import NAMED
from bot.questions.words.persons import with_person
from bot.questions.words.recognise import Recognition
from bot.questions.words.vocabulary import vocabulary
from tests.support.likely import FILE, counted, labelled
from tests.support.phrasings import SATURDAY, Loaded, asked, rows

LEFT_OUT = ("round_six.tsv", "round_twelve.tsv", "labelled.tsv")

OFFERED = """
the zorbly digests that we get in this channel             | subscriptions
how zorbled is the data you answer from                    | data
zorbly customers, whose numbers went downhill              | fleet
"""


@pytest.mark.parametrize("line", OFFERED.strip().splitlines())
def test_what_was_not_read_offers_the_questions_that_are_asked_in_such_words(line: str) -> None:
    text, _, question = (cell.strip() for cell in line.partition("|"))
    refusal = asked(text)
    assert isinstance(refusal, Misunderstood | Cannot)
    assert question in refusal.choices
    assert f"`{question}`" in refusal.sentence
    assert refusal.suggestion != question  # beside what was recognised, never in its place


def test_nothing_is_offered_that_is_the_opposite() -> None:
    refusal = asked("zorble the failures, but without the blocked ones in it")
    assert isinstance(refusal, Misunderstood | Cannot)
    assert "Nearest" not in refusal.sentence


def test_one_of_the_two_is_right_for_nine_in_ten_questions_of_lists_that_were_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held_out = {row.text: row.kinds for name in LEFT_OUT for row in rows(name)}
    data = json.loads(counted({text: kinds for text, kinds in labelled().items() if text not in held_out}))
    monkeypatch.setattr(words, "_counts", lambda: words.Counts.of(data))
    recognition = Recognition(vocabulary(), load(), Moment(SATURDAY, ZoneInfo("UTC")), Loaded())
    promised = {text: kinds for text, kinds in labelled().items() if text in held_out}
    recognised = {text: with_person(recognition.read(text), recognition) for text in promised}
    offered = {text: near for text, sentence in recognised.items() if (near := words.kinds_near(sentence))}
    found = sum(bool({*near} & {*promised[text]}) for text, near in offered.items())
    assert len(offered) >= 0.9 * len(promised), f"{len(offered)} of {len(promised)}"
    assert found >= 0.9 * len(offered), f"{found} of {len(offered)}"


def test_every_kind_that_is_counted_is_a_question() -> None:
    counts = json.loads(FILE.read_text("utf-8"))
    assert counts["questions"].keys() <= NAMED.keys()
    assert {kind for of in counts["words"].values() for kind in of} <= counts["questions"].keys()
