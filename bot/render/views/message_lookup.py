"""The answer to a message that somebody wrote to others: what was found in it, and what else can be asked about it."""

from collections.abc import Sequence

from bot.knowledge.catalogue import Catalogue
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import ask_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import clip, code, mention
from bot.render.blocks.wording import first_sentence

TITLE = "What SSPR says"
_LABEL = 60


def message(
    answer: Message, asked: str, others: Sequence[str], *, catalogue: Catalogue, token: str | None, by_author: bool
) -> Message:
    """The answer with what was found above it, and a button for everything else that the message names."""
    found = (
        "It names nobody and no error, so this is about its author."
        if by_author
        else f"Found: {_shown(asked, catalogue)}."
    )
    more = ask_buttons(token, {one: _label(one, catalogue) for one in others})
    also = [context("The message names this as well:"), *more] if more else []
    return Message(answer.text, (context(f"From the message. {found}"), *answer.blocks, *also))


def nothing_found() -> Message:
    """Why a message has no answer."""
    says = f"{icons.UNSURE} I found no address, no error code and no documented sentence in that message."
    return assemble(says, [section(says), context("A message by an app has no author whom I could look up.")])


def _shown(question: str, catalogue: Catalogue) -> str:
    kind, _, what = question.partition(" ")
    if kind == "fix":
        return f"what to do about {code(_label(question, catalogue))}"
    return f"the status of {mention(what.strip('<@>')) if what.startswith('<@') else code(what)}"


def _label(question: str, catalogue: Catalogue) -> str:
    kind, _, what = question.partition(" ")
    detail = catalogue.details.get(what) if kind == "fix" else None
    return clip(first_sentence(detail.text) if detail else what, _LABEL)
