"""Who is stuck right now: open cases by cause and age, with what to do and who looks after them."""

from collections.abc import Iterator
from datetime import UTC, tzinfo

from bot.analysis.answers import Case
from bot.analysis.stuck import StuckAnswer, StuckGroup
from bot.digests.decision import CaseKey, Decisions, key_of
from bot.privacy import Visibility
from bot.render.answers.failures import filtered
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, fields, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.data_table import Cell, data_table
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import plain, short_clock, time, words, zone_name
from bot.render.blocks.names import named
from bot.render.blocks.wording import and_more, count, first_of, left_of, people, strangers
from bot.render.cases.case_table import case_table
from bot.render.cases.decision_buttons import decisions_menu, reopen_button
from bot.render.cases.decisions import on_case, on_cause
from bot.render.cases.incidents import burst
from bot.render.cases.since_then import of_them, since_then
from bot.render.lines import coverage, fix_steps, runbook
from bot.render.lines.runbook import Own
from bot.reports.coverage import Coverage

_GROUPS = 6
_CASES = 3
_CLOSED = 3


def message(
    answer: StuckAnswer,
    *,
    zone: tzinfo,
    show: Visibility,
    token: str | None = None,
    decisions: Decisions | None = None,
    own: Own | None = None,
) -> Message:
    """The answer to `stuck`; with `decisions` of None there are no buttons to decide anything."""
    verdict = _verdict(answer, zone)
    blocks: list[Block] = [section(verdict)]
    blocks += [fields([(words(age), people(number)) for age, number in answer.ages if number])] if answer.people else []
    deciding = decisions is not None and token and show is not Visibility.COUNTS
    for group in answer.groups[:_GROUPS]:
        whole = (decisions or {}).get(CaseKey("", group.cause.key))
        accessory = decisions_menu(f"{token}|{group.cause.key}", whole) if deciding else None
        blocks.append(section(_group(group, zone, show, decisions or {}, own), accessory))
    blocks += _table(answer, zone, show, decisions or {}, token if deciding else None)
    for cause, number in answer.closed[:_CLOSED]:
        again = reopen_button(f"{token}|{cause.key}") if deciding else None
        blocks.append(section(f"{plain(cause.title)}: {people(number)} closed by hand, not counted.", again))
    left = len(answer.groups) - _GROUPS
    small = [and_more(left, "cause")] if left > 0 else []
    small += ["Stuck: a failed attempt with no success, admin reset or closing by hand since."] if answer.people else []
    if answer.strangers:
        blocks.append(section(f"{icons.WARNING} {strangers(answer.strangers)}"))
    blocks.append(context(*small, coverage.line(answer.coverage, zone)))
    worst = f" Most: {plain(answer.groups[0].cause.title)} ({answer.groups[0].people:,})." if answer.groups else ""
    kinds = [SHARE, ALL] if answer.people and show is not Visibility.COUNTS else [SHARE]
    return assemble(verdict + worst, blocks, answer_buttons(token, *kinds))


def all_rows(
    answer: StuckAnswer, *, zone: tzinfo, show: Visibility, decisions: Decisions | None
) -> tuple[Iterator[str], int]:
    """Every open case, one line each, made as they are looked at: there may be very many. And how many there are."""
    return _rows(answer, zone, show, decisions), sum(len(group.cases) for group in answer.groups)


def _rows(answer: StuckAnswer, zone: tzinfo, show: Visibility, decisions: Decisions | None) -> Iterator[str]:
    for group in answer.groups:
        for case in group.cases:
            yield f"{case_line(case, zone, show, decisions or {})}, {plain(case.cause.title)}"


def case_line(case: Case, zone: tzinfo, show: Visibility, decisions: Decisions) -> str:
    """One open case: who, since when, how often, and who looks after it."""
    line = f"• {named(case.shown, show)}: since {time(case.opened_at, zone)}, {count(case.tries, 'try', 'tries')}"
    line += f" {icons.AGAIN} back again" if case.back_again else ""
    return line + since_then(case, zone) + on_case(decisions, case, zone)


def _verdict(answer: StuckAnswer, zone: tzinfo) -> str:
    only, now = filtered(answer.filters), coverage.right_now(answer.coverage, zone)
    if answer.people:
        verb = "is" if answer.people == 1 else "are"
        able = sum(group.by_now for group in answer.groups)
        by_now = f" {able:,} of their cases may be put right by now." if able else ""
        return f"{icons.WAIT} *{people(answer.people)} {verb} stuck {now}*{only}.{by_now}"
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *Whether anybody is stuck cannot be said.* {coverage.NOTHING_LOADED}"
    other = " Without the filter there may be some." if answer.filters.any() else ""
    return f"{nobody(answer.coverage, zone)}{only}, as far as the loaded data goes.{other}"


def nobody(covered: Coverage, zone: tzinfo) -> str:
    """That nobody is stuck, with the time of data that is old: then it is no good news."""
    now = coverage.right_now(covered, zone)
    return (
        f"{icons.OK} *Nobody is stuck*" if now == coverage.NOW else f"{icons.INFO} *Nobody is known to be stuck {now}*"
    )


def _group(group: StuckGroup, zone: tzinfo, show: Visibility, decisions: Decisions, own: Own | None) -> str:
    urgent = f"{icons.URGENT} urgent: " if group.cause.urgent and group.by_now < group.people else ""
    summary = f"{people(group.people)}, oldest since {time(group.oldest, zone)}{_over(group)}"
    lines = [f"{urgent}*{plain(group.cause.title)}*: {summary}"]
    lines += [f"{icons.WARNING} One incident: {burst(one, zone)}." for one in group.bursts]
    lines += [group.cause.at_once] if group.bursts else []
    lines += [of_them(group.by_now, group.people)] if group.by_now else []
    lines += fix_steps.for_admins(among=group.privileged)
    if group.fix and group.by_now < group.people:
        lines += fix_steps.first_steps(group.fix, group.people, group.block_over)
    lines += runbook.summary(own, group.cause.key, group.cases)
    lines += on_cause(decisions, group.cause, zone)
    if show is not Visibility.COUNTS:
        decided = [case for case in group.cases if key_of(case) in decisions] if decisions else []
        lines += [case_line(case, zone, show, decisions) for case in first_of(decided, _CASES)]
        left = left_of(decided, _CASES)
        lines += [and_more(left)] if left else []
    return "\n".join(lines)


def _over(group: StuckGroup) -> str:
    """Those who are no longer held off, apart from those who are."""
    if not group.block_over:
        return ""
    return f"; the block of {'all' if group.block_over == group.people else f'{group.block_over:,}'} should be over"


def _table(answer: StuckAnswer, zone: tzinfo, show: Visibility, decisions: Decisions, token: str | None) -> list[Block]:
    """Who is stuck, a row each; where nobody is named, numbers by cause, if not every cause has a paragraph above.

    The button is for one case alone.
    """
    if show is Visibility.COUNTS:
        return _by_cause(answer, zone) if len(answer.groups) > _GROUPS else []
    return case_table(
        _caption(answer),
        (case for group in answer.groups for case in group.cases),
        zone=zone,
        show=show,
        decisions=decisions,
        token=token,
        total=sum(len(group.cases) for group in answer.groups),
    )


def _by_cause(answer: StuckAnswer, zone: tzinfo) -> list[Block]:
    oldest = zone_name(min(group.oldest for group in answer.groups), zone)
    head = ["Cause", "People", f"Oldest since ({oldest})", "Who acts"]
    rows: list[list[Cell]] = [
        [group.cause.title, group.people, short_clock(group.oldest, zone), str(group.cause.owner)]
        for group in answer.groups
    ]
    return data_table(f"{_caption(answer)}, by cause", head, rows, one="cause")


def _caption(answer: StuckAnswer) -> str:
    """As the verdict says it; a caption cannot show each reader their own time."""
    now = coverage.right_now(answer.coverage, UTC)
    return f"Stuck {now}" if now == "right now" else "Stuck by the newest row"
