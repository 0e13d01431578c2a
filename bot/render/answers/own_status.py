"""The same status to the person it is about: "you", what they can do themselves, and nothing to share."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo

from bot.analysis.status import PersonStatus
from bot.knowledge.catalogue import Owner
from bot.render.answers.status import SHOWN_ATTEMPTS, attempt_line, case_line, ends, facts_of, no_try_before, verdict_of
from bot.render.blocks.blocks import context, fields, listed, section
from bot.render.blocks.compose import MORE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, person, quote, words
from bot.render.lines import coverage, fix_steps

# How what is said of somebody is said to themselves; the reasons are few, and a test reads each.
_YOU = (
    ("this person has", "you have"),
    ("this person", "you"),
    ("They were", "You were"),
    ("They have", "You have"),
    ("What they", "What you"),
    ("Their last", "Your last"),
    ("that they are", "that you are"),
    ("that they can", "that you can"),
    ("they ", "you "),
    ("of theirs", "of yours"),
    ("their licenses", "your licenses"),
    (
        "An administrator needs two of email, phone and authenticator app, and has",
        "As an administrator you need two of email, phone and authenticator app, and have",
    ),
)


# The sentence promises what the helpdesk does for a caller; this answer does nothing.
_HELPDESK = "What the helpdesk says, when you call them (nothing is done before)"
_OWN = "What you can do"


def message(answer: PersonStatus, *, zone: tzinfo, token: str | None = None) -> Message:
    """The answer to `status` for whoever asked about themselves: verdict, what to do first, the rest behind More."""
    icon, verdict = verdict_of(answer, zone)
    reason = words(to_you(answer.reason))
    head = section("\n".join([f"{icon} You ({person(answer.shown)}) *{to_you(verdict)}*.", reason, *ends(answer)]))
    foot = context(coverage.line(answer.coverage, zone))
    first, standing = _first(answer, zone), case_line(answer, zone)
    text = f"{icon} You ({person(answer.shown)}) {to_you(verdict)}. {reason}"
    blocks = [head, *([section(first)] if first else []), *([context(standing)] if standing else []), foot]
    return assemble(text, blocks, answer_buttons(token, MORE), [head, *_body(answer, zone), foot])


def all_rows(answer: PersonStatus, *, zone: tzinfo) -> tuple[list[str], int]:
    """Every fact, step and attempt, said to the person, and how many lines that are in all."""
    facts = [f"{bold(label)}: {value}" for label, value in _facts(answer, zone)]
    steps = [bold(_OWN), *_steps(answer)] if _steps(answer) else []
    before = [*facts, *_waits(answer, zone), *_helpdesk(answer), *steps]
    attempts = [attempt_line(attempt, zone) for attempt in answer.attempts]
    heads = [bold("Your attempts")] if attempts else []
    return [*before, *heads, *attempts], len(before) + len(heads) + answer.attempts_total


def _first(answer: PersonStatus, zone: tzinfo) -> str:
    """What comes before all: the wait that a block asks for, else one's own first step, else what the helpdesk says."""
    lines = _waits(answer, zone) or _steps(answer)[:1] or _helpdesk(answer)
    return "\n".join(lines)


def _body(answer: PersonStatus, zone: tzinfo) -> Iterator[Block]:
    yield fields(_facts(answer, zone))
    yield from map(section, _waits(answer, zone))
    yield from map(section, _helpdesk(answer))
    if steps := _steps(answer):
        yield listed(bold(_OWN), steps, len(steps))
    if answer.attempts:
        shown = [attempt_line(attempt, zone) for attempt in answer.attempts[:SHOWN_ATTEMPTS]]
        yield listed(bold("Your last attempts"), shown, answer.attempts_total)


def _facts(answer: PersonStatus, zone: tzinfo) -> list[tuple[str, str]]:
    return [(label, to_you(value)) for label, value in facts_of(answer, zone)]


def _waits(answer: PersonStatus, zone: tzinfo) -> list[str]:
    return [f"Please {line}" for line in no_try_before(answer, zone)]


def _helpdesk(answer: PersonStatus) -> list[str]:
    return [f"{bold(_HELPDESK)}\n{quote(answer.fix.tell_user)}"] if answer.fix else []


def _steps(answer: PersonStatus) -> list[str]:
    """What the person can do alone, numbered."""
    if answer.fix is None:
        return []
    own = [step for step in answer.fix.steps if (step.owner or answer.fix.acts[0]) is Owner.USER]
    return [fix_steps.step_line(replace(step, owner=None), number) for number, step in enumerate(own, start=1)]


def to_you(text: str) -> str:
    """What is said of somebody, as it is said to themselves."""
    for theirs, yours in _YOU:
        text = text.replace(theirs, yours)
    return text
