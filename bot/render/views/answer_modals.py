"""What opens behind a button: the whole list, or the next steps for the person on the line."""

from collections.abc import Iterable, Sequence
from datetime import UTC

from bot.analysis.status import PersonStatus
from bot.render.answers.status import fix_lines, no_try_before
from bot.render.blocks import limits
from bot.render.blocks.blocks import context, listed, plain_text, section
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import bold, code, cut, person
from bot.render.blocks.text_twin import plain_blocks
from bot.render.blocks.wording import and_more, count
from bot.render.lines import fix_steps

_ASKED = 200  # characters of the question


def show_all(lines: Iterable[str], total: int, *, title: str, asked: str = "", exportable: bool = False) -> Block:
    """The view behind `Show all`: every line of an answer, as far as a view goes; `total` is how many there are.

    `exportable` is whether the one who looks may have the rows as a file.
    """
    return view(title, _packed(lines, total, asked, exportable=exportable))


def next_steps(answer: PersonStatus) -> Block:
    """The view behind `Next steps for the user`: what to send them, and what to do first."""
    if not answer.fix:
        return view("Next steps", [section("There is nothing to do: no trouble is open.")])
    blocks = [
        section(f"For {person(answer.shown)}. {bold('Send this to the user')}, by a channel you trust:"),
        section(f"```{cut(fix_steps.plain_tell(answer.fix), limits.SECTION - 6)}```"),
        *(section(f"> Please {line}") for line in no_try_before(answer, UTC)),  # each reader's Slack shows their zone
        listed(bold("Then"), fix_lines(answer)),
        context(fix_steps.sources(answer.fix, most=len(answer.fix.links))),
    ]
    return view("Next steps", blocks)


def view(title: str, blocks: Sequence[Block]) -> Block:
    """A modal that only shows something; modals take no data blocks."""
    return {
        "type": "modal",
        "title": plain_text(title, limits.VIEW_TITLE),
        "close": plain_text("Close", limits.VIEW_TITLE),
        "blocks": [block for block in plain_blocks(blocks) if block][: limits.VIEW_BLOCKS],
    }


def _packed(lines: Iterable[str], total: int, asked: str, *, exportable: bool) -> list[Block]:
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
    head = f"{code(asked, _ASKED)}: " if asked else ""
    head += count(shown, "line") + (f" of {shown + left:,}" if left else "")
    file = ". The rows behind them as a file: ask with `export`." if exportable else ""
    tail = [context(f"{and_more(left)}{file}")] if left else []
    return [context(head), *(section("\n".join(texts)) for texts in sections if texts), *tail]
