"""Answers travel: what one weighs depends on what it says, not on how much is loaded."""

import pickle
from datetime import timedelta

import pytest

from bot.analysis.people.person_search import Matching
from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.questions import question as q
from bot.questions.grammar import parse
from bot.reports.snapshot import Snapshot
from bot.service.answers.answerer import Request
from bot.service.answers.table import answerer
from tests.support.asking import NOW, asker
from tests.support.frames import snapshot

ROOM = 500  # bytes: longer numbers, longer names of a day


def _filled(people: int) -> Snapshot:
    """One person who fails, among so many who got through."""
    attempts = ["at | user | result | detail", "2017-02-28 10:00 | dana | Failed | failed.no_license"]
    others = [NOW - timedelta(days=1, seconds=number) for number in range(people)]
    attempts += [f"{at:%Y-%m-%d %H:%M:%S} | user{n:06} | Succeeded | succeeded" for n, at in enumerate(others)]
    registered = [
        "at | user | datum",
        *(f"{at:%Y-%m-%d %H:%M:%S} | user{n:06} | Mobile Phone" for n, at in enumerate(others)),
    ]
    return snapshot("\n".join(attempts), "\n".join(registered))


FEW, MANY = _filled(50), _filled(5_000)


def _weight(words: str, taken: Snapshot, *, whole: bool) -> int:
    question = parse(words, now=NOW, zone=asker(Role.ADMIN).zone, catalogue=load())
    assert not isinstance(question, q.Misunderstood)
    request = Request(taken, load(), asker(Role.ADMIN), NOW, Matching.WORDS, None, whole)
    return len(pickle.dumps(answerer(question).ask(question, request)))


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        "help",
        "fix SSPR_0029",
        "status dana@contoso.com",
        "failures 7d",
        "failures 7d by cause",
        "registrations 7d",
        "stuck",
        "trend 7d",
        "compare 7d",
        "data",
        "rollout",
        "digest preview since 7d",
    ],
)
def test_an_answer_does_not_grow_with_the_snapshot(words: str, whole: bool) -> None:
    assert _weight(words, MANY, whole=whole) < _weight(words, FEW, whole=whole) + ROOM
