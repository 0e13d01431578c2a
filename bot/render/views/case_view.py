"""One case in front of everything else: what is known, what can be done, and the text for a ticket."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.analysis.answers import Case, CaseState
from bot.digests.decision import Decision
from bot.knowledge.catalogue import Catalogue
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import actions, button, context, plain_text, section
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import bold, cut, escape, person, plain, time
from bot.render.blocks.wording import count, first_upper
from bot.render.cases.decision_buttons import (
    ACKNOWLEDGE,
    ASSIGN,
    CLOSE,
    ESCALATE,
    FOLLOW,
    LABELS,
    REMIND,
    REOPEN,
    SNOOZE,
    UNFOLLOW,
)
from bot.render.cases.decisions import said
from bot.render.cases.since_then import since_then, still_so
from bot.render.cases.ticket import ticket
from bot.render.lines import runbook
from bot.render.lines.runbook import Own
from bot.render.views.answer_modals import view as notice


def view(
    case: Case,
    value: str,
    *,
    decision: Decision | None,
    catalogue: Catalogue,
    zone: tzinfo,
    note: Sequence[Block] = (),
    own: Own | None = None,
    owner: str = "",
    followed: bool = False,
) -> Block:
    """The modal; `value` is that of its buttons, `note` says what was just done.

    `owner` is who looks after such cases by the operator's runbook, `own`; "" for nobody. `followed` says that the
    reader is to hear when it is over.
    """
    text = cut(_fenced(ticket(case, catalogue)), limits.SECTION - 60)
    blocks = [
        *note,
        section("\n".join(_facts(case, decision, zone))),
        actions(*_decisions(decision, value)),
        *_runbook(case, own, catalogue, zone),
        actions(*_escalate(decision, owner, value), *_hearing(value, followed=followed)),
        section(f"{bold('For a ticket')}, to copy:\n```{text}```"),
        context("Times in the ticket are UTC."),
    ]
    # Among the buttons is one that closes the case.
    return {**notice("One case", blocks), "close": plain_text("Done", limits.VIEW_TITLE), "private_metadata": value}


def _facts(case: Case, decision: Decision | None, zone: tzinfo) -> Iterator[str]:
    tries = count(case.tries, "try", "tries")
    again = ", back again" if case.back_again else ""
    yield f"{person(case.shown)}: *{plain(case.cause.title)}*{again}"
    yield f"{tries}, since {time(case.opened_at, zone)}, last {time(case.last_at, zone)}{since_then(case, zone)}."
    if case.state is not CaseState.OPEN:
        yield f"{icons.OK} It is over{f' since {time(case.closed_at, zone)}' if case.closed_at else ''}."
    if still_so(case):
        yield plain(case.cause.sentence)
    if decision:
        yield f"{first_upper(said(decision, zone))}."


def _runbook(case: Case, own: Own | None, catalogue: Catalogue, zone: tzinfo) -> list[Block]:
    lines = runbook.of_case(own, case, catalogue, zone)
    return [section("\n".join(lines))] if lines else []


def _escalate(decision: Decision | None, owner: str, value: str) -> list[Block]:
    """The button that gives the case to the runbook's owner, unless they have it."""
    has_it = decision is not None and decision.to == owner
    return [button("Escalate to its owner", ESCALATE, value)] if owner and not has_it else []


def _hearing(value: str, *, followed: bool) -> list[Block]:
    over = button("Do not tell me", UNFOLLOW, value) if followed else button("Tell me when it is over", FOLLOW, value)
    return [over, button("Remind me tomorrow", REMIND, value)]


def _decisions(decision: Decision | None, value: str) -> Iterator[Block]:
    kinds = (ACKNOWLEDGE, ASSIGN, SNOOZE, CLOSE) if decision is None else (ASSIGN, SNOOZE, CLOSE, REOPEN)
    yield from (button(LABELS[kind], kind, value) for kind in kinds)


def _fenced(text: str) -> str:
    """Text that stays between code fences."""
    return escape(text.replace("`", "'"))
