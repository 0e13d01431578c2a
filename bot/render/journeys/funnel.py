"""Where people leave the reset page: the stages as a picture, the methods or groups that lose most, who came back."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Final

from bot.analysis.journeys.funnel import FunnelAnswer, FunnelGroup, StageCount, most_lost
from bot.analysis.statistics.proportion import Interval
from bot.render.answers.failures import filtered
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import time, words
from bot.render.blocks.native_chart import chart
from bot.render.blocks.wording import count, during, first_of, left_of, people, percent, strangers
from bot.render.lines import coverage
from bot.reports.window import span

_SHOWN = 5
_LABELS: Final = {
    "user_id": "entered a user ID",
    "options": "saw the options",
    "started": "started a method",
    "passed": "passed that method",
    "verified": "passed all",
    "password": "chose a new password",
    "done": "done",
}
_AT: Final = {
    "user_id": "right after the user ID and before any option",
    "options": "at the choice of a method",
    "started": "in the middle of a method",
    "passed": "between two methods or before the last check",
    "verified": "before the new password",
    "password": "at the new password",
}
_MEANS = (
    "Each stage counts attempts that surely came so far; in brackets the 95 % interval of the share that ended there,"
    " whether the person left or was refused."
    " A method given up for another within one attempt does not show in these reports."
)


def message(answer: FunnelAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """Render the answer to `funnel`."""
    verdict, shown = _verdict(answer, zone), not_empty(answer)
    blocks: list[Block] = [section("\n".join([verdict, *_facts(shown)]))]
    if shown.attempts:
        if shown.stages:
            blocks += [_stages(shown.stages), listed("", [_ended(stage) for stage in shown.stages if stage.left])]
        blocks += _groups(shown)
    notes = " ".join([*([_MEANS] if shown.stages else []), *_doubts(shown)])
    blocks.append(context(notes, strangers(shown.strangers), coverage.line(answer.coverage, zone)))
    kinds = [SHARE, ALL] if left_of(shown.groups, _SHOWN) else [SHARE]
    return assemble(verdict, blocks, answer_buttons(token, *kinds))


def all_rows(answer: FunnelAnswer) -> tuple[list[str], int]:
    """Every method, role or domain, one line each."""
    lines = [_line(one, answer.by) for one in not_empty(answer).groups]
    return lines, len(lines)


def not_empty(answer: FunnelAnswer) -> FunnelAnswer:
    """The answer to show: where the window holds nothing at all, that of the newest rows."""
    return answer.at_newest if answer.at_newest and not answer.attempts else answer


def _verdict(answer: FunnelAnswer, zone: tzinfo) -> str:
    when = f"{words(during(answer.window))}{filtered(answer.filters)}"
    worst, clear = most_lost(answer.stages)
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *Where people leave cannot be told.* {coverage.NOTHING_LOADED}"
    if not answer.attempts:
        whose = " in the directory's list" if answer.strangers else ""
        text = f"{icons.INFO} *Nobody{whose} tried* {when} in the loaded data."
    elif worst:
        where = _AT.get(worst.stage, words(worst.stage))
        text = f"{icons.INFO} *Attempts are lost most {where}* {when}: {_left(worst)}."
        if not clear:
            most = f"more ended {where} than elsewhere, {_left(worst)}, and that may be chance"
            text = f"{icons.INFO} *Too few to tell where attempts are lost most* {when}: {most}."
    elif not answer.stages:
        text = f"{icons.INFO} *Where attempts without success end is not shown* {when}."
    else:
        icon = icons.OK if coverage.is_whole(answer.coverage) and not answer.strangers else icons.INFO
        text = f"{icon} *None is known to have ended without success* {when}: {count(answer.attempts, 'attempt')}."
    newest, last = answer.at_newest, answer.coverage.last
    if newest and last and newest.attempts != answer.attempts:
        found = f"*{count(newest.attempts, 'attempt')}*"
        text += f" The newest row is from {time(last, zone)}; in the {span(newest.window.length)} up to it: {found}."
    return text


def _left(stage: StageCount) -> str:
    known = "" if stage.known == stage.reached else " and say whether they went on"
    return f"{stage.left:,} of {stage.known:,} attempts that came so far{known}{_within(stage.interval)}"


def _facts(answer: FunnelAnswer) -> Iterator[str]:
    if answer.attempts:
        done = f", {_done(answer):,} done" if answer.stages else ""
        yield f"{count(answer.attempts, 'attempt')} by {people(answer.people)}{done}."
    if answer.ended and answer.stages:
        ended = count(answer.ended, "attempt")
        again = f"{answer.again:,} {'was' if answer.again == 1 else 'were'} followed by another try of the same person"
        yield (
            f"{icons.AGAIN} Of {ended} without success, a day or more before the newest row, {again} within a day,"
            f" {answer.done_then:,} by a success."
        )


def _done(answer: FunnelAnswer) -> int:
    return next((stage.reached for stage in answer.stages if stage.stage == "done"), 0)


def _stages(stages: Sequence[StageCount]) -> Block:
    """How many attempts surely came so far."""
    stages = stages[: limits.CHART_POINTS]
    labels = [_LABELS.get(stage.stage, stage.stage) for stage in stages]
    return chart("bar", "Attempts that came so far", {"Attempts": [stage.reached for stage in stages]}, labels)


def _ended(stage: StageCount) -> str:
    label = words(_LABELS.get(stage.stage, stage.stage))
    known = "" if stage.known == stage.reached else f" of the {stage.known:,} that say whether they went on"
    return f"• {label}: {stage.reached:,} came so far, {stage.left:,}{known} ended there{_within(stage.interval)}"


def _within(interval: Interval | None) -> str:
    return f" ({percent(interval.low)} to {percent(interval.high)})" if interval else ""


def _groups(answer: FunnelAnswer) -> Iterator[Block]:
    if answer.groups:
        most = "most lost first" if answer.by == "method" else "most without success first"
        yield listed(
            f"*By {words(answer.by)}, {most}*",
            [_line(one, answer.by) for one in first_of(answer.groups, _SHOWN)],
            len(answer.groups),
        )


def _line(one: FunnelGroup, by: str) -> str:
    verb = "passed" if by == "method" else "done"
    return f"• *{words(one.key or '(none)')}*: {one.passed:,} of {one.started:,} {verb}{_within(one.interval)}"


def _doubts(answer: FunnelAnswer) -> Iterator[str]:
    if answer.unsaid and answer.stages:
        verb = "does" if answer.unsaid == 1 else "do"
        yield f"{count(answer.unsaid, 'attempt')} {verb} not say exactly where the end was: counted as far as known."
    if answer.in_progress:
        yield f"{count(answer.in_progress, 'attempt')} may still go on and are left out."
