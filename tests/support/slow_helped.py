"""A slow, obvious twin of `helped`: one case after another, one end after another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.analysis.journeys.helped import Act
from bot.reports.window import Window
from tests.support.oracle import Helped, SlowCase, Tried, cases

Other = tuple[str, timedelta, str]
WEEK, MONTH, QUARTER = timedelta(days=7), timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True)
class Waited:
    """One case: how long it lasted or has lasted, how it ended, and when it was done while they waited."""

    user: str
    began: datetime
    ended: datetime
    end: str  # "open", "success" or "admin"
    done: datetime | None
    before: bool  # it had been done before the case

    @property
    def without(self) -> Other:
        """Who waited how long without it, and how that ended."""
        if self.done and self.done < self.ended:
            return self.user, self.done - self.began, "open"
        return self.user, self.ended - self.began, self.end


@dataclass(frozen=True)
class SlowGroup:
    """What is counted of one cause and one thing done."""

    people: int
    succeeded: int
    pending: int
    expected: float | None
    others: float


def groups(
    rows: Sequence[Tried], resets: Sequence[Helped], acts: Iterable[Act], window: Window, now: datetime
) -> dict[tuple[str, datetime | None, str], SlowGroup]:
    """Every group with anybody in it."""
    begin = window.start - QUARTER
    looked = [row for row in rows if begin - MONTH <= row.at < window.end + WEEK]
    if not looked:
        return {}
    until = max([*(row.at for row in rows if row.at <= now), *(row.ended for row in looked)])
    newest = min(until, window.end + WEEK)
    every = [case for case in cases(looked, resets=resets) if case.rows[0].at >= begin]
    kinds: dict[tuple[str, datetime | None], list[Act]] = {}
    for act in acts:
        if act.at < window.end:
            kinds.setdefault((act.what, None if act.user else act.at), []).append(act)
    found = {}
    for (what, when), same in kinds.items():
        for cause in sorted({case.cause for case in every}):
            mine = [act for act in same if act.cause in ("", cause)]
            waited = [_waited(case, mine, newest) for case in every if case.cause == cause]
            group = _group(waited, window, newest) if mine else None
            if group:
                found[what, when, cause] = group
    return found


def _waited(case: SlowCase, acts: Sequence[Act], newest: datetime) -> Waited:
    began, ended, end = case.rows[0].at, newest, "open"
    if case.closed_at and case.closed_at <= newest:
        ended = case.closed_at
        end = "admin" if case.helped and case.helped.kind == "admin reset" else "success"
    times = sorted(act.at for act in acts if act.user in ("", case.user))
    return Waited(
        case.user,
        began,
        ended,
        end,
        next((at for at in times if at > began), None),
        any(at <= began for at in times),
    )


def _group(waited: Sequence[Waited], window: Window, newest: datetime) -> SlowGroup | None:
    first: dict[str, Waited] = {}
    for one in sorted(waited, key=lambda one: one.began):
        if (
            one.done
            and not one.before
            and window.start <= one.done < window.end
            and (one.done < one.ended or one.end == "open")
        ):
            first.setdefault(one.user, one)
    if not first:
        return None
    followed = [one for one in first.values() if one.done and one.done + WEEK <= newest]
    others = [one.without for one in waited if not one.before]
    pairs = [(one, *_expected(others, one.done - one.began)) for one in followed if one.done]
    matched = [pair for pair in pairs if pair[2]] or None
    counted = [pair[0] for pair in matched] if matched else followed
    good = sum(one.end == "success" and one.ended <= one.done + WEEK for one in counted if one.done)
    ages = [one.done - one.began for one in counted if one.done]
    rate = sum(rate for _, rate, _ in matched) / len(matched) if matched else None
    return SlowGroup(len(counted), good, len(first) - len(followed), rate, _worth(others, ages, rate))


def _worth(others: Sequence[Other], ages: Sequence[timedelta], rate: float | None) -> float:
    """The votes that the mean share is worth: each person's influence is what the mean moves with their weight."""
    if rate is None:
        return 0
    people = sorted({user for user, _, _ in others})
    step = 1e-5
    variance = 0.0
    for person in people:
        more, less = (
            sum(_expected(others, age, {person: 1 + sign * step})[0] for age in ages) / len(ages) for sign in (1, -1)
        )
        variance += ((more - less) / (2 * step)) ** 2
    there = {user for user, length, _ in others if length > min(ages)}
    return min(rate * (1 - rate) / variance, len(there)) if variance > 1e-12 else len(there)


def _expected(
    others: Sequence[Other], age: timedelta, weights: Mapping[str, float] = MappingProxyType({})
) -> tuple[float, int]:
    """The share of those left at an age who succeed within a week more, and how many are followed so far."""
    left_then = [one for one in others if one[1] > age]
    known = sum(end != "open" or length >= age + WEEK for _, length, end in left_then)
    left, share = 1.0, 0.0
    for time in sorted({length for _, length, end in left_then if end != "open" and length <= age + WEEK}):
        at_risk = sum(weights.get(user, 1) for user, length, _ in left_then if length >= time)
        ended = [(weights.get(user, 1), end) for user, length, end in left_then if length == time and end != "open"]
        share += left * sum(weight for weight, end in ended if end == "success") / at_risk
        left *= 1 - sum(weight for weight, _ in ended) / at_risk
    return share, known
