"""What this bot does not do: the sentence that says so and who does it, and a question that helps."""

from bot.questions.question import Cannot
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import ask_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import code, spoken

_ECHO = 200


def message(answer: Cannot, *, command: str = "/sspr", token: str | None = None) -> Message:
    """The answer to a deed or a subject that is out of reach; `command` is how the person asks."""
    says = f"{icons.INFO} {spoken(answer.sentence)}"
    instead = f"What helps: {code(f'{command} {answer.suggestion}', _ECHO)}." if answer.suggestion else ""
    known = f"{code(f'{command} help')} lists what I can answer."
    blocks = [section(says), *([section(instead)] if instead else []), context(known)]
    choices = dict.fromkeys(filter(None, (answer.suggestion, *answer.choices)))
    buttons = ask_buttons(token, {choice: choice for choice in choices})
    return assemble(f"{says} {instead}".strip(), blocks, buttons)
