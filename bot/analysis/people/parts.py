"""Parts of a crowd, for those who may not see people: said only where the part, and what is left, is of enough people.

Where attempts, resets or cases are counted and nobody beside them, fewer than enough of them are of too few people.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final


class TooFewError(Exception):
    """A number that the answer cannot be given without is about too few people."""


def few(least: int, *numbers: int) -> bool:
    """Whether one of the numbers is of somebody, and of too few."""
    return any(0 < number < least for number in numbers)


def of_crowds(value: Any, least: int) -> Any:
    """A value of an answer without parts of too few. Raises TooFewError where nothing is left of it."""
    rule = _RULES.get(type(value).__name__)
    return rule(value, least) if rule else value


def smallest(group: Any, least: int, size: int) -> int:
    """The size of a group as far as it may be shown: 1 where another number of it is of a few or leaves a few."""
    return 1 if few(least, *_NUMBERS.get(type(group).__name__, lambda _: ())(group)) else size


def outcomes(counts: Any, least: int) -> Any:
    """What became of attempts: all of it, or how many failed alone; of those without an end all together."""
    rest = counts.attempts - counts.succeeded - counts.failures
    if not counts.partial and few(least, counts.succeeded, rest, counts.fewest_people):
        return replace(counts, succeeded=0, unfinished=0, in_progress=0, unrecognised=0, partial=True)
    if not few(least, counts.unfinished, counts.in_progress, counts.unrecognised):
        return counts
    together = 0 if counts.unrecognised else counts.unfinished + counts.in_progress
    return replace(counts, unfinished=0 if few(least, together) else together, in_progress=0, unrecognised=0)


def _rates(answer: Any, least: int) -> Any:
    """No rate of an answer, and nothing that is worked out from one, where what became of the attempts is not said."""
    sides = [answer.counts, *([answer.previous] if hasattr(answer, "previous") else [])]
    if all(outcomes(side, least).partial == side.partial for side in sides):
        return answer
    more = {"tries_per_success": None} if hasattr(answer, "tries_per_success") else {}
    return replace(answer, change=None, calm=None, **more)


def _tried_again(answer: Any, least: int) -> Any:
    """Who came back: where all of it may be said."""
    ended, again, done = answer.ended, answer.again, answer.done_then
    said = few(least, answer.again_people, again, done, ended - again, ended - done, again - done)
    return replace(answer, ended=0, again=0, done_then=0) if said else answer


def _helped(answer: Any, least: int) -> Any:
    if not answer.groups and few(least, answer.acts):
        raise TooFewError
    return answer


def _admins(answer: Any, least: int) -> Any:
    """The administrators' accounts among those who reset; None: whether there are any is not said."""
    if not few(least, answer.admin_people, answer.admin_people and answer.people - answer.admin_people):
        return answer
    return replace(answer, admin_people=0, admin_resets=0, admins=(), admins_known=None)


def _two_data(answer: Any, least: int) -> Any:
    if not few(least, answer.two_data_people, answer.people - answer.two_data_people):
        return answer
    return replace(answer, two_data_people=None)


def _rollout(answer: Any, least: int) -> Any:
    """Without the days of the past where one of them, or its difference to what is said of today, is of a few."""
    past = (number for day in answer.history for number in (day.registered, day.enabled, day.capable, day.missing))
    return replace(answer, history=()) if few(least, answer.members.one_gate, *past) else answer


def _side(counts: Any, least: int) -> Any:
    """Without the numbers that give away a few who may not reset, or whom the directory alone calls able."""
    able, rest = counts.able, counts.enabled - counts.able - counts.missing
    hidden: dict[str, int] = {}
    if few(least, rest, rest + counts.people - counts.enabled, counts.people - counts.enabled):
        hidden |= {"people": 0, "enabled": 0}
    if few(least, counts.registered - able, counts.registered - counts.capable, counts.people - counts.registered):
        hidden |= {"registered": 0}
    if few(least, counts.one_gate, counts.one_gate and able):
        hidden |= {"capable": able, "one_gate": 0}
    return replace(counts, **hidden, unsaid=tuple(hidden)) if hidden else counts


def _risk(found: Any, least: int) -> Any:
    if few(least, found.one - found.one_failed, found.more - found.more_failed):
        raise TooFewError
    return found


def _cutoffs(answer: Any, least: int) -> Any:
    """Of those whose methods are listed; how many are administrators where it, and the rest, is of many."""
    lost, admins = len(answer.losing), sum(one.admin for one in answer.losing)
    unlisted = answer.unlisted if few(least, answer.unlisted) else 0
    people = answer.people - unlisted
    if unlisted:
        answer = replace(answer, people=people, unlisted=0)
    if lost and few(least, people - lost):
        answer = replace(answer, people=0)
    if few(least, admins, admins and lost - admins):
        answer = replace(answer, losing=tuple(replace(one, admin=False) for one in answer.losing))
    return answer


def _time(answer: Any, least: int) -> Any:
    """How cases ended, and the curve, which gives away how many did."""
    whole = answer.whole
    if whole is None:
        return answer
    succeeded = whole.cases - whole.still_open - whole.reset_by_admin
    if few(least, succeeded, whole.cases - succeeded):
        answer = replace(answer, curve=(), failures=())
    if few(least, succeeded, whole.still_open, whole.reset_by_admin):
        answer = replace(answer, whole=replace(whole, still_open=None, reset_by_admin=None))
    return answer


_RULES: Final[dict[str, Callable[[Any, int], Any]]] = {
    "Counts": outcomes,
    "TrendAnswer": _rates,
    "CompareAnswer": _rates,
    "FunnelAnswer": _tried_again,
    "HelpedAnswer": _helped,
    "ResetsAnswer": _admins,
    "RegistrationsAnswer": _two_data,
    "RolloutAnswer": _rollout,
    "RolloutCounts": _side,
    "OneMethodRisk": _risk,
    "CutoffsAnswer": _cutoffs,
    "TimeAnswer": _time,
}
_NUMBERS: Final[dict[str, Callable[[Any], tuple[int, ...]]]] = {
    "Group": lambda one: (one.previous,),
    "TrendPoint": lambda one: (one.failures, one.succeeded, one.failing_people),
    "FunnelGroup": lambda one: (one.passed, one.started - one.passed),
    "HelpedGroup": lambda one: (one.succeeded, one.people - one.succeeded, one.others, one.pending),
}
