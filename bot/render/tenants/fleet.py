"""All tenants beside each other: one row each, the worst first, with what is known of their data."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Final

from bot.analysis.answers import GroupBy
from bot.analysis.fleet.fleet import FleetAnswer, FleetGroup
from bot.analysis.fleet.numbers import FleetRow
from bot.analysis.statistics.change import Verdict
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, answer_buttons, assemble
from bot.render.blocks.data_table import Cell, data_table
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import short_clock, words
from bot.render.blocks.wording import count, during, first_of, listing, people
from bot.render.lines import coverage

_HEADS = ("Tenant", "Stuck", "Failing", "Incidents", "Success rate", "Will lose reset", "Newest row")
_OF_GROUPS = ("People", "Attempts", "Tenants", "Most of them at")
_FIRST = {
    "stuck": "most people stuck",
    "failures": "most people failing",
    "incidents": "most incidents",
    "compare": "a lower success rate",
    "cutoffs": "most who will lose reset",
    "data": "missing and old data",
}
_COUNTED: Final = {  # what a question orders the tenants by: the number, itself, and what is said of one, many and none
    "stuck": ("stuck", "Who is stuck", "person is stuck", "people are stuck", "Nobody is stuck"),
    "failures": ("failing", "Who failed", "person failed", "people failed", "Nobody failed"),
    "incidents": ("incidents", "What failed for many", "incident", "incidents", "No incident"),
    "cutoffs": (
        "losing",
        "Who will lose reset",
        "person will lose reset",
        "people will lose reset",
        "Nobody will lose it",
    ),
}
_OF_WINDOW: Final = frozenset({"failures", "incidents"})
_NAMED = 3
_NOTES = 6
_PAGE = 50  # rows; more may not fit into a table
_NOTE = "Numbers of people, no names. A dash: not known, which is not 0. Ask about one tenant with `tenant:KEY`."


def message(answer: FleetAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """Render the answer to `fleet`."""
    verdict = _verdict(answer)
    notes = [f"• {_tenant(row)}: {coverage.localised(row.notes[0], zone)}" for row in answer.needing if row.notes]
    blocks = [
        section(verdict),
        *(_groups(answer) if answer.by else _table(answer, zone)),
        *([listed("", first_of(notes, _NOTES), len(notes))] if notes else []),
        context(_NOTE if answer.rows and not (answer.by and not answer.groups) else "", answer.left_out),
    ]
    return assemble(verdict, blocks, answer_buttons(token, ALL) if len(answer.rows) > _PAGE else [])


def all_rows(answer: FleetAnswer, *, zone: tzinfo) -> tuple[list[str], int]:
    """Every tenant, one line each."""
    lines = [f"• {_tenant(row)}: {_line(row, zone)}" for row in answer.rows]
    return lines, len(lines)


def _tenant(row: FleetRow) -> str:
    """The name that an operator gave a tenant."""
    return f"*{words(row.tenant) or '-'}*"


def _line(row: FleetRow, zone: tzinfo) -> str:
    return ", ".join(f"{head.lower()} {words(text)}" for head, text in zip(_HEADS[1:], _texts(row, zone), strict=True))


def _verdict(answer: FleetAnswer) -> str:
    when = words(during(answer.window))
    if not answer.rows:
        return f"{icons.UNSURE} *There is no tenant here of which you may see numbers.*"
    if answer.by:
        return _of_groups(answer, when)
    if answer.about in _COUNTED:
        return _of_numbers(answer, f" {when}" if answer.about in _OF_WINDOW else "")
    all_of_them = count(len(answer.rows), "tenant")
    if not answer.needing:
        which = f"None of {all_of_them} stands out" if len(answer.rows) > 1 else "The tenant does not stand out"
        return f"{icons.OK} *{which}* {when}: no incident, no success rate that is certainly lower, no old data."
    named = [f"{_tenant(row)} ({_why(row)})" for row in answer.needing]
    needing = f"{len(answer.needing):,} of {all_of_them}" if len(answer.rows) > 1 else "The tenant"
    verb = "needs" if len(answer.needing) == 1 or len(answer.rows) == 1 else "need"
    return f"{icons.FAILED} *{needing} {verb} a look* {when}: {listing(named, _NAMED)}."


def _of_numbers(answer: FleetAnswer, when: str) -> str:
    """How many there are of what was asked, at how many tenants, and where most; of which it is not known is said."""
    name, asked, one, many, none = _COUNTED[answer.about]
    known = [(row, number) for row in answer.rows if (number := _known(row, name)) is not None]
    tenants = count(len(answer.rows), "tenant")
    if not known:
        why = ": it takes the directory's list of each" if answer.about == "cutoffs" else ""
        return f"{icons.UNSURE} *{asked} is not told* of any of {tenants}{when}{why}."
    some = [(row, number) for row, number in known if number]
    unknown = len(answer.rows) - len(known)
    others = f" Of {unknown:,} it is not told." if unknown else ""
    if not some:
        return f"{icons.INFO} *{none}*{when} at {len(known):,} of {tenants}, as far as their data goes.{others}"
    most = listing([f"{_tenant(row)} ({number:,})" for row, number in some], _NAMED)
    all_of_them = count(sum(number for _, number in some), one, many)
    return f"{icons.FAILED} *{all_of_them}*{when} at {len(some):,} of {tenants}: {most}.{others}"


def _known(row: FleetRow, name: str) -> int | None:
    """A number of a tenant; that nobody is stuck is none where its data is old."""
    number: int | None = getattr(row, name)
    return None if name == "stuck" and row.stale and not number else number


def _of_groups(answer: FleetAnswer, when: str) -> str:
    if not answer.groups:
        return _of_none(answer, when)
    worst = next((one for one in answer.groups if one.key), None)
    if worst is None:  # by method alone
        failed = people(sum(one.people for one in answer.groups))
        return f"{icons.INFO} *Where people fail is not told* {when}: the data names no method of {failed} who failed."
    most = {GroupBy.CAUSE: "fails most people", GroupBy.METHOD: "is where most people fail whose method is named"}.get(
        answer.by or GroupBy.RESULT, "is what most people end with"
    )
    return (
        f"{icons.FAILED} *{words(worst.label)}* {most} {when}: "
        f"{people(worst.people)} at {count(len(worst.tenants), 'tenant')}, {words(_at(worst))}."
    )


def _of_none(answer: FleetAnswer, when: str) -> str:
    """Nobody is in a group: nobody failed, nothing is known, or those who failed are too few to be told of."""
    nobody = [row for row in answer.rows if row.failing == 0]
    if len(nobody) == len(answer.rows):
        return f"{icons.INFO} *Nobody failed* at {count(len(answer.rows), 'tenant')} {when}, as far as their data goes."
    others = len(answer.rows) - len(nobody)
    return (
        f"{icons.UNSURE} *Nothing is told of who failed* {when} at {others:,} of {count(len(answer.rows), 'tenant')}: "
        f"the data does not say, or they are too few.{' At the others nobody did.' if nobody else ''}"
    )


def _why(row: FleetRow) -> str:
    return ", ".join(_reasons(row)) or "nothing is loaded"


def _reasons(row: FleetRow) -> Iterator[str]:
    if row.problem:
        yield "cannot be read"
    if row.failed:
        yield "work that does not succeed"
    if row.incidents:
        yield count(row.incidents, "incident")
    if row.is_worse:
        yield "a lower success rate"
    if row.stale:
        yield "old data"
    if row.newest and row.stuck:
        yield f"{row.stuck:,} stuck"


def _table(answer: FleetAnswer, zone: tzinfo) -> list[dict[str, object]]:
    rows: list[list[Cell]] = [
        [row.tenant, _known(row, "stuck"), row.failing, row.incidents, *_texts(row, zone)[3:]] for row in answer.rows
    ]
    first = _FIRST.get(answer.about, "the worst")
    return data_table(f"Tenants, {first} first", _HEADS, rows, one="tenant")


def _groups(answer: FleetAnswer) -> list[dict[str, object]]:
    by = str(answer.by)
    rows: list[list[Cell]] = [
        [one.label, one.people, one.attempts, len(one.tenants), _at(one)] for one in answer.groups
    ]
    return data_table(f"Failures at all tenants by {by}", (by.capitalize(), *_OF_GROUPS), rows, one=by)


def _at(group: FleetGroup) -> str:
    return listing([f"{name} ({number:,})" for name, number in group.tenants], _NAMED)


def _texts(row: FleetRow, zone: tzinfo) -> list[str]:
    numbers = ["-" if one is None else f"{one:,}" for one in (_known(row, "stuck"), row.failing, row.incidents)]
    losing = "-" if row.losing is None else f"{row.losing:,}"
    return [*numbers, _change(row), losing, _newest(row, zone)]


def _change(row: FleetRow) -> str:
    """What may be said of the success rate; the rate itself is in the answer of the tenant."""
    return f"{row.change} a change" if row.change == Verdict.TOO_FEW else row.change or "-"


def _newest(row: FleetRow, zone: tzinfo) -> str:
    if row.newest:
        return short_clock(row.newest, zone)
    return "-" if row.problem else "nothing loaded"
