"""The buttons under the cases of a cause: who looks after them, or when they are looked at again."""

from bot.digests.decision import Decision, DecisionKind
from bot.render.blocks.blocks import actions, button
from bot.render.blocks.inputs import overflow
from bot.render.blocks.message import Block

ACKNOWLEDGE, ASSIGN, SNOOZE = "sspr.case.acknowledge", "sspr.case.assign", "sspr.case.snooze"
CLOSE, REOPEN = "sspr.case.close", "sspr.case.reopen"
REOPEN_SOME = "sspr.case.reopen_some"  # asks whom, where REOPEN takes all
MORE = "sspr.case.more"  # the three dots; the chosen option ends in what to do
WHY = "why"

TITLES = {
    "acknowledged": "Acknowledge",
    "assigned": "Assign",
    "snoozed": "Snooze",
    "closed": "Close by hand",
    "reopened": "Reopen",
}
_LABELS = {ACKNOWLEDGE: "Acknowledge", ASSIGN: "Assign", SNOOZE: "Snooze", CLOSE: "Close", REOPEN: "Reopen"}
_ONE = {
    "acknowledged": "Acknowledge one person",
    "reopened": "Reopen one person",
    WHY: "Why is somebody here?",
}
_AT_REST = (DecisionKind.SNOOZED, DecisionKind.CLOSED)


def cause_buttons(token: str, cause: str, decision: Decision | None) -> Block:
    """What can be decided about a cause as a whole; the value is the kept answer's id and the cause's key."""
    place = f"{token}|{cause}"
    return actions(*(button(_LABELS[kind], kind, place) for kind in _kinds(decision)), _menu(_ONE, place))


def reopen_button(place: str) -> Block:
    """The way back for what was closed by hand."""
    return button("Reopen", REOPEN_SOME, place)


def decisions_menu(place: str) -> Block:
    """Everything that can be decided about a cause, behind three dots."""
    return _menu(TITLES, place)


def _menu(titles: dict[str, str], place: str) -> Block:
    return overflow(MORE, {f"{place}|{deed}": title for deed, title in titles.items()})


def _kinds(decision: Decision | None) -> tuple[str, ...]:
    if decision and decision.kind in _AT_REST:
        return (REOPEN,)
    if decision and decision.kind is not DecisionKind.REOPENED:
        return (ASSIGN, SNOOZE, CLOSE)
    return (ACKNOWLEDGE, ASSIGN, SNOOZE, CLOSE)
