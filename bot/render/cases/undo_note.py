"""What somebody sees who has just decided: that it was done, and for a minute the way back."""

from bot.digests.decision import Decision
from bot.knowledge.catalogue import Cause
from bot.render.blocks import icons
from bot.render.blocks.blocks import actions, button, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import mention, person, plain
from bot.render.blocks.wording import first_upper
from bot.render.cases.decision_buttons import UNDO


def done(decision: Decision, cause: Cause, shown: str, key: str) -> Message:
    """The note; `shown` is the person, "" for a whole cause, `key` what the button carries."""
    says = _says(decision, cause, shown)
    return assemble(says, [section(says)], [undo_row(key)])


def undo_row(key: str) -> Block:
    """The button alone."""
    return actions(button("Undo", UNDO, key))


def undone(decision: Decision, cause: Cause, shown: str) -> Message:
    """The note once it was taken back."""
    about = f"{person(shown)}, {plain(cause.title)}" if shown else plain(cause.title)
    now = f" It is {decision.kind} again, as before." if decision.kind != "reopened" else ""
    says = f"{icons.OK} Taken back: {about}.{now}"
    return assemble(says, [section(says)])


def _says(decision: Decision, cause: Cause, shown: str) -> str:
    about = f"{person(shown)}, {plain(cause.title)}" if shown else plain(cause.title)
    to = f" to {mention(decision.to)}" if decision.to else ""
    return f"{icons.OK} {first_upper(decision.kind)}{to}: {about}."
