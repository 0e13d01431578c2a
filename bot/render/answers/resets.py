"""Who reset their own password: how many people first, then who did it again, admins, and the methods used."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.analysis.resets import ResetsAnswer, Resetter
from bot.privacy import Visibility
from bot.render.answers.failures import filtered
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import SHARE, answer_buttons, assemble
from bot.render.blocks.data_table import Cell, data_table, without_empty
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import short_clock, time, words, zone_name
from bot.render.blocks.names import named, raw_name
from bot.render.blocks.native_chart import daily, each_day
from bot.render.blocks.wording import NAMELESS, count, during, people, without
from bot.render.lines import coverage
from bot.reports.window import span

_APART = "Resets that an admin made for somebody else are not counted here."


def message(answer: ResetsAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """Render the answer to `resets`; names only where `show` lets them."""
    verdict, shown = _verdict(answer, zone), not_empty(answer)
    blocks = [section("\n".join([verdict, *_facts(shown)])), *_groups(shown, show)]
    if show is not Visibility.COUNTS:
        blocks += _lists(shown, zone, show)
    nameless = NAMELESS if shown.by == "person" and shown.resets and show is Visibility.COUNTS else ""
    blocks.append(context(nameless, _small_print(shown), coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, SHARE))


def all_rows(answer: ResetsAnswer, *, zone: tzinfo, show: Visibility) -> tuple[list[str], int]:
    """The people who reset last, one line each, and how many there are in all."""
    shown = not_empty(answer)
    if show is Visibility.COUNTS:
        return [], 0
    return [_line(one, zone, show) for one in shown.newest], shown.people


def not_empty(answer: ResetsAnswer) -> ResetsAnswer:
    """The resets to show: where the window holds none at all, those of the newest rows."""
    return answer.at_newest if answer.at_newest and not answer.resets else answer


def _verdict(answer: ResetsAnswer, zone: tzinfo) -> str:
    when = f"{words(during(answer.window))}{filtered(answer.filters)}"
    if answer.resets:
        earlier = f"; {people(answer.previous_people)} {words(during(answer.window.previous()))}"
        before = earlier if answer.previous_covered else ""
        text = f"{icons.OK} *{people(answer.people)} reset their password* {when} ({count(answer.resets, 'reset')})"
        admins = f"; {count(answer.admin_people, 'admin account')} among them" if answer.admin_people else ""
        text += f"{admins if answer.by == 'role' else ''}{before}."
    elif coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No resets can be counted.* {coverage.NOTHING_LOADED}"
    else:
        text = f"{icons.INFO} *Nobody reset their password* {when} in the loaded data."
    newest, last = answer.at_newest, answer.coverage.last
    if newest and last and (newest.people, newest.resets) != (answer.people, answer.resets):
        found = f"*{people(newest.people)}* ({count(newest.resets, 'reset')})"
        text += f" The newest row is from {time(last, zone)}; in the {span(newest.window.length)} up to it: {found}."
    return text


def _facts(answer: ResetsAnswer) -> Iterator[str]:
    if answer.by == "role" and answer.resets and answer.admins_known is False:
        yield "Whether admins are among them cannot be said: no row names a role, and the directory's list is missing."
    elif answer.by == "role" and answer.resets and answer.admins_known and not answer.admin_resets:
        yield "No admin account is among them."
    if answer.repeated:
        yield f"{people(answer.repeated)} reset more than once."
    if answer.admin_resets:
        yield f"Admin accounts: {people(answer.admin_people)}, {count(answer.admin_resets, 'reset')}."


def _groups(answer: ResetsAnswer, show: Visibility) -> Iterator[Block]:
    if not answer.groups:
        return
    if answer.by == "day":
        yield from _by_day(answer)
    elif answer.by == "person":
        if show is not Visibility.COUNTS:
            rows: list[list[Cell]] = [[raw_name(group.key, show), group.resets] for group in answer.groups]
            yield from _table("Most resets", ["Person", "Resets"], rows, answer.groups_total)
    else:
        lines = [
            f"• *{words(group.key or without(answer.by))}*: {people(group.people)}, {count(group.resets, 'reset')}"
            for group in answer.groups
        ]
        yield listed(f"*By {words(answer.by)}*", lines)


def _lists(answer: ResetsAnswer, zone: tzinfo, show: Visibility) -> Iterator[Block]:
    if answer.admins and answer.by == "role":
        yield from _resetters("Admin accounts, most resets first", answer.admins, zone, show, answer.admin_people)
    if answer.repeats and answer.by != "person":
        yield from _resetters("More than once", answer.repeats, zone, show, answer.repeated)
    if answer.newest:
        yield from _resetters("Newest", answer.newest, zone, show, answer.people)


def _resetters(caption: str, who: Sequence[Resetter], zone: tzinfo, show: Visibility, total: int) -> list[Block]:
    head = ["Person", f"Last reset ({zone_name(who[0].last_at, zone)})", "Resets", "Note"]
    rows = [
        [raw_name(one.shown, show), short_clock(one.last_at, zone), one.resets, "admin account" if one.admin else ""]
        for one in who
    ]
    return _table(caption, *without_empty(head, rows, "Note"), total)


def _table(caption: str, head: list[str], rows: Sequence[Sequence[Cell]], total: int) -> list[Block]:
    return data_table(caption, head, rows, total=total, one="person", many="people")


def _line(one: Resetter, zone: tzinfo, show: Visibility) -> str:
    times = f", {count(one.resets, 'reset')}" if one.resets > 1 else ""
    return f"• {named(one.shown, show)}: {time(one.last_at, zone)}{times}{' (admin account)' if one.admin else ''}"


def _small_print(answer: ResetsAnswer) -> str:
    twice = answer.by == "method" and sum(group.resets for group in answer.groups) > answer.resets
    notes = ["A reset with two methods counts for both."] if twice else []
    notes += [_APART] if answer.resets or answer.by_admins else []
    notes += [f"The audit log has {answer.by_admins:,} of them in this window."] if answer.by_admins else []
    return " ".join(notes)


def _by_day(answer: ResetsAnswer) -> list[Block]:
    """A bar a day, of people; where a bar takes several days resets, as nobody counts twice; then each day."""
    days = [(one.key, None if one.key in answer.no_data else (one.people, one.resets)) for one in answer.groups]
    if len(days) <= limits.CHART_POINTS:
        people = [(day, both and both[:1]) for day, both in days]
        return daily("People who reset", ("People",), people, part=answer.part)
    return [
        *daily("Resets", ("Resets",), [(day, both and both[1:]) for day, both in days], part=answer.part),
        *each_day("Each day", ("People", "Resets"), days, part=answer.part),
    ]
