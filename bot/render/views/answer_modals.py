"""What opens behind a button: the whole list, or the next steps for the person on the line."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from bot.analysis.data import DataAnswer
from bot.analysis.failures import FailuresAnswer
from bot.analysis.registrations import RegistrationsAnswer
from bot.analysis.rollout import RolloutAnswer
from bot.analysis.status import PersonStatus
from bot.analysis.stuck import StuckAnswer
from bot.digests.decision import Decisions
from bot.privacy import Visibility
from bot.render.answers import data, failures, fix_steps, registrations, rollout, status, stuck
from bot.render.blocks import limits
from bot.render.blocks.blocks import context, listed, plain_text, section
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import bold, cut, person
from bot.render.blocks.wording import and_more, count

Shown = PersonStatus | FailuresAnswer | RegistrationsAnswer | StuckAnswer | DataAnswer | RolloutAnswer


def show_all(
    answer: Shown, *, zone: tzinfo, show: Visibility = Visibility.NAMES, decisions: Decisions | None = None
) -> Block:
    """The view behind `Show all`: every line of the answer, as far as a view goes."""
    lines: Iterable[str]
    match answer:
        case PersonStatus():
            lines, total = status.rows(answer, zone), status.rows_total(answer)
        case FailuresAnswer():
            lines, total = failures.rows(answer, zone, show), failures.rows_total(answer, show)
        case RegistrationsAnswer():
            lines, total = registrations.rows(answer, zone, show), registrations.told(answer).people
        case StuckAnswer():
            lines = stuck.rows(answer, zone, show, decisions)
            total = sum(len(group.cases) for group in answer.groups)
        case RolloutAnswer():
            lines = rollout.rows(answer, show)
            total = len(lines)
        case DataAnswer():
            lines = data.rows(answer, zone)
            total = len(answer.receipts) + len(answer.unknown_details)
    return view("Show all", _packed(lines, total))


def next_steps(answer: PersonStatus) -> Block:
    """The view behind `Next steps for the user`: what to send them, and what to do first."""
    if not answer.fix:
        return view("Next steps", [section("There is nothing to do: no trouble is open.")])
    blocks = [
        section(f"For {person(answer.shown)}. {bold('Send this to the user')}, by a channel you trust:"),
        section(f"```{cut(fix_steps.plain_tell(answer.fix), limits.SECTION - 6)}```"),
        listed(bold("Then"), fix_steps.step_lines(answer.fix)),
        context(fix_steps.sources(answer.fix, most=len(answer.fix.links))),
    ]
    return view("Next steps", blocks)


def view(title: str, blocks: Sequence[Block]) -> Block:
    """A modal that only shows something."""
    return {
        "type": "modal",
        "title": plain_text(title, limits.VIEW_TITLE),
        "close": plain_text("Close", limits.VIEW_TITLE),
        "blocks": [block for block in blocks if block][: limits.VIEW_BLOCKS],
    }


def _packed(lines: Iterable[str], total: int) -> list[Block]:
    """Lines in as few sections as hold them; what does not fit into a view is counted at the top and the end."""
    sections: list[list[str]] = [[]]
    size = shown = 0
    for line in lines:
        if sections[-1] and size + len(line) + 1 > limits.SECTION:
            if len(sections) == limits.VIEW_BLOCKS - 2:
                break
            sections.append([])
            size = 0
        sections[-1].append(line)
        size += len(line) + 1
        shown += 1
    left = max(0, total - shown)
    head = count(shown, "line") + (f" of {shown + left:,}" if left else "")
    tail = [context(f"{and_more(left)}. A CSV file holds all of them: ask with `export`.")] if left else []
    return [context(head), *(section("\n".join(texts)) for texts in sections if texts), *tail]
