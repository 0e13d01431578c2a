"""The people behind a digest's cases, each counted and listed once."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from bot.analysis.answers import Case, CaseState
from bot.analysis.digest import DigestAnswer

_USER: Final = attrgetter("user")
OTHERWISE = "by an unlock, a known password or account recovery"  # how one gets in again without a reset


def users(cases: Iterable[Case]) -> set[str]:
    """The different people of some cases."""
    return set(map(_USER, cases))


def newest_per_person(cases: Iterable[Case]) -> list[Case]:
    """The newest case of each person; the cases come oldest first."""
    every = list(cases)
    return list(dict(zip(map(_USER, every), every, strict=True)).values())


def failing_again(answer: DigestAnswer) -> set[str]:
    """Those who failed once more after they had recovered: they are not listed as recovered, too."""
    new = (case for group in answer.new for case in group.cases if case.state is CaseState.OPEN)
    return users(new) | users(answer.back_again)
