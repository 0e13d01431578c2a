"""What is said instead of an answer: an error of ours, what the person can put right, a friendly no."""

from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import clip, code, spoken, words

_AGAIN = "Please try again in a minute. If it stays so, give the reference to the people who run this bot."
_ALLOWED = "You may always ask about yourself: `/sspr status me`."


def error(reference: str, *, sentence: str = "That did not work.", advice: str = _AGAIN) -> Message:
    """What happened, what to do, and a reference for those who look into it.

    `sentence` is meant for a person and never an exception's own words.
    """
    what, ref = f"{icons.WARNING} {words(sentence)} {words(advice)}", f"Reference: {code(reference)}"
    return assemble(f"{what} {ref}", [section(what), context(ref)])


def problem(sentence: str) -> Message:
    """Something that the person can put right themselves: the sentence alone, without a reference."""
    text = f"{icons.WARNING} {spoken(clip(sentence, 600))}"
    return assemble(text, [section(text)])


def refusal(sentence: str, *, ask: str = "", myself: bool = True) -> Message:
    """What may not be shown to this person: why, whom to ask, and whether they may still ask about themselves."""
    why = f"{icons.NO} {spoken(sentence)}"
    hints = [spoken(ask)] if ask else []
    hints += [_ALLOWED] if myself else []
    return assemble(" ".join([why, *hints]), [section(why), *([context(*hints)] if hints else [])])
