"""A friendly no: what may not be shown to this person, and whom to ask."""

from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import words

_ALLOWED = "You may always ask about yourself: `/sspr status me`."


def message(sentence: str, *, ask: str = "", myself: bool = True) -> Message:
    """A refusal: why, whom to ask (a sentence), and whether the person may still ask about themselves."""
    why = f"{icons.NO} {words(sentence)}"
    hints = [words(ask)] if ask else []
    hints += [_ALLOWED] if myself else []
    return assemble(" ".join([why, *hints]), [section(why), *([context(*hints)] if hints else [])])
