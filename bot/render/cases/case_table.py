"""Cases in a table, a row each, with what can be done about the one on the row."""

from collections.abc import Iterable
from datetime import tzinfo
from itertools import chain

from bot.analysis.answers import Case, CaseState
from bot.digests.decision import DecisionKind, Decisions, key_of
from bot.privacy import Visibility
from bot.render.blocks.data_table import Action, Cell, data_table
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import short_clock, zone_name
from bot.render.blocks.names import raw_name
from bot.render.cases.decision_buttons import ACKNOWLEDGE, OPEN
from bot.render.cases.since_then import note, over


def case_table(
    caption: str,
    cases: Iterable[Case],
    *,
    zone: tzinfo,
    show: Visibility,
    decisions: Decisions,
    token: str | None,
    total: int,
    elsewhere: str = "",
) -> list[Block]:
    """Who it is, since when and why; buttons only with a token. Times are in `zone`, which the head names.

    No more cases are looked at than are shown, but one.
    """
    rest = iter(cases)
    first = next(rest, None)
    if first is None:
        return []
    since = f"Stuck since ({zone_name(first.opened_at, zone)})"
    head = ["Person", *(["Look after", "More"] if token else []), "Cause", since, "Tries", "Note"]
    rows = (_row(case, zone, show, decisions, token) for case in chain([first], rest))
    return data_table(caption, head, rows, total=total, one="case", elsewhere=elsewhere, last_may_go=True)


def _row(case: Case, zone: tzinfo, show: Visibility, decisions: Decisions, token: str | None) -> list[Cell]:
    who = raw_name(case.shown, show)
    row: list[Cell] = [case.cause.short, short_clock(case.opened_at, zone), case.tries, _note(case, zone)]
    if not token:
        return [who, *row]
    decision = decisions.get(key_of(case)) if decisions else None
    value = f"{token}|{case.cause.key}|{case.opened_position}"
    if case.state is not CaseState.OPEN:
        return [who, None, None, *row]
    more = Action("Open", OPEN, value)
    if decision and decision.kind is not DecisionKind.REOPENED:
        return [who, str(decision.kind), more, *row]
    return [who, Action("Acknowledge", ACKNOWLEDGE, value), more, *row]


def _note(case: Case, zone: tzinfo) -> str:
    if case.state is CaseState.OPEN:
        return note(case, zone)
    how = over(case) if case.state is CaseState.RECOVERED else "reset by an admin"
    return f"{how} {short_clock(case.closed_at, zone)}" if case.closed_at else how
