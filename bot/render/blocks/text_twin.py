"""The same in blocks that every Slack shows: for modals, terminals, and workspaces that refuse data blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from bot.render.blocks.bar_chart import WIDTH, bars, preformatted
from bot.render.blocks.blocks import actions, listed, section
from bot.render.blocks.data_table import rows_of
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, words
from bot.render.blocks.native_chart import bars_of
from bot.render.blocks.wording import first_lower

DATA_BLOCKS = frozenset({"data_visualization", "data_table"})
_REFUSABLE = DATA_BLOCKS | {"context_actions"}  # young blocks, which not every Slack shows
_WITH_BUTTONS = 10  # rows that keep their buttons
_NEED_NO_LABEL = ("Look after", "Note")  # columns whose cells are words that say what they mean


def has_data_blocks(message: Message) -> bool:
    """Whether a message holds blocks that a workspace may refuse."""
    return any(block.get("type") in DATA_BLOCKS for block in message.blocks)


def may_be_refused(message: Message) -> bool:
    """Whether a message holds any block that a workspace may not take yet."""
    return any(block.get("type") in _REFUSABLE for block in message.blocks)


def plain(message: Message) -> Message:
    """The message without data blocks: nothing that it says is missing."""
    return replace(message, blocks=tuple(plain_blocks(message.blocks)))


def with_common_buttons(message: Message) -> Message:
    """The message with common buttons for the small ones, and its charts and tables as they are."""
    return replace(message, blocks=tuple(chain.from_iterable(map(_common_buttons, message.blocks))))


def plain_blocks(blocks: Iterable[Block], *, buttons: bool = True, bar: int = WIDTH) -> Iterator[Block]:
    """Charts as bars of characters, tables as lists, whose rows keep their buttons; small buttons as common ones.

    `bar` is how many characters the longest bar has.
    """
    for block in blocks:
        match block.get("type"):
            case "data_visualization":
                title, rows = bars_of(block)
                yield section(f"{bold(title)}\n{preformatted(bars(rows, bar))}")
            case "data_table":
                yield from _list(block, buttons=buttons)
            case _:
                yield from _common_buttons(block)


def _common_buttons(block: Block) -> Iterator[Block]:
    if block.get("type") != "context_actions":
        yield block
        return
    yield actions(*(button for element in block["elements"] for button in _two_buttons(element)))


def _two_buttons(element: Block) -> Iterator[Block]:
    """The two halves of a pair that says yes or no, as buttons of their own."""
    for half, name in (("positive_button", "yes"), ("negative_button", "no")):
        yield {"type": "button", "action_id": f"{element['action_id']}.{name}", **element[half]}


def _list(block: Block, *, buttons: bool) -> Iterator[Block]:
    head, rows = rows_of(block)
    lines = [_line(head, texts) for texts, _ in rows]
    pressable = [pressed for _, pressed in rows]
    if not (buttons and any(pressable)):
        yield listed(bold(block["caption"]), lines)
        return
    yield section(bold(block["caption"]))
    for line, pressed in list(zip(lines, pressable, strict=True))[:_WITH_BUTTONS]:
        yield section(line, pressed[0] if len(pressed) == 1 else None)
        if len(pressed) > 1:
            yield actions(*pressed)
    if lines[_WITH_BUTTONS:]:
        yield listed("", lines[_WITH_BUTTONS:])


def _line(head: list[str], texts: list[str]) -> str:
    """`• *dana@contoso.com*: since 2026-11-23, tries 3`; an empty cell is left out."""
    first, *rest = zip(head, texts, strict=True)
    facts = [_fact(label, words(text)) for label, text in rest if text not in ("", "-")]
    return f"• {words(first[1])}{': ' if facts else ''}{', '.join(facts)}"


def _fact(label: str, text: str) -> str:
    return text if label in _NEED_NO_LABEL else f"{words(first_lower(label))} {text}"
