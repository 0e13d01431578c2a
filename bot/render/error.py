"""Our own fault, told in three parts: what happened, what to do, and a reference for those who look into it."""

from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import code, words

_AGAIN = "Please try again in a minute. If it stays so, give the reference to the people who run this bot."


def message(reference: str, *, sentence: str = "That did not work.", advice: str = _AGAIN) -> Message:
    """An error; `sentence` is meant for a person and never an exception's own words."""
    what, ref = f"{icons.WARNING} {words(sentence)} {words(advice)}", f"Reference: {code(reference)}"
    return assemble(f"{what} {ref}", [section(what), context(ref)])


def problem(sentence: str) -> Message:
    """Something that the person can put right themselves: the sentence alone, without a reference."""
    told = f"{icons.WARNING} {words(sentence, 600)}"
    return assemble(told, [section(told)])
