"""Questions that are offered where nothing was read: those whose askers use such words."""

import json
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.catalogue import load
from bot.questions import likely as words
from bot.questions.dates.calendar import Moment
from bot.questions.question import Cannot, Misunderstood
from bot.questions.question_types import NAMED
from bot.questions.words.reader import DOUBTFUL
from bot.questions.words.recognition.persons import with_person
from bot.questions.words.recognition.recognise import Recognition, Sentence
from bot.questions.words.recognition.vocabulary import vocabulary
from tests.support.heard import heard
from tests.support.likely import FILE, labelled, learned
from tests.support.phrasings import SATURDAY, Loaded, asked, rows

LEFT_OUT = ("round_six.tsv", "round_twelve.tsv", "labelled.tsv")

OFFERED = """
how zorbled is the data that you have                       | data
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


def _read(text: str) -> Sentence:
    recognition = Recognition(vocabulary(), load(), Moment(SATURDAY, ZoneInfo("UTC")), Loaded())
    return with_person(recognition.read(text), recognition)


@pytest.fixture
def held_out_of_it(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], Sentence]]:
    """The kinds and the words of the questions of some lists, with the counts of all others."""
    held_out = {row.text for name in LEFT_OUT for row in rows(name)}
    others = labelled() | heard()
    data = json.loads(learned({text: kinds for text, kinds in others.items() if text not in held_out}))
    weights = words.Learned(**data)
    monkeypatch.setattr(words, "_learned", lambda: weights)
    recognition = Recognition(vocabulary(), load(), Moment(SATURDAY, ZoneInfo("UTC")), Loaded())
    promised = {text: kinds for text, kinds in labelled().items() if text in held_out and words.NO_ANSWER not in kinds}
    return [(kinds, with_person(recognition.read(text), recognition)) for text, kinds in promised.items()]


def test_one_of_the_two_is_right_for_nine_in_ten_of_those_that_are_offered_something(
    held_out_of_it: list[tuple[tuple[str, ...], Sentence]],
) -> None:
    offered = [(kinds, near) for kinds, sentence in held_out_of_it if (near := words.kinds_near(sentence))]
    found = sum(bool({*near} & {*kinds}) for kinds, near in offered)
    assert len(offered) >= 0.8 * len(held_out_of_it), f"{len(offered)} of {len(held_out_of_it)}"
    assert found >= 0.9 * len(offered), f"{found} of {len(offered)}"


def test_a_wrong_reading_is_doubted_by_its_words(
    held_out_of_it: list[tuple[tuple[str, ...], Sentence]],
) -> None:
    others = [(kind, sentence) for kinds, sentence in held_out_of_it for kind in NAMED if kind not in kinds]
    wrong = [words.is_likely_another(kind, sentence) for kind, sentence in others]
    assert sum(wrong) >= 0.4 * len(wrong), f"{sum(wrong)} of {len(wrong)}"


@pytest.mark.usefixtures("held_out_of_it")
def test_a_right_reading_is_hardly_ever_doubted() -> None:
    """Of the lists that are left out of the counts, and that the reader reads."""
    read = [asked(row.text) for name in LEFT_OUT for row in rows(name)]
    doubted = [question for question in read if isinstance(question, Misunderstood) and DOUBTFUL in question.sentence]
    right = [question for question in read if question.kind in NAMED]
    assert len(doubted) <= 0.02 * len(right), f"{len(doubted)} of {len(right)}"


def test_who_names_a_question_is_not_doubted() -> None:
    words_of_another = "which digests come to this channel"
    assert words.is_likely_another("odd", _read(words_of_another))
    assert not words.is_likely_another("odd", _read(f"odd, {words_of_another}"))


def test_every_kind_that_is_learned_is_a_question_or_none() -> None:
    weights = json.loads(FILE.read_text("utf-8"))
    assert {*weights["kinds"]} <= {*NAMED, words.NO_ANSWER}
    assert {len(each) for each in (weights["alone"], *weights["words"].values())} == {len(weights["kinds"])}
