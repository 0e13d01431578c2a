"""Words that no question fits: which word, what is wrong with it, and a form that works."""

from bot.questions.question import Misunderstood
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import ask_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, code, spoken

_ECHO = 200


def message(answer: Misunderstood, *, command: str = "/sspr", token: str | None = None) -> Message:
    """The answer to words that were not understood; `command` is how the person asks."""
    wrong = spoken(answer.sentence) or f"I do not know the word {code(answer.word)}."
    tried = f"You wrote {code(answer.text, _ECHO)}."
    first = "" if answer.suggestion == "help" and answer.choices else answer.suggestion  # the footer names help
    asked_back = bool(first) and answer.sentence.endswith(f"`{(first, *answer.choices)[-1]}`?")
    suggested = f"Try {code(f'{command} {first}', _ECHO)}." if first and not asked_back else ""
    known = f"{code(f'{command} help')} lists what I can answer."
    text = f"{icons.UNSURE} {wrong}"
    head = "" if answer.understood else f"{bold('I did not understand that.')} "
    blocks = [section(f"{icons.UNSURE} {head}{wrong}")]
    blocks += [section(suggested)] if suggested else []
    choices = dict.fromkeys(filter(None, (first, *answer.choices)))
    buttons = ask_buttons(token, {choice: choice for choice in choices})
    return assemble(f"{text} {suggested or known}", [*blocks, context(tried, known)], buttons)
