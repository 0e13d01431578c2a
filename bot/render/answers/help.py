"""What can be asked: one line a question, each with an example that works as it is."""

from bot.privacy import Role
from bot.questions.question_type import HelpAnswer, Topic
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
    topics = [topic for topic in answer.forms if topic.name != "help"]
    lines = [_line(topic, command) for topic in topics]
    blocks = [
        header("What you can ask"),
        section(f"{says} I only read reports; I never reset a password."),
        listed("", lines),
        context(f"{_PRIVATE} More about one question: {code(f'{command} help {topics[0].name}')}"),
    ]
    examples = listing([code(_example(topic, command)) for topic in topics], limit=4)
    return assemble(f"{says} For example {examples}", blocks)


def _line(topic: Topic, command: str) -> str:
    who = "" if topic.who <= Role.VIEWER else f" ({topic.who.value})"
    return f"• {code(_example(topic, command), _LONG)}{who}: {plain(topic.sentence)}"


def _example(topic: Topic, command: str) -> str:
    return f"{command} {topic.examples[0] if topic.examples else topic.name}"


def _topic(topic: Topic, command: str) -> Message:
    typed = [f"• {code(f'{command} {example}', _LONG)}" for example in topic.examples]
    said = [f"• {code(example, _LONG)}" for example in topic.free]
    usage = f"{command} {topic.usage}" if topic.usage.startswith(topic.name) else topic.usage
    blocks = [section(f"{bold(topic.name)}: {plain(topic.sentence)}\n{code(usage, _LONG)}")]
    blocks += [listed(bold("Examples"), typed)] if typed else []
    blocks += [listed(bold("Or in your own words"), said)] if said else []
    also = f"Also called {listing([code(word) for word in topic.also])}. " if topic.also else ""
    blocks.append(context(f"{also}Who may ask: {topic.who.value}."))
    return assemble(f"{bold(topic.name)}: {plain(topic.sentence)} {code(_example(topic, command), _LONG)}", blocks)


def _no_topic(answer: HelpAnswer, command: str) -> Message:
    says = f"{icons.UNSURE} There is no help on {code(answer.topic or '')}."
    hint = f" Did you mean {code(f'{command} help {answer.suggestion}')}?" if answer.suggestion else ""
    topics = f"Topics: {listing([code(topic) for topic in answer.topics], limit=30)}" if answer.topics else ""
    return assemble(f"{says}{hint} {topics}", [section(f"{says}{hint}"), context(topics)])
