"""What can be asked: one line a question, each with an example that works as it is."""

from bot.privacy import Role
from bot.questions.form import HelpAnswer, Topic
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, header, listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, code, plain
from bot.render.blocks.wording import listing

_PRIVATE = "Answers to the slash command are seen by you alone until you share them."
_LONG = 300


def message(answer: HelpAnswer, *, command: str = "/sspr") -> Message:
    """The answer to `help [topic]`; `command` is how the person asks."""
    if not answer.forms:
        return _no_topic(answer, command)
    return _topic(answer.forms[0], command) if answer.topic else _overview(answer, command)


def _overview(answer: HelpAnswer, command: str) -> Message:
    says = "I answer for self-service password reset: who failed, why, and the documented fix."
    forms = [form for form in answer.forms if form.name != "help"]
    lines = [_line(form, command) for form in forms]
    blocks = [
        header("What you can ask"),
        section(f"{says} I only read reports; I never reset a password."),
        listed("", lines),
        context(f"{_PRIVATE} More about one question: {code(f'{command} help {forms[0].name}')}"),
    ]
    examples = listing([code(_example(form, command)) for form in forms], limit=4)
    return assemble(f"{says} For example {examples}", blocks)


def _line(form: Topic, command: str) -> str:
    who = "" if form.who <= Role.VIEWER else f" ({form.who.value})"
    return f"• {code(_example(form, command), _LONG)}{who}: {plain(form.sentence)}"


def _example(form: Topic, command: str) -> str:
    return f"{command} {form.examples[0] if form.examples else form.name}"


def _topic(form: Topic, command: str) -> Message:
    typed = [f"• {code(f'{command} {example}', _LONG)}" for example in form.examples]
    said = [f"• {code(example, _LONG)}" for example in form.free]
    usage = f"{command} {form.usage}" if form.usage.startswith(form.name) else form.usage
    blocks = [section(f"{bold(form.name)}: {plain(form.sentence)}\n{code(usage, _LONG)}")]
    blocks += [listed(bold("Examples"), typed)] if typed else []
    blocks += [listed(bold("Or in your own words"), said)] if said else []
    also = f"Also called {listing([code(word) for word in form.also])}. " if form.also else ""
    blocks.append(context(f"{also}Who may ask: {form.who.value}."))
    return assemble(f"{bold(form.name)}: {plain(form.sentence)} {code(_example(form, command), _LONG)}", blocks)


def _no_topic(answer: HelpAnswer, command: str) -> Message:
    says = f"{icons.UNSURE} There is no help on {code(answer.topic or '')}."
    hint = f" Did you mean {code(f'{command} help {answer.suggestion}')}?" if answer.suggestion else ""
    topics = f"Topics: {listing([code(topic) for topic in answer.topics], limit=30)}" if answer.topics else ""
    return assemble(f"{says}{hint} {topics}", [section(f"{says}{hint}"), context(topics)])
