"""How many failed, why, and the documented fix of each of the worst reasons."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo
from itertools import chain

from bot.analysis.answers import Counts, Filters, Group, GroupBy
from bot.analysis.failures import FailuresAnswer
from bot.knowledge.catalogue import Detail, Owner
from bot.knowledge.vocabulary import FAILURES, parse_result
from bot.privacy import Visibility
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, FIX, SHARE, answer_buttons, assemble
from bot.render.blocks.data_table import PAGE, Action, Cell, Number, data_table
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, code, date_words, plain, short_clock, time, words, zone_name
from bot.render.blocks.names import named, raw_name
from bot.render.blocks.native_chart import chart, daily, each_day
from bot.render.blocks.wording import (
    NAMELESS,
    and_more,
    count,
    during,
    first_sentence,
    first_upper,
    in_sight,
    listing,
    people,
    percent,
    strangers,
    without,
)
from bot.render.lines import coverage, fix_steps
from bot.render.lines.change import marks
from bot.reports.instants import EPOCH
from bot.reports.window import span

_SHOWN_WITH_FIX = 5
_SHOWN = 10
_TIMES = (GroupBy.DAY, GroupBy.HOUR)
_WITH_ADVICE = (GroupBy.DETAIL, GroupBy.CAUSE)


def message(
    answer: FailuresAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None, asked_who: bool = False
) -> Message:
    """The answer to `failures`. It names nobody; those who may see people are pointed to where they are named.

    Those who asked who they are and may not see people are told so.
    """
    verdict, broken = _verdict(answer, zone), not_empty(answer)
    worst = max(broken.groups, key=lambda group: group.attempts, default=None)
    most = f" Most: {_label(worst, broken.by)} ({worst.attempts:,})." if worst else ""
    shown = limits.TABLE_ROWS if broken.by is GroupBy.CAUSE else _SHOWN_WITH_FIX if _has_fixes(broken) else _SHOWN
    people_too = bool(broken.itemised) and show is not Visibility.COUNTS
    hidden = people_too or (broken.groups_total > in_sight(broken.groups_total, shown) and broken.by not in _TIMES)
    kinds = [SHARE, ALL] if hidden else [SHARE]
    blocks = [section("\n".join([verdict, *([rates(broken.counts)] if broken.itemised else [])]))]
    if broken.privileged and broken.by in _WITH_ADVICE:
        blocks.append(section("\n".join(fix_steps.for_admins(among=True))))
    blocks += [section("\n".join(marks(broken.changes, zone)))] if broken.changes else []
    blocks += [
        *_groups(broken, token, zone),
        context(
            NAMELESS if asked_who and broken.itemised else "",
            _small_print(broken),
            strangers(broken.strangers),
            _pointer(answer) if people_too else "",
            coverage.line(answer.coverage, zone),
        ),
    ]
    return assemble(verdict + most, blocks, answer_buttons(token, *kinds))


def by_person(answer: FailuresAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """The answer to `failures by person`: who they are, most attempts first. Who may not see people has the numbers."""
    if show is Visibility.COUNTS:
        return message(answer, zone=zone, show=show, token=token, asked_who=True)
    verdict, broken = _verdict(answer, zone), not_empty(answer)
    table = _people_table(broken, zone, show) if broken.who else []
    small_print = context(_small_print(broken), strangers(broken.strangers), coverage.line(answer.coverage, zone))
    kinds = [SHARE, ALL] if broken.itemised_people > PAGE else [SHARE]
    return assemble(verdict, [section(verdict), *table, small_print], answer_buttons(token, *kinds))


def _people_table(answer: FailuresAnswer, zone: tzinfo, show: Visibility) -> list[Block]:
    head = ["Person", "Newest cause", "Attempts", f"Newest ({zone_name(answer.who[0].at, zone)})"]
    rows: list[list[Cell]] = [  # a phone has room for two columns
        [raw_name(one.shown, show), one.cause.short, one.attempts, short_clock(one.at, zone)] for one in answer.who
    ]
    caption = "Most failed attempts first" if _are_failures(answer.filters) else "Most attempts first"
    return data_table(caption, head, rows, total=answer.itemised_people, one="person", many="people")


def all_people(answer: FailuresAnswer, *, zone: tzinfo, show: Visibility) -> tuple[Iterable[str], int] | None:
    """Every person of `failures by person`, one line each; who may not see people has every group instead."""
    if show is Visibility.COUNTS:
        return all_rows(answer, zone=zone, show=show)
    return people_rows(answer, zone=zone, show=show)


def all_rows(answer: FailuresAnswer, *, zone: tzinfo, show: Visibility) -> tuple[Iterable[str], int]:
    """Every group, one line each, then the people, for those who may see them; and how many lines that are in all."""
    broken = not_empty(answer)
    lines = (_line(group, broken, number) for number, group in enumerate(broken.groups, start=1))
    named_too = None if show is Visibility.COUNTS else people_rows(answer, zone=zone, show=show)
    if named_too is None:
        return lines, broken.groups_total
    who, number = named_too
    title = bold(f"The {people(number)}, most attempts first")
    return chain(lines, [title], who), broken.groups_total + 1 + number


def people_rows(answer: FailuresAnswer, *, zone: tzinfo, show: Visibility) -> tuple[list[str], int] | None:
    """Who failed, most attempts first, one line each, and how many they are; None where nobody did."""
    broken = not_empty(answer)
    if not broken.who:
        return None
    who = [
        f"• {named(one.shown, show)}: {count(one.attempts, 'attempt')}, {time(one.at, zone)}, {plain(one.cause.title)}"
        for one in broken.who
    ]
    return who, broken.itemised_people


def not_empty(answer: FailuresAnswer) -> FailuresAnswer:
    """The breakdown to show: where the window holds nothing at all, that of the newest rows."""
    return answer.at_newest if answer.at_newest and not answer.counts.attempts else answer


def filtered(filters: Filters) -> str:
    """What was let through, in brackets: ` (only cause onprem)`, ` (without Blocked)`; nothing when all was."""
    named = {
        "result": filters.result,
        "cause": filters.cause,
        "method": filters.method,
        "role": filters.role,
        "domain": filters.domain,
    }
    parts = [f"{name} {words(value)}" for name, value in named.items() if value]
    left_out = [words(value) for value in (filters.not_result, filters.not_cause) if value]
    said = [f"only {listing(parts)}"] if parts else []
    said += [f"without {listing(left_out)}"] if left_out else []
    return f" ({'; '.join(said)})" if said else ""


def rates(counts: Counts) -> str:
    """The success rate with its denominator, and the same without those who left part-way."""
    if counts.success_rate is None:
        return ""
    rate = f"Success rate {percent(counts.success_rate)} ({counts.succeeded:,} of {count(counts.attempts, 'attempt')})"
    finished = percent(counts.finished_rate)
    left = counts.unfinished + counts.in_progress
    return f"{rate}; {finished} without the {left:,} unfinished." if left else f"{rate}."


def _verdict(answer: FailuresAnswer, zone: tzinfo) -> str:
    when = f"{words(during(answer.window))}{filtered(answer.filters)}"
    if answer.itemised:
        icon = icons.FAILED if _are_failures(answer.filters) else icons.INFO
        text = f"{icon} *{_itemised(answer)}* {when}{_compared(answer)}."
    else:
        text = _none(answer, when)
    return f"{text}{_at_newest(answer, zone)}"


def _are_failures(filters: Filters) -> bool:
    return not filters.result or parse_result(filters.result) in FAILURES


def _itemised(answer: FailuresAnswer) -> str:
    """The failed attempts, or those of another result that was asked for."""
    kind = words(answer.filters.result.casefold()) if answer.filters.result else "failed"
    return f"{count(answer.itemised, f'{kind} attempt')} by {people(answer.itemised_people)}"


def _none(answer: FailuresAnswer, when: str) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No failures can be counted.* {coverage.NOTHING_LOADED}"
    whose = "by anybody in the directory's list" if answer.strangers else ""
    if answer.filters.any() and answer.coverage.rows:
        none = f"*No failed attempts{f' {whose}' if whose else ''}*"
        return f"{icons.INFO} {none} {when}. Without the filter there may be some."
    if answer.counts.attempts:
        tried, left = count(answer.counts.attempts, "attempt"), answer.counts.unfinished
        unfinished = f", {left:,} unfinished" if left else ""
        none = f"*No failed attempts{f' {whose}' if whose else ''}* {when}"
        became = f"{tried}, {answer.counts.succeeded:,} succeeded{unfinished}" if not answer.counts.partial else tried
        if whose or not coverage.is_whole(answer.coverage):
            return f"{icons.INFO} {none} in the loaded data: {became}."
        return f"{icons.OK} {none}: {became}."
    return f"{icons.INFO} *No attempts {whose or 'at all'}* {when} in the loaded data. That is no all-clear."


def _compared(answer: FailuresAnswer) -> str:
    if not answer.previous_covered or answer.itemised != answer.counts.failures:
        return ""
    return f", {answer.previous.failures:,} {words(during(answer.window.previous()))}"


def _at_newest(answer: FailuresAnswer, zone: tzinfo) -> str:
    newest, last = answer.at_newest, answer.coverage.last
    if not newest or not last or (newest.counts, newest.itemised) == (answer.counts, answer.itemised):
        return ""
    length = span(newest.window.length)
    return f" The newest row is from {time(last, zone)}; in the {length} up to it: *{_itemised(newest)}*."


def _groups(answer: FailuresAnswer, token: str | None, zone: tzinfo) -> Iterator[Block]:
    if not answer.groups:
        return
    if answer.by is GroupBy.DAY:
        days = [(one.key, None if one.key in answer.no_data else (one.attempts,)) for one in answer.groups]
        yield from daily("Failed attempts", ("Failed",), days, part=answer.part)
        rows = [(one.key, None if one.key in answer.no_data else (one.people, one.attempts)) for one in answer.groups]
        yield from each_day("Each day", ("People", "Failed"), rows, part=answer.part)
    elif answer.by is GroupBy.HOUR:
        yield _hours(answer.groups, zone_name(answer.coverage.last or answer.window.end, zone))
    elif answer.by is GroupBy.CAUSE:
        yield from _causes(answer, token)
    elif _has_fixes(answer):
        shown = answer.groups[: in_sight(answer.groups_total, _SHOWN_WITH_FIX)]
        for number, group in enumerate(shown, start=1):
            yield section("\n".join([_line(group, answer, number), *_fix(group, answer.by)]))
        if answer.groups_total > len(shown):
            yield context(and_more(answer.groups_total - len(shown), _named(answer.by)))
    else:
        most = in_sight(answer.groups_total, _SHOWN)
        lines = [_line(group, answer, number) for number, group in enumerate(answer.groups[:most], start=1)]
        yield listed("", lines, answer.groups_total)


def _hours(groups: Sequence[Group], zone: str) -> Block:
    """Two hours to a bar: a day has more hours than a chart has room for. `zone` is what the reader's is called."""
    at = Counter[int]()
    for one in groups:
        at[int(one.key) // 2] += one.attempts
    labels = [f"{2 * pair:02}:00-{2 * pair + 1:02}:59" for pair in sorted(at)]
    return chart(
        "bar", f"Failed attempts by time of day ({zone})", {"Failed": [at[pair] for pair in sorted(at)]}, labels
    )


def _causes(answer: FailuresAnswer, token: str | None) -> Iterator[Block]:
    """Every cause with its numbers and what to do about it; then a picture, where there is something to compare."""
    head = ["Cause", "What to do", "People", "Attempts", "Share"]
    head += ["Before"] if answer.previous_covered else []
    head += ["Who acts"]
    rows = [_cause(one, answer, token) for one in answer.groups]
    yield from data_table("Failed attempts by cause", head, rows, total=answer.groups_total, one="cause")
    if len(answer.groups) > 1:
        largest = [one for one in answer.groups[: limits.CHART_SERIES] if one.cause]
        labels = [one.cause.short for one in largest if one.cause]
        yield chart("bar", "Failed attempts by cause", {"Failed": [one.attempts for one in largest]}, labels)


def _cause(group: Group, answer: FailuresAnswer, token: str | None) -> list[Cell]:
    fix = Action("Fix", FIX, f"{token}|{group.key}") if token else ""
    row: list[Cell] = [group.label, fix, group.people, group.attempts, Number(group.share, percent(group.share))]
    row += [group.previous] if answer.previous_covered else []
    return [*row, str(group.cause.owner) if group.cause else ""]


def _has_fixes(answer: FailuresAnswer) -> bool:
    return any(group.fix for group in answer.groups)


def _fix(group: Group, by: GroupBy) -> list[str]:
    """What to do first about a group; of a detail that no document lists, that nothing is known."""
    if group.fix:
        return [fix_steps.first_step(group.fix)] if _needs_fixing(group.fix) else []
    unknown = by is GroupBy.DETAIL and group.label
    return [f"{icons.UNSURE} {fix_steps.no_fix(group.key)}"] if unknown else []


def _needs_fixing(fix: Detail) -> bool:
    """Whether anybody has anything to do: nobody has about a success."""
    return any(owner is not Owner.NOBODY for owner in fix.acts)


def _named(by: GroupBy) -> str:
    return "reason" if by is GroupBy.DETAIL else str(by)


def _label(group: Group, by: GroupBy) -> str:
    if by is GroupBy.DAY:
        return date_words(date.fromisoformat(group.key))
    label = first_sentence(group.label) if by is GroupBy.DETAIL else group.label
    return words(label or without(by))


def _line(group: Group, answer: FailuresAnswer, number: int) -> str:
    facts = [count(group.attempts, "attempt"), people(group.people), percent(group.share)]
    facts += [f"{group.previous:,} before"] if answer.previous_covered else []
    return f"{number}. *{_label(group, answer.by)}*: {', '.join(facts)}"


def _pointer(answer: FailuresAnswer) -> str:
    """Where the people are named; of a filtered answer no export, which would have to repeat the filter."""
    if answer.filters.any():
        return "Who is still stuck: ask for `stuck`." if _are_failures(answer.filters) else ""
    window = "all" if answer.window.start == EPOCH else answer.window.label.removeprefix("the ")
    return f"Who they are: {code(f'failures {window} by person')}; who is still stuck: `stuck`."


def _small_print(answer: FailuresAnswer) -> str:
    counts = answer.counts
    if not answer.itemised:
        return ""
    notes = [] if answer.filters.result else ["Failures are the results Failed, Blocked and Contacted admin"]
    by_method = answer.by is GroupBy.METHOD
    each = "each counts for the method that it failed at, where the data names one"
    notes += (
        [each if _are_failures(answer.filters) else "an attempt with two methods counts for both"] if by_method else []
    )
    notes += [f"{counts.in_progress:,} attempts may still be going on"] if counts.in_progress else []
    notes += [f"{counts.unrecognised:,} have an unrecognised result"] if counts.unrecognised else []
    notes += [] if answer.previous_covered else ["the data does not reach back far enough to compare"]
    return first_upper(f"{'; '.join(notes)}.") if notes else ""
