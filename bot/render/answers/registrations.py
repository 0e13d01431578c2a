"""Who registered what: people and data counted apart, since one row is one datum."""

from collections.abc import Iterator
from datetime import tzinfo

from bot.analysis.registrations import Registrant, RegistrationsAnswer
from bot.privacy import Visibility
from bot.render.answers.failures import filtered
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import SHARE, answer_buttons, assemble
from bot.render.blocks.data_table import data_table
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import short_clock, time, words, zone_name
from bot.render.blocks.names import named, raw_name
from bot.render.blocks.native_chart import daily, each_day
from bot.render.blocks.wording import count, during, listing, people
from bot.render.lines import coverage
from bot.reports.window import span

_NOTE = "One row is one piece of data that somebody registered, so people and rows differ."
_LISTED = "The directory's list is loaded: `rollout` says how many are registered by it, and who is not."
_ADMINS = "Data that an admin set or that was synchronised is not counted here."


def message(answer: RegistrationsAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """The answer to `registrations`."""
    verdict, shown = _verdict(answer, zone), not_empty(answer)
    blocks = [section("\n".join([verdict, *_two(shown)])), *_groups(shown)]
    if shown.newest and show is not Visibility.COUNTS:
        blocks += _newest(shown, zone, show)
    blocks.append(context(f"{_NOTE} {_ADMINS}" if shown.rows else "", coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, SHARE))


def all_rows(answer: RegistrationsAnswer, *, zone: tzinfo, show: Visibility) -> tuple[list[str], int]:
    """The newest registrants, one line each, and how many there are in all."""
    shown = not_empty(answer)
    return [registrant_line(registrant, zone, show) for registrant in shown.newest], shown.people


def not_empty(answer: RegistrationsAnswer) -> RegistrationsAnswer:
    """The registrations to show: where the window holds none at all, the newest ones."""
    return answer.at_newest if answer.at_newest and not answer.rows else answer


def _newest(answer: RegistrationsAnswer, zone: tzinfo, show: Visibility) -> list[Block]:
    head = ["Person", "Registered", f"At ({zone_name(answer.newest[0].at, zone)})"]
    rows = [
        [raw_name(one.shown, show), listing(one.data, limit=7) or "nothing named", short_clock(one.at, zone)]
        for one in answer.newest
    ]
    return data_table("Newest", head, rows, total=answer.people, one="person", many="people")


def registrant_line(registrant: Registrant, zone: tzinfo, show: Visibility) -> str:
    """A person and what they registered."""
    data = listing([words(datum) for datum in registrant.data], limit=7) or "nothing named"
    return f"• {named(registrant.shown, show)}: {data}, {time(registrant.at, zone)}"


def _verdict(answer: RegistrationsAnswer, zone: tzinfo) -> str:
    when = f"{words(during(answer.window))}{filtered(answer.filters)}"
    if answer.rows:
        text = f"{icons.OK} *{people(answer.people)} registered* {when} ({count(answer.rows, 'row')})."
        if answer.no_reset_people:
            only = "has" if answer.no_reset_people == 1 else "have"
            text += f" Of these {answer.no_reset_people:,} {only} only what verifies no reset, such as a passkey."
    elif coverage.is_empty(answer.coverage) and answer.listed:
        return f"{icons.UNSURE} *Who registered when cannot be said.* {_LISTED}"
    elif coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No registrations can be counted.* {coverage.NOTHING_LOADED}"
    else:
        text = f"{icons.INFO} *Nobody registered* {when} in the loaded data; earlier registrations still count."
    newest, last = answer.at_newest, answer.coverage.last
    if newest and last and (newest.people, newest.rows) != (answer.people, answer.rows):
        found = f"*{people(newest.people)} registered* ({count(newest.rows, 'row')})"
        text += f" The newest row is from {time(last, zone)}; in the {span(newest.window.length)} up to it: {found}."
    return text


def _two(answer: RegistrationsAnswer) -> list[str]:
    """Two kinds of data are what a reset usually asks for."""
    if not answer.people or answer.two_data_people is None:
        return []
    return [f"{answer.two_data_people:,} of them registered two or more kinds of data."]


def _groups(answer: RegistrationsAnswer) -> Iterator[Block]:
    if not answer.groups:
        return
    if answer.by == "day":
        yield from _by_day(answer)
    else:
        lines = [f"• *{words(g.key or '(none)')}*: {people(g.people)}" for g in answer.groups]
        yield listed("", lines)


def _by_day(answer: RegistrationsAnswer) -> list[Block]:
    """A bar a day, of people; where a bar takes several days rows, as nobody is to be counted twice; then each day."""
    days = [(one.key, None if one.key in answer.no_data else (one.people, one.rows)) for one in answer.groups]
    if len(days) <= limits.CHART_POINTS:
        people = [(day, both and both[:1]) for day, both in days]
        return daily("People who registered", ("People",), people, part=answer.part)
    return [
        *daily("Registrations", ("Rows",), [(day, both and both[1:]) for day, both in days], part=answer.part),
        *each_day("Each day", ("People", "Rows"), days, part=answer.part),
    ]
