"""A case as text for the ticket of another system: plain words, to copy as they are."""

from datetime import UTC, datetime

from bot.analysis.answers import Case, CaseState
from bot.knowledge.catalogue import Catalogue, Detail, Step
from bot.render.blocks.mrkdwn import clean
from bot.render.blocks.wording import count, first_sentence
from bot.render.lines import fix_steps

_STEPS = 5


def ticket(case: Case, catalogue: Catalogue) -> str:
    """The text, a line a fact; times in UTC, as a ticket is read anywhere."""
    detail = catalogue.details.get(case.detail)
    lines = [
        f"{clean(case.shown)} could not reset their password: {case.cause.title}",
        f"First failure {_utc(case.opened_at)}, last {_utc(case.last_at)}, {count(case.tries, 'try', 'tries')}",
        f"The report says: {clean(first_sentence(catalogue.text_of(case.detail)))}",
    ]
    lines += [f"Blocked until about {_utc(case.blocked_until)} (estimate)"] if case.blocked_until else []
    lines += [f"Over since {_utc(case.closed_at)}"] if case.closed_at else []
    if detail and case.state is CaseState.OPEN:
        detail = detail.for_privileged() if case.privileged else detail
        lines += [f"Who acts: {fix_steps.who(detail.acts)}", *_steps(detail)]
        lines += [f"See {page.url}" for page in detail.links if page.current][:1]
    return "\n".join(lines)


def _steps(fix: Detail) -> list[str]:
    shown = [_step(step, number) for number, step in enumerate(fix.steps[:_STEPS], start=1)]
    return [*shown, *([f"... and {len(fix.steps) - _STEPS} more"] if len(fix.steps) > _STEPS else [])]


def _step(step: Step, number: int) -> str:
    """`2. (helpdesk) Do this. [Menu > Page]`; who acts first is not named."""
    owner, menu = f"({step.owner}) " if step.owner else "", f" [{step.menu}]" if step.menu else ""
    return f"{number}. {owner}{clean(step.text)}{menu}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
