"""What many people failed for at once: each incident with its cause, its span, and what is usual then."""

from collections.abc import Iterator
from datetime import tzinfo

from bot.analysis.incident_list import IncidentsAnswer
from bot.analysis.incidents import Incident
from bot.render.answers.failures import filtered
from bot.render.blocks import icons
from bot.render.blocks.blocks import button, context, section
from bot.render.blocks.compose import ALL, FIX, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, code, time, words
from bot.render.blocks.wording import and_more, count, during, left_of, people
from bot.render.cases.incidents import usually
from bot.render.lines import coverage
from bot.reports.window import span

_SHOWN = 5
_SHORT = 14  # days of history: below, what is usual is hardly known
_NOTE = "An incident: four people or more with one cause in a burst, against the same hours of the weeks before."


def message(answer: IncidentsAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """Render the answer to `incidents`."""
    verdict, shown = _verdict(answer, zone), not_empty(answer)
    hidden = left_of(shown.incidents, _SHOWN)
    blocks = [
        section(verdict),
        *(_block(number, one, zone, token) for number, one in enumerate(shown.incidents[hidden:], 1)),
    ]
    blocks += [context(and_more(hidden, "incident"))] if hidden else []
    blocks.append(context(" ".join([_NOTE, *_doubts(shown)]), coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, *([SHARE, ALL] if hidden else [SHARE])))


def all_rows(answer: IncidentsAnswer, *, zone: tzinfo) -> tuple[list[str], int]:
    """Every incident, one line each."""
    lines = [f"• {_line(one, zone)} {_ask(one)}" for one in not_empty(answer).incidents]
    return lines, len(lines)


def not_empty(answer: IncidentsAnswer) -> IncidentsAnswer:
    """The answer to show: where the window holds nothing at all, that of the newest rows."""
    return answer.at_newest if answer.at_newest and not answer.failing_people else answer


def _verdict(answer: IncidentsAnswer, zone: tzinfo) -> str:
    when = f"{words(during(answer.window))}{filtered(answer.filters)}"
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No incident can be told.* {coverage.NOTHING_LOADED}"
    if answer.incidents:
        text = f"{icons.FAILED} *{count(len(answer.incidents), 'incident')}* {when}."
    elif answer.failing_people:
        whole = coverage.is_whole(answer.coverage)
        icon, where = (icons.OK, "") if whole else (icons.INFO, " in the loaded data")
        failed = f"{people(answer.failing_people)} failed, in no burst"
        text = f"{icon} *No incident stands out* {when}{where}: {failed}."
    else:
        text = f"{icons.INFO} *Nobody failed* {when} in the loaded data. That is no all-clear."
    newest, last = answer.at_newest, answer.coverage.last
    if newest and last and newest.incidents != answer.incidents:
        found = f"*{count(len(newest.incidents), 'incident')}*"
        text += f" The newest row is from {time(last, zone)}; in the {span(newest.window.length)} up to it: {found}."
    return text


def _line(one: Incident, zone: tzinfo) -> str:
    return (
        f"{bold(one.cause.title)}: {people(one.people)}, {time(one.first_at, zone)} to"
        f" {time(one.last_at, zone)} ({usually(one)})."
    )


def _ask(one: Incident) -> str:
    return f"What to do: {code(f'/sspr fix {one.cause.key}')}"


def _block(number: int, one: Incident, zone: tzinfo, token: str | None) -> Block:
    """An incident with the button of its fix; without a token what to ask for."""
    if not token:
        return section(f"{_line(one, zone)} {_ask(one)}")
    return section(_line(one, zone), button("Fix", f"{FIX}.{number}", f"{token}|{one.cause.key}"))


def _doubts(answer: IncidentsAnswer) -> Iterator[str]:
    if answer.history_days < _SHORT:
        days = count(answer.history_days, "day")
        yield f"Only {days} of data before this window say what is usual: a shorter window may find more."
