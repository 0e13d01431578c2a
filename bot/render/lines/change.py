"""How a change is told: better or worse only where the test says so, with the interval."""

from collections.abc import Sequence
from datetime import date, tzinfo
from itertools import groupby
from math import ceil, floor

from bot.analysis.frames.policy_marks import PolicyMark
from bot.analysis.people.usual_day import UsualDay
from bot.analysis.people.usual_people import UsualPeople
from bot.analysis.statistics.change import Change, Verdict
from bot.analysis.statistics.proportion import Interval
from bot.render.blocks import icons
from bot.render.blocks.mrkdwn import time, words
from bot.render.blocks.native_chart import day_label
from bot.render.blocks.wording import and_more, count, first_of, people, percent, times_over

_MARKS = 3
_WHAT = 200

_SAYS = {
    Verdict.BETTER: "getting better",
    Verdict.WORSE: "getting worse",
    Verdict.SAME: "no clear change",
    Verdict.TOO_FEW: "too few to tell a change",
}
HOW = "By person and day: each person counts once a day. The span in brackets holds 95 times of 100."


def direction(change: Change | None) -> str:
    """Both rates, what may be said of them, and how far the difference is known; "" when a side is empty."""
    if change is None:
        return ""
    rates = f"{percent(change.earlier)}, then {percent(change.later)} by person and day"
    low, high = change.difference
    if change.verdict is Verdict.TOO_FEW and not low <= 0 <= high:  # of so few it would claim what the verdict denies
        return f"{_SAYS[change.verdict]}: {rates}"
    return f"{_SAYS[change.verdict]}: {rates} ({_points(change.difference)})"


def _points(between: Interval) -> str:
    """`3 to 17 points better`, `12 points worse to 9 better`."""
    low, high = (round(100 * bound) for bound in between)
    if low >= 0:
        return f"{low} to {high} points better"
    if high <= 0:
        return f"{-high} to {-low} points worse"
    return f"{count(-low, 'point')} worse to {high} better"


def marks(found: Sequence[PolicyMark], zone: tzinfo) -> list[str]:
    """Policy changes with what failed around each: one title, then a line each, the newest three.

    What the log has several times in a row within a minute stands once, with its number and with what failed around
    the newest of them.
    """
    if not found:
        return []
    same = groupby(found, lambda one: (one.at.replace(second=0, microsecond=0), one.what))
    rows = [(next(group), 1 + len(list(group))) for _, group in same]
    shown = first_of(rows, _MARKS)
    lines = [f"*{count(len(found), 'policy change')} in this time*; what came after one need not have come of it:"]
    lines += [
        f"• {time(one.at, zone)}: {words(one.what, _WHAT)}{times_over(times)}{_around(one, zone)}"
        for one, times in shown
    ]
    left = len(found) - sum(times for _, times in shown)
    return [*lines, *([and_more(left)] if left else [])]


def _around(one: PolicyMark, zone: tzinfo) -> str:
    before = f"{one.before:,} failed in the 24 hours before" if one.before is not None else ""
    after = f"{one.after:,} in the 24 hours after" if one.after is not None else ""
    incident = f"an incident began {time(one.incident_at, zone)}" if one.incident_at else ""
    said = ", ".join(filter(None, [before, after, incident]))
    return f" ({said})" if said else ""


def usual_by_then(one: UsualDay, zone: tzinfo) -> str:
    """`Mon 23 Nov up to 14:00: 12 people failed; 3 to 9 are usual by then (8 weeks)`, marked where it is not usual."""
    day = date.fromisoformat(one.day)
    until = one.until.astimezone(zone)
    by = f" up to {until:%H:%M}" if until.date() == day else ""
    span = _span(one.usual)
    marked = f"{icons.WARNING} *Unusual:* " if one.unusual else ""
    return (
        f"{marked}{day_label(day)}{by}: {people(one.people)} failed; {span} by then (same weekday, {one.weeks} weeks)."
    )


def usual(found: UsualPeople) -> str:
    """`8 to 25 are usual`."""
    return _span(found.usual)


def _span(usual: Interval) -> str:
    """The whole numbers within: what is just beyond is never among them."""
    low, high = ceil(usual.low), floor(usual.high)
    return f"{low:,} to {high:,} are usual" if low < high else f"{low:,} is usual"
