"""The same status to the person it is about: "you", what they can do themselves, and nothing to share."""

from dataclasses import replace
from datetime import tzinfo

from bot.analysis.status import PersonStatus
from bot.knowledge.catalogue import Owner
from bot.render.answers.status import SHOWN_ATTEMPTS, attempt_line, facts_of, no_try_before, verdict_of
from bot.render.blocks.blocks import context, fields, listed, section
from bot.render.blocks.compose import ALL, answer_buttons, assemble
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
    (
        "An administrator needs two of email, phone and authenticator app, and has",
        "As an administrator you need two of email, phone and authenticator app, and have",
    ),
)


# The sentence promises what the helpdesk does for a caller; this answer does nothing.
_HELPDESK = "What the helpdesk says, when you call them (nothing is done before)"


def message(answer: PersonStatus, *, zone: tzinfo, token: str | None = None) -> Message:
    """The answer to `status` for whoever asked about themselves."""
    icon, verdict = verdict_of(answer, zone)
    reason = words(to_you(answer.reason))
    facts = [(label, to_you(value)) for label, value in facts_of(answer, zone)]
    blocks: list[Block] = [
        section(f"{icon} You ({person(answer.shown)}) *{to_you(verdict)}*.\n{reason}"),
        fields(facts),
    ]
    blocks += [section(f"Please {line}") for line in no_try_before(answer, zone)]
    if answer.fix:
        own = [step for step in answer.fix.steps if (step.owner or answer.fix.acts[0]) is Owner.USER]
        blocks.append(section(f"{bold(_HELPDESK)}\n{quote(answer.fix.tell_user)}"))
        if own:
            lines = [fix_steps.step_line(replace(step, owner=None), number) for number, step in enumerate(own, start=1)]
            blocks.append(listed(bold("What you can do"), lines, len(lines)))
    if answer.attempts:
        shown = [attempt_line(attempt, zone) for attempt in answer.attempts[:SHOWN_ATTEMPTS]]
        blocks.append(listed(bold("Your last attempts"), shown, answer.attempts_total))
    blocks.append(context(coverage.line(answer.coverage, zone)))
    kinds = [ALL] if answer.attempts_total > SHOWN_ATTEMPTS else []
    return assemble(
        f"{icon} You ({person(answer.shown)}) {to_you(verdict)}. {reason}", blocks, answer_buttons(token, *kinds)
    )


def to_you(text: str) -> str:
    """What is said of somebody, as it is said to themselves."""
    for theirs, yours in _YOU:
        text = text.replace(theirs, yours)
    return text
