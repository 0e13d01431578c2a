"""The people behind a digest's cases, each counted and listed once."""

from collections.abc import Iterable

from bot.analysis.answers import Case, CaseState
from bot.analysis.digest import DigestAnswer

OTHERWISE = "by an unlock, a known password or account recovery"  # how one gets in again without a reset


def users(cases: Iterable[Case]) -> set[str]:
    """The different people of some cases."""
    return {case.user for case in cases}


def newest_per_person(cases: Iterable[Case]) -> list[Case]:
    """The newest case of each person; the cases come oldest first."""
    return list({case.user: case for case in cases}.values())


def failing_again(answer: DigestAnswer) -> set[str]:
    """Those who failed once more after they had recovered: they are not listed as recovered, too."""
    new = (case for group in answer.new for case in group.cases if case.state is CaseState.OPEN)
    return users(new) | users(answer.back_again)
