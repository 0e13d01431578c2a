"""Day by day, and two windows side by side: better or worse, and in what."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.analysis.answers import Counts, Group
from bot.analysis.cases.time_to_success import TimeToSuccess
from bot.analysis.compare import CalmSides, CompareAnswer
from bot.analysis.incidents import Incident
from bot.analysis.trend import Calm, TrendAnswer
from bot.render.answers.failures import filtered, rates
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, fields, listed, section
from bot.render.blocks.compose import SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, time, words
from bot.render.blocks.native_chart import daily
from bot.render.blocks.wording import (
    and_more,
    count,
    during,
    first_of,
    first_upper,
    left_of,
    people,
    percent,
    strangers,
)
from bot.render.cases.incidents import burst
from bot.render.lines import coverage
from bot.render.lines.change import HOW, direction, marks, usual, usual_by_then
from bot.render.lines.until_success import half_within
from bot.reports.coverage import quiet
from bot.reports.window import Window, span

_CAUSES = 8
_INCIDENTS = 3


def trend(answer: TrendAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """The answer to `trend`."""
    shown = answer.at_newest if answer.at_newest and not answer.counts.attempts else answer
    verdict = _trend_verdict(answer, shown, zone)
    blocks = [section(verdict), *_trend_body(shown, zone)]
    notes = [_unfinished(shown.counts), strangers(shown.strangers), HOW if shown.change else ""]
    blocks.append(context(*notes, coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, SHARE))


def _trend_verdict(answer: TrendAnswer, shown: TrendAnswer, zone: tzinfo) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No trend can be shown.* {coverage.NOTHING_LOADED}"
    when = f"{words(during(answer.window))}{filtered(answer.filters)}"
    if not shown.counts.attempts:
        whose = "by anybody in the directory's list" if shown.strangers else "at all"
        return f"{icons.INFO} *No attempts {whose}* {when} in the loaded data. That is no all-clear."
    if shown is not answer and answer.coverage.last:
        newest = f"the newest row is from {time(answer.coverage.last, zone)}"
        before = f"{icons.INFO} No attempts {when}: {newest}. "
        when = f"in the {span(shown.window.length)} up to it"
    else:
        before = ""
    way = direction(shown.change)
    tried = count(shown.counts.attempts, "attempt")
    if shown.counts.success_rate is None:
        return f"{before}*{tried}* {when}{f', {way}' if way else ''}."
    return f"{before}*{percent(shown.counts.success_rate)} of {tried} succeeded* {when}{f', {way}' if way else ''}."


def _trend_body(answer: TrendAnswer, zone: tzinfo) -> Iterator[Block]:
    if not answer.counts.attempts:
        return
    if answer.calm and answer.incidents:
        yield section("\n".join(_incidents(answer.incidents, answer.calm, zone)))
    if answer.changes:
        yield section("\n".join(marks(answer.changes, zone)))
    days = [(one.day, (one.failures, one.succeeded) if one.covered else None) for one in answer.points]
    part = [one.day for one in answer.points if not one.whole]
    yield from daily("Attempts", ("Failed", "Succeeded"), days, part=part)
    facts = [
        ("Failed", f"{count(answer.counts.failures, 'attempt')}, {people(answer.counts.failing_people)}"),
    ]
    if answer.counts.unfinished:
        facts.append(("Unfinished", count(answer.counts.unfinished, "attempt")))
    if answer.tries_per_success is not None:
        facts.append(("Attempts for each success", f"{answer.tries_per_success:.1f} on average"))
    if answer.time_to_success is not None:
        facts.append(("From failure to success", _waits(answer.time_to_success)))
    yield fields(facts)
    if answer.day:
        yield section(usual_by_then(answer.day, zone))


def _named(bursts: Sequence[Incident], zone: tzinfo) -> Iterator[str]:
    for one in first_of(bursts, _INCIDENTS):
        yield f"{icons.WARNING} *{words(one.cause.title)}*: {burst(one, zone)}."
    if left := left_of(bursts, _INCIDENTS):
        yield and_more(left, "incident")


def _incidents(bursts: Sequence[Incident], calm: Calm, zone: tzinfo) -> Iterator[str]:
    yield from _named(bursts, zone)
    if calm.counts.success_rate is not None:
        way = direction(calm.change)
        them = "that" if len(bursts) == 1 else "those"
        yield (
            f"Without {them}: {percent(calm.counts.success_rate)} of {count(calm.counts.attempts, 'attempt')} succeeded"
            f"{f', {way}' if way else ''}."
        )


def _waits(waits: TimeToSuccess) -> str:
    """`half within 57 hours (41 to 80 hours), of 34 cases opened in 30 days`; those still open are among them."""
    within = half_within(waits)
    half = f"half {within}" if within else "not half yet"
    return f"{half}, of {count(waits.cases, 'case')} opened in {span(waits.opened_within)}"


def _unfinished(counts: Counts) -> str:
    return f"{counts.in_progress:,} attempts may still be going on." if counts.in_progress else ""


def compare(answer: CompareAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """The answer to `compare`."""
    verdict = _compare_verdict(answer, zone)
    blocks = [section(verdict)]
    if answer.counts.attempts or answer.previous.attempts:
        blocks.append(
            fields(
                [_side(answer, answer.window, answer.counts), _side(answer, answer.previous_window, answer.previous)]
            )
        )
    if answer.calm:
        blocks.append(section("\n".join(_without_incidents(answer, answer.calm, zone))))
    if answer.groups and not _no_data(answer, answer.window, answer.counts):
        lines = [_group(group, answer) for group in first_of(answer.groups, _CAUSES)]
        blocks.append(listed(bold("Failed attempts by cause, largest change first"), lines, len(answer.groups)))
    shared = "The two spans overlap: what is in both counts in both." * answer.window.overlaps(answer.previous_window)
    notes = [shared, strangers(answer.strangers), HOW if answer.change else ""]
    blocks.append(context(*notes, coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, SHARE))


def _compare_verdict(answer: CompareAnswer, zone: tzinfo) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *Nothing can be compared.* {coverage.NOTHING_LOADED}"
    now, then = answer.counts, answer.previous
    when, before = words(during(answer.window)), words(during(answer.previous_window))
    when += filtered(answer.filters)
    if not now.attempts and not then.attempts:
        whose = "by anybody in the directory's list" if answer.strangers else "at all"
        return f"{icons.INFO} *No attempts {whose}* {when} nor {before} in the loaded data. That is no all-clear."
    failed = f"*{count(now.failures, 'failed attempt')}* {when}"
    if not answer.previous_covered:
        why = _uncovered(answer, zone)
        if _no_data(answer, answer.window, now):
            return f"{icons.WARNING} *No data* {when}: {why}."
        return f"{icons.WARNING} {failed}. Whether that is more than {before} cannot be said: {why}."
    lines = [f"{failed}, {then.failures:,} {before}."]
    lines += [
        f"{'Unusual: ' if one.unusual else ''}{people(one.people)} failed; {usual(one)}."
        for one in answer.usual[:1]
        if not one.key
    ]
    if way := direction(answer.change):
        lines.append(f"Success rate: {way}.")
    return " ".join(lines)


def _without_incidents(answer: CompareAnswer, calm: CalmSides, zone: tzinfo) -> Iterator[str]:
    """What made one of the windows unlike the other, and both without it."""
    yield from _named(answer.incidents, zone)
    them = "that" if len(answer.incidents) == 1 else "those"
    when, before = words(during(answer.window)), words(during(answer.previous_window))
    way = direction(calm.change)
    yield (
        f"Without {them}: {count(calm.counts.failures, 'failed attempt')} {when}, {calm.previous.failures:,} {before}."
        f"{f' Success rate: {way}.' if way else ''}"
    )


def _no_data(answer: CompareAnswer, window: Window, counts: Counts) -> bool:
    """Whether a window lies wholly before or behind what is loaded: 0 in it is no number."""
    if counts.attempts:  # one on the very edge is data
        return False
    first, until = answer.coverage.first, answer.coverage.until or answer.coverage.last
    return bool(first and until and (until <= window.start or first >= window.end))


def _uncovered(answer: CompareAnswer, zone: tzinfo) -> str:
    first = answer.coverage.first
    if first and first > answer.previous_window.start:
        return f"the data begins {time(first, zone)}"
    if (until := answer.coverage.until) and until < answer.window.end - quiet(answer.window):
        return f"the data ends {time(until, zone)}"
    return "no load covers some of the days"


def _side(answer: CompareAnswer, window: Window, counts: Counts) -> tuple[str, str]:
    label = words(first_upper(window.label))
    if _no_data(answer, window, counts):
        return label, "No data"
    failed = f"{count(counts.failures, 'failed attempt')} by {people(counts.failing_people)}"
    return label, f"{failed}\n{rates(counts) or ('' if counts.attempts else 'No attempts')}".rstrip()


def _group(group: Group, answer: CompareAnswer) -> str:
    head = f"• *{words(group.label or '(none)')}*: {group.attempts:,}"
    if not answer.previous_covered:
        return f"{head} ({group.previous:,} in what is loaded of the earlier time)"
    odd = next((one for one in answer.usual if one.key == group.key and one.unusual), None)
    marked = f"; unusual: {people(odd.people)}, {usual(odd)}" if odd and group.key else ""
    then = "in the other span" if answer.window.overlaps(answer.previous_window) else "before"
    return f"{head}, {group.previous:,} {then}{marked}"
