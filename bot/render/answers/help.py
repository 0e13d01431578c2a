"""What can be asked: one line a question, each with an example that works as it is."""

from bot.privacy import Role
from bot.questions.question_type import HelpAnswer, Topic
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, header, listed, section
from bot.render.blocks.compose import MORE, answer_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, code, plain
from bot.render.blocks.wording import count, listing
from bot.render.views.prompts import PROMPTS

_PRIVATE = "Answers to the slash command are seen by you alone until you share them."
_LONG = 300


def message(answer: HelpAnswer, *, command: str = "/sspr", token: str | None = None) -> Message:
    """The answer to `help [topic]`; `command` is how the person asks."""
    if not answer.forms:
        return _no_topic(answer, command)
    return _topic(answer.forms[0], command) if answer.topic else _overview(answer, command, token)


def all_rows(answer: HelpAnswer, *, command: str = "/sspr") -> tuple[list[str], int] | None:
    """Every question that this person may ask, one line each; None for help on one of them."""
    if answer.topic:
        return None
    lines = [_line(topic, command, answer.role) for topic in answer.forms if topic.name != "help"]
    return lines, len(lines)


def _overview(answer: HelpAnswer, command: str, token: str | None) -> Message:
    """A few examples for the role, and the rest behind More; a terminal shows all."""
    says = "I answer for self-service password reset: who failed, why, and the documented fix."
    topics = [topic for topic in answer.forms if topic.name != "help"]
    lines = [_line(topic, command, answer.role) for topic in topics]
    head = [header("What you can ask"), section(f"{says} I only read reports; I never reset a password.")]
    foot = context(f"{_PRIVATE} More about one question: {code(f'{command} help {topics[0].name}')}")
    short = [f"• {_led(title)} {code(f'{command} {question}', _LONG)}" for title, question in _examples(answer)]
    more = context(f"Or in your own words. {count(len(lines), 'question')} in all.")
    shown = [listed(bold("For example"), short), more]
    examples = listing([code(f"{command} {question}") for _, question in _examples(answer)], limit=4)
    whole = [*head, listed("", lines), foot]
    if not token:
        return assemble(f"{says} For example {examples}", whole)
    return assemble(f"{says} For example {examples}", [*head, *shown, foot], answer_buttons(token, MORE), whole)


def _led(title: str) -> str:
    return plain(title) if title.endswith("?") else f"{plain(title)}:"


def _examples(answer: HelpAnswer) -> list[tuple[str, str]]:
    """What people of a role ask most, and how; those of many tenants first which needs a look."""
    role, many = answer.role, any(topic.name == "fleet" for topic in answer.forms)
    fleet = [("Which tenants need a look?", "fleet")] if many else []
    one = [("One person, with the caller on the line", "status dana@contoso.com")] if role >= Role.HELPDESK else []
    return [*fleet, *one, *(prompt for prompt in PROMPTS[role] if prompt[1] != "help")]


def _line(topic: Topic, command: str, role: Role) -> str:
    who = "" if topic.who <= Role.VIEWER or role < topic.who else f" ({topic.who.value})"
    return f"• {code(_example(topic, command, role), _LONG)}{who}: {plain(topic.sentence)}"


def _example(topic: Topic, command: str, role: Role = Role.ADMIN) -> str:
    """The first that works for a role: about oneself, where others are for a higher one."""
    own = f"{topic.name} me" if role < topic.who else ""
    return f"{command} {own or (topic.examples[0] if topic.examples else topic.name)}"


def _topic(topic: Topic, command: str) -> Message:
    typed = [f"• {code(f'{command} {example}', _LONG)}" for example in topic.examples]
    said = [f"• {code(example, _LONG)}" for example in topic.free]
    usage = f"{command} {topic.usage}" if topic.usage.startswith(topic.name) else topic.usage
    blocks = [section(f"{bold(topic.name)}: {plain(topic.sentence)}\n{code(usage, _LONG)}")]
    signs = [f"• {bold(sign)}: {plain(meaning)}" for sign, meaning in topic.signs]
    blocks += [listed(bold("Its signs"), signs)] if signs else []
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
