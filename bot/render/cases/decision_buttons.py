"""The buttons under the cases of a cause: who looks after them, or when they are looked at again."""

from bot.digests.decision import Decision, DecisionKind
from bot.render.blocks.blocks import actions, button
from bot.render.blocks.inputs import overflow
from bot.render.blocks.message import Block

ACKNOWLEDGE, ASSIGN, SNOOZE = "sspr.case.acknowledge", "sspr.case.assign", "sspr.case.snooze"
CLOSE, REOPEN = "sspr.case.close", "sspr.case.reopen"
REOPEN_SOME = "sspr.case.reopen_some"  # asks whom, where REOPEN takes all
OPEN, FOLLOW, REMIND = "sspr.case.open", "sspr.case.follow", "sspr.case.remind"  # one case, and to hear of it
UNFOLLOW, STOP = "sspr.case.unfollow", "sspr.follow.stop"  # in the modal of a case; with the number of a wish
UNDO, ESCALATE = "sspr.case.undo", "sspr.case.escalate"
MORE = "sspr.case.more"  # the three dots; the chosen option ends in what to do
WHY = "why"

TITLES = {
    "acknowledged": "Acknowledge",
    "assigned": "Assign",
    "snoozed": "Snooze",
    "closed": "Close by hand",
    "reopened": "Reopen",
}
LABELS = {ACKNOWLEDGE: "Acknowledge", ASSIGN: "Assign", SNOOZE: "Snooze", CLOSE: "Close", REOPEN: "Reopen"}
HEARING = {"follow": "Tell me when nobody is left", "remind": "Remind me tomorrow"}
_ONE = {
    "acknowledged": "Acknowledge one person",
    "reopened": "Reopen one person",
    WHY: "Why is somebody here?",
    **HEARING,
}
AT_REST = (DecisionKind.SNOOZED, DecisionKind.CLOSED)


def cause_buttons(token: str, cause: str, decision: Decision | None) -> Block:
    """What can be decided about a cause as a whole; the value is the kept answer's id and the cause's key."""
    value = f"{token}|{cause}"
    return actions(*(button(LABELS[kind], kind, value) for kind in _kinds(decision)), _menu(_ONE, value))


def reopen_button(value: str) -> Block:
    """The way back for what was closed by hand."""
    return button("Reopen", REOPEN_SOME, value)


def decisions_menu(value: str, decision: Decision | None) -> Block:
    """What can be decided about a cause, behind three dots: what was decided already is not on offer again."""
    needless = "acknowledged" if decision else "reopened"
    titles = {kind: title for kind, title in TITLES.items() if kind != needless}
    return _menu(titles | {"follow": HEARING["follow"]}, value)


def _menu(titles: dict[str, str], value: str) -> Block:
    return overflow(MORE, {f"{value}|{kind}": title for kind, title in titles.items()})


def _kinds(decision: Decision | None) -> tuple[str, ...]:
    if decision and decision.kind in AT_REST:
        return (REOPEN,)
    if decision and decision.kind is not DecisionKind.REOPENED:
        return (ASSIGN, SNOOZE, CLOSE)
    return (ACKNOWLEDGE, ASSIGN, SNOOZE, CLOSE)
