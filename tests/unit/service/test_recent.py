from collections.abc import Callable
from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import load
from bot.questions.grammar import parse
from bot.service.recent import Recent
from tests.support.frames import NOW, snapshot

ZONE = ZoneInfo("UTC")
ONE = snapshot()
Ask = Callable[..., object]


def _asked(recent: Recent) -> Ask:
    """Asks at NOW and so many seconds; the answer is how many were worked out before."""
    numbers = count()

    def ask(words: str, *, after: float = 0, zone: ZoneInfo = ZONE, data: object = ONE) -> object:
        question = parse(words, now=NOW, zone=zone, catalogue=load())
        at = NOW + timedelta(seconds=after)
        return recent.answer(words, question, snapshot=data, zone=zone, now=at, ask=lambda: next(numbers))  # type: ignore[arg-type]

    return ask


def test_the_same_words_in_the_same_second_are_worked_out_once() -> None:
    ask = _asked(Recent())
    assert [ask("failures 7d"), ask("failures 7d", after=0.9)] == [0, 0]


def test_a_second_later_they_are_worked_out_again() -> None:
    ask = _asked(Recent())
    assert [ask("failures 7d"), ask("failures 7d", after=1), ask("failures 7d", after=0.5)] == [0, 1, 2]


def test_other_words_another_zone_and_other_data_are_other_answers() -> None:
    ask = _asked(Recent())
    assert [
        ask("stuck"),
        ask("trend 7d"),
        ask("stuck", zone=ZoneInfo("Asia/Tokyo")),
        ask("stuck", data=snapshot()),
    ] == [0, 1, 2, 3]


def test_answers_from_old_data_are_let_go() -> None:
    recent = Recent()
    ask = _asked(recent)
    assert [ask("stuck"), ask("stuck", data=snapshot()), ask("stuck")] == [0, 1, 2]


def test_what_is_about_one_person_is_never_kept() -> None:
    ask = _asked(Recent())
    assert [ask("status dana@contoso.com"), ask("status dana@contoso.com")] == [0, 1]
