"""How long it takes until success: the half first, the curve, how many failures it took, and each cause or method."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.analysis.cases.time_to_success import SHORTEST, TimeToSuccess
from bot.analysis.journeys.time_taken import CurvePoint, TimeAnswer, TimeGroup
from bot.render.answers.failures import filtered
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import time, words
from bot.render.blocks.native_chart import chart
from bot.render.blocks.wording import count, during, first_of, left_of, listing, strangers, without
from bot.render.lines import coverage
from bot.render.lines.until_success import half_within
from bot.reports.window import span

_SHOWN = 5
_TIMES = {1: "once", 2: "twice"}
_MEANS = (
    "From a person's first failure to their own success. Cases still open count as far as they have come; a reset by an"
    " admin ends a case without success."
)
_BRACKETS = " In brackets the 95 % interval."


def message(answer: TimeAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """Render the answer to `time`."""
    verdict = _verdict(answer, zone)
    blocks: list[Block] = [section("\n".join([verdict, *_facts(answer)]))]
    if answer.curve:
        blocks.append(_curve(answer.curve))
    if answer.groups:
        lines = [_line(group, answer.by) for group in first_of(answer.groups, _SHOWN)]
        blocks.append(listed(f"*By the {words(answer.by)} of the first failure*", lines, len(answer.groups)))
    blocks.append(
        context(
            strangers(answer.strangers),
            f"{_MEANS}{_BRACKETS if answer.whole else ''}",
            coverage.line(answer.coverage, zone),
        )
    )
    return assemble(
        verdict, blocks, answer_buttons(token, *([SHARE, ALL] if left_of(answer.groups, _SHOWN) else [SHARE]))
    )


def all_rows(answer: TimeAnswer) -> tuple[list[str], int]:
    """Every cause or method, one line each."""
    lines = [_line(group, answer.by) for group in answer.groups]
    return lines, len(lines)


def _verdict(answer: TimeAnswer, zone: tzinfo) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *How long it takes cannot be told.* {coverage.NOTHING_LOADED}"
    length = max(answer.window.length, SHORTEST)
    within = f"in the {span(length)} up to {time(answer.window.end, zone)}"
    when = f"{within if length > answer.window.length else words(during(answer.window))}{filtered(answer.filters)}"
    opened = f"{count(answer.cases, 'case')} opened {when}"
    if answer.whole is None:
        return f"{icons.INFO} *Too few cases to tell how long it takes*: {opened}."
    return f"{icons.INFO} *{_half(answer.whole)}* from the first failure on, of {opened}."


def _half(found: TimeToSuccess) -> str:
    within = half_within(found)
    return f"Half succeed {within}" if within else "Not half have succeeded yet"


def _facts(answer: TimeAnswer) -> Iterator[str]:
    named = not answer.window.label.startswith("the last ")
    if named and answer.window.length < SHORTEST and not coverage.is_empty(answer.coverage):
        yield f"You asked for less than {span(SHORTEST)}, which says too little: time before it is counted, too."
    if answer.whole and answer.whole.still_open is not None:
        by_admin = answer.whole.reset_by_admin
        helped = f", {by_admin:,} reset by an admin." if by_admin else "; what is loaded shows no reset by an admin."
        yield f"{answer.whole.still_open:,} still open{helped}"
    if answer.failures:
        said = [
            f"{cases:,} had failed {_TIMES.get(number, f'{number:,} times or more')}"
            for number, cases in answer.failures
        ]
        yield f"Of those who succeeded, {listing(said)}."


def _curve(curve: Sequence[CurvePoint]) -> Block:
    """The share that has succeeded by then, with its interval."""
    curve = curve[: limits.CHART_POINTS]
    shares = {
        "Succeeded": [round(100 * point.share) for point in curve],
        "At least": [round(100 * point.interval.low) for point in curve],
        "At most": [round(100 * point.interval.high) for point in curve],
    }
    return chart("line", "Succeeded, in percent of all cases", shares, [f"after {span(one.after)}" for one in curve])


def _line(group: TimeGroup, by: str) -> str:
    half = _half(group.time) if group.time else "too few to tell"
    return f"• *{words(group.label or without(by))}*: {count(group.cases, 'case')}; {half[:1].lower()}{half[1:]}"
