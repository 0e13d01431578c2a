"""What the person gets to whom a case was assigned: what it is, what to do first, and a button to say it was seen."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.analysis.answers import Case
from bot.digests.decision import Decision
from bot.knowledge.catalogue import Cause
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import actions, button, context, section
from bot.render.blocks.compose import FIX, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import mention, person, plain, time
from bot.render.blocks.names import named
from bot.render.blocks.wording import and_more, count, first_of, left_of, people
from bot.render.cases.decision_buttons import ACKNOWLEDGE
from bot.render.cases.since_then import since_then, still_so

HANDED = "handed"  # the last part of the value of its buttons
_SHOWN = 10


def message(decision: Decision, cause: Cause, cases: Sequence[Case], value: str, *, zone: tzinfo) -> Message:
    """The direct message; only people who may see cases get one. `value` is that of its buttons, and ends in HANDED."""
    whole = not decision.case.user
    what = f"{plain(cause.title)}, {people(len(cases))}" if whole else f"{person(cases[0].shown)}: {plain(cause.title)}"
    verdict = f"{mention(decision.by)} asks you to look after {what}."
    meaning = f" {plain(cause.sentence)}" if any(map(still_so, cases)) else ""
    lines = [f"*{mention(decision.by)} asks you to look after this:* {plain(cause.title)}.{meaning}"]
    lines += [_line(case, zone) for case in first_of(cases, _SHOWN)]
    lines += [and_more(left_of(cases, _SHOWN))] if left_of(cases, _SHOWN) else []
    buttons = actions(button("Acknowledge", ACKNOWLEDGE, value), button("What to do", f"{FIX}.1", value))
    small = context(f"Assigned {time(decision.at, zone)}. Everything assigned to you is on my Home tab.")
    return assemble(verdict, [section("\n".join(lines)), small], [buttons])


def acknowledged(decision: Decision, cause: Cause, cases: Sequence[Case], value: str, *, zone: tzinfo) -> Message:
    """The same message once it was seen: what was said about it stays, the button that says so goes."""
    lines = [_line(case, zone) for case in first_of(cases, _SHOWN)]
    lines += [and_more(left_of(cases, _SHOWN))] if left_of(cases, _SHOWN) else []
    says = f"{icons.OK} You look after this: {plain(cause.title)}."
    small = context(f"Acknowledged {time(decision.at, zone)}. Everything assigned to you is on my Home tab.")
    blocks = [section("\n".join([f"*{says}*", *lines])), small]
    return assemble(says, blocks, [actions(button("What to do", f"{FIX}.1", value))])


def _line(case: Case, zone: tzinfo) -> str:
    who = named(case.shown, Visibility.NAMES)
    tries = count(case.tries, "try", "tries")
    return f"• {who}: {tries}, since {time(case.opened_at, zone)}{since_then(case, zone)}"
