from collections.abc import Callable
from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.privacy import Role
from bot.render.blocks.message import Message
from bot.reports.snapshot import Snapshot
from bot.service.answers.answer_cache import AnswerCache, CachedAnswer
from bot.service.asker import Asker
from tests.support.frames import NOW, snapshot

UTC, TOKYO = ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo")
ONE = snapshot()


def _asked(cache: AnswerCache) -> Callable[..., object]:
    """Asks at NOW and so many seconds; the answer is how many were worked out before."""
    numbers = count()

    def ask(
        words: str,
        *,
        after: float = 0,
        zone: ZoneInfo = UTC,
        data: Snapshot = ONE,
        role: Role = Role.VIEWER,
        decided: int = 0,
    ) -> object:
        asker, at = Asker("U0VIC", role, None, zone), NOW + timedelta(seconds=after)
        made = lambda: CachedAnswer(next(numbers), Message("", ()), None, None)  # noqa: E731
        return cache.find(words, asker, data, at, made, decided).answer

    return ask


def test_the_same_words_in_the_same_second_are_worked_out_once() -> None:
    ask = _asked(AnswerCache())
    assert [ask("failures 7d"), ask("failures 7d", after=0.9)] == [0, 0]


def test_a_second_later_they_are_worked_out_again() -> None:
    ask = _asked(AnswerCache())
    assert [ask("failures 7d"), ask("failures 7d", after=1), ask("failures 7d", after=0.5)] == [0, 1, 2]


def test_other_words_and_another_zone_are_other_answers() -> None:
    ask = _asked(AnswerCache())
    assert [ask("failures 7d"), ask("trend 7d"), ask("failures 7d", zone=TOKYO)] == [0, 1, 2]


def test_who_sees_no_people_is_never_told_what_the_helpdesk_was() -> None:
    ask = _asked(AnswerCache())
    assert [ask("registrations 7d", role=Role.HELPDESK), ask("registrations 7d")] == [0, 1]


def test_a_decision_is_in_the_next_answer() -> None:
    ask = _asked(AnswerCache())
    assert [ask("stuck"), ask("stuck"), ask("stuck", decided=1), ask("stuck", decided=1)] == [0, 0, 1, 1]


def test_new_data_is_another_answer_and_lets_the_old_ones_go() -> None:
    ask = _asked(AnswerCache())
    assert [ask("trend 7d"), ask("trend 7d", data=snapshot()), ask("trend 7d")] == [0, 1, 2]
