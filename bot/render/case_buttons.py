"""The buttons under the cases of a cause: who looks after them, or when they are looked at again."""

from bot.render.blocks import actions, button
from bot.render.decision import Decision
from bot.render.message import Block

ACKNOWLEDGE, ASSIGN, SNOOZE = "sspr.case.acknowledge", "sspr.case.assign", "sspr.case.snooze"
CLOSE, REOPEN = "sspr.case.close", "sspr.case.reopen"

_LABELS = {ACKNOWLEDGE: "Acknowledge", ASSIGN: "Assign", SNOOZE: "Snooze", CLOSE: "Close", REOPEN: "Reopen"}
_AT_REST = ("snoozed", "closed")


def cause_buttons(token: str, cause: str, decision: Decision | None) -> Block:
    """What can be decided about a cause as a whole; the value is the kept answer's id and the cause's key."""
    kinds = _kinds(decision)
    return actions(*(button(_LABELS[kind], kind, f"{token}|{cause}") for kind in kinds))


def _kinds(decision: Decision | None) -> tuple[str, ...]:
    if decision and decision.verb in _AT_REST:
        return (REOPEN,)
    if decision and decision.verb != "reopened":
        return (ASSIGN, SNOOZE, CLOSE)
    return (ACKNOWLEDGE, ASSIGN, SNOOZE, CLOSE)
