"""What came after what was done: both shares, how far apart they may be, and never why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from itertools import groupby
from typing import Final

from bot.analysis.journeys.helped import FEWEST, Difference, HelpedAnswer, HelpedGroup
from bot.analysis.statistics.proportion import Interval
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import time, words
from bot.render.blocks.native_chart import chart
from bot.render.blocks.wording import count, during, first_of, first_upper, left_of, people, percent, times_over
from bot.render.lines import coverage

_SHOWN: Final = 5
_NAMES: Final = {
    "admin registered": "A method registered by an admin",
    "license changed": "A license changed",
    "acknowledged": "Acknowledged",
    "assigned": "Assigned",
    "closed": "Closed by hand",
}
_MEANS: Final = (
    "What came after is not what came of it: those it was done for may differ from the others, and other things happen"
    " in the same week. The others had the same cause and had waited as long without it. In brackets the 95 % interval."
)
_NO_LOG: Final = "What is loaded holds nothing that administrators did, so that only decisions on cases are known."


def message(answer: HelpedAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """Render the answer to `helped`."""
    verdict, lines = _verdict(answer), all_rows(answer, zone=zone)[0]
    blocks = [section(verdict), _picture(answer), *([listed("", first_of(lines, _SHOWN), len(lines))] if lines else [])]
    notes = [_MEANS] if lines else []
    blocks.append(context(*notes, *([] if answer.audit_log else [_NO_LOG]), coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, *([SHARE, ALL] if left_of(lines, _SHOWN) else [SHARE])))


def all_rows(answer: HelpedAnswer, *, zone: tzinfo) -> tuple[list[str], int]:
    """Everything that was done for people of one cause, one line each.

    A change that the log has several times within a minute, and of which the same is known, stands once with a number.
    """
    same = [list(group) for _, group in groupby(answer.groups, _in_its_minute)]
    lines = [f"• {_line(group[0], zone, len(group))}" for group in same]
    return lines, len(lines)


def _in_its_minute(one: HelpedGroup) -> HelpedGroup:
    return replace(one, at=one.at.replace(second=0, microsecond=0)) if one.at else one


def _picture(answer: HelpedAnswer) -> Block:
    """Both shares of what can be told, side by side; nothing where nothing can."""
    known = [one for one in answer.groups if one.difference][:_SHOWN]
    if not known:
        return {}
    after = [round(100 * one.succeeded / one.people) for one in known]
    beside = [round(100 * (one.expected or 0.0)) for one in known]
    shares = {"After it, %": after, "Without it, %": beside}
    return chart("bar", "Succeeded within 7 days", shares, [one.short or one.label for one in known])


def _verdict(answer: HelpedAnswer) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *What came of anything cannot be known.* {coverage.NOTHING_LOADED}"
    when = words(during(answer.window))
    known = [one for one in answer.groups if one.difference]
    if known:
        return f"{icons.INFO} *{first_upper('; '.join(_tally(known)))}* {when}."
    if answer.groups and not any(one.people for one in answer.groups):
        ends = "the data ends before the seven days after it"
        return f"{icons.INFO} *Nothing can be told yet of what is listed* {when}: {ends}."
    if answer.groups:
        few = f"it takes {FEWEST} people for whom it was done, and as many without it"
        return f"{icons.INFO} *Too few to tell what came of what is listed* {when}: {few}."
    done = f"{count(answer.acts, 'thing was', 'things were')} done, and nobody waited then" if answer.acts else ""
    return f"{icons.INFO} *Nothing to compare* {when}: {done or 'nothing is known to have been done'}."


def _tally(known: list[HelpedGroup]) -> Iterator[str]:
    """`After 1 thing that was done a larger share succeeded than without it`."""
    said = {
        Difference.MORE: "a larger share succeeded than without it",
        Difference.FEWER: "a smaller share succeeded than without it",
        Difference.UNCLEAR: "there was no clear difference",
    }
    for verdict, sentence in said.items():
        if number := sum(one.verdict is verdict for one in known):
            yield f"after {count(number, 'thing that was', 'things that were')} done {sentence}"


def _line(one: HelpedGroup, zone: tzinfo, times: int = 1) -> str:
    name = _NAMES.get(one.what, one.what)
    what = f"*{words(name)}*{f', {time(one.at, zone)}' if one.at else ''}{times_over(times)} ({words(one.label)})"
    more = " more" if one.people else ""
    pending = f" {people(one.pending)}{more}: the data ends before their seven days do." if one.pending else ""
    if not one.people:
        return f"{what}:{pending}"
    after = f"{one.succeeded:,} of {people(one.people)} succeeded within 7 days ({percent(one.succeeded / one.people)})"
    if one.difference is None:
        return f"{what}: {after}; too few to compare ({one.others:,} without it).{pending}"
    beside = f"without it {percent(one.expected)}, of about {one.others:,}"
    return f"{what}: {after}; {beside}: {_points(one.difference, one)}.{pending}"


def _points(between: Interval, one: HelpedGroup) -> str:
    """`48 points more (30 to 62)`, `no clear difference (12 points fewer to 9 more)`."""
    low, high = (round(100 * bound) for bound in between)
    step = round(100 * (one.succeeded / one.people - (one.expected or 0.0)))
    if one.verdict is Difference.MORE:
        return f"*{step} points more* ({low} to {high})"
    if one.verdict is Difference.FEWER:
        return f"*{-step} points fewer* ({-high} to {-low})"
    bounds = [f"{abs(bound)} points {'fewer' if bound < 0 else 'more'}" for bound in (low, high)]
    return f"no clear difference ({bounds[0]} to {bounds[1]})"
