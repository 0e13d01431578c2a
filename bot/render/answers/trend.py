"""Day by day, and two windows side by side: better or worse, and in what."""

from collections.abc import Iterator
from datetime import tzinfo

from bot.analysis.answers import Counts, Group, TrendPoint
from bot.analysis.compare import CompareAnswer
from bot.analysis.trend import TrendAnswer
from bot.render.answers import coverage
from bot.render.answers.failures import rates
from bot.render.blocks import icons
from bot.render.blocks.bar_chart import days, preformatted
from bot.render.blocks.blocks import context, fields, listed, section
from bot.render.blocks.compose import SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, time, words
from bot.render.blocks.wording import compared, count, during, first_upper, people, percent
from bot.reports.window import span

_CAUSES = 8
_SAME = 0.02  # two points of success rate either way are no direction


def trend(answer: TrendAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """The answer to `trend`."""
    shown = answer.at_newest if answer.at_newest and not answer.counts.attempts else answer
    verdict = _trend_verdict(answer, shown, zone)
    blocks = [section(verdict), *_trend_body(shown)]
    blocks.append(context(_unfinished(shown.counts), coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, SHARE))


def direction(points: tuple[TrendPoint, ...]) -> str:
    """Whether the success rate of the later half is better than that of the earlier one; "" when it cannot be said."""
    middle = len(points) // 2
    earlier, later = _rate(points[:middle]), _rate(points[middle:])
    if earlier is None or later is None:
        return ""
    if abs(later - earlier) < _SAME:
        return f"steady at about {percent(later)}"
    return f"{'getting better' if later > earlier else 'getting worse'}: {percent(earlier)}, then {percent(later)}"


def _rate(points: tuple[TrendPoint, ...]) -> float | None:
    attempts = sum(point.attempts for point in points)
    return sum(point.succeeded for point in points) / attempts if attempts else None


def _trend_verdict(answer: TrendAnswer, shown: TrendAnswer, zone: tzinfo) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No trend can be shown.* {coverage.NOTHING_LOADED}"
    when = words(during(answer.window))
    if not shown.counts.attempts:
        return f"{icons.INFO} *No attempts at all* {when} in the loaded data. That is no all-clear."
    if shown is not answer and answer.coverage.last:
        newest = f"the newest row is from {time(answer.coverage.last, zone)}"
        when = f"in the {span(shown.window.length)} up to it"
        before = f"{icons.INFO} No attempts {words(during(answer.window))}: {newest}. "
    else:
        before = ""
    way = direction(shown.points)
    return (
        f"{before}*{percent(shown.counts.success_rate)} of {count(shown.counts.attempts, 'attempt')} succeeded* {when}"
        f"{f', {way}' if way else ''}."
    )


def _trend_body(answer: TrendAnswer) -> Iterator[Block]:
    if not answer.counts.attempts:
        return
    yield section(f"{bold('Failed attempts a day')}\n{preformatted(days(answer.points))}")
    facts = [
        ("Failed", f"{count(answer.counts.failures, 'attempt')}, {people(answer.counts.failing_people)}"),
        ("Unfinished", count(answer.counts.unfinished, "attempt")),
    ]
    if answer.tries_per_success is not None:
        facts.append(("Attempts until a success", f"{answer.tries_per_success:.1f} on average"))
    if answer.median_time_to_success is not None:
        facts.append(("From failure to success", f"{span(answer.median_time_to_success)} (median)"))
    yield fields(facts)


def _unfinished(counts: Counts) -> str:
    return f"{counts.in_progress:,} attempts may still be going on." if counts.in_progress else ""


def compare(answer: CompareAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """The answer to `compare`."""
    verdict = _compare_verdict(answer)
    blocks = [section(verdict)]
    if answer.counts.attempts or answer.previous.attempts:
        blocks.append(
            fields([_side(answer.window.label, answer.counts), _side(answer.previous_window.label, answer.previous)])
        )
    if answer.groups:
        lines = [_group(group) for group in answer.groups[:_CAUSES]]
        blocks.append(listed(bold("Failed attempts by cause, largest change first"), lines, len(answer.groups)))
    gap = "" if answer.previous_covered else f"{icons.WARNING} The loaded data does not cover all of the earlier time."
    blocks.append(context(gap, coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, SHARE))


def _compare_verdict(answer: CompareAnswer) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *Nothing can be compared.* {coverage.NOTHING_LOADED}"
    now, then = answer.counts, answer.previous
    when, before = words(during(answer.window)), words(during(answer.previous_window))
    if not now.attempts and not then.attempts:
        return f"{icons.INFO} *No attempts at all* {when} nor {before} in the loaded data. That is no all-clear."
    difference = compared(now.failures - then.failures, before)
    change = f"*{count(now.failures, 'failed attempt')}* {when}, {difference}."
    if now.success_rate is None or then.success_rate is None:
        return change
    return f"{change} Success rate {percent(now.success_rate)}, was {percent(then.success_rate)}."


def _side(label: str, counts: Counts) -> tuple[str, str]:
    failed = f"{count(counts.failures, 'failed attempt')} by {people(counts.failing_people)}"
    return words(first_upper(label)), f"{failed}\n{rates(counts) or 'No attempts'}"


def _group(group: Group) -> str:
    return f"• *{words(group.label or '(none)')}*: {group.attempts:,}, {compared(group.change)} ({group.previous:,})"
