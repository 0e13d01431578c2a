"""Blocks of a reply through MCP, which Slack shows in Slackbot's name: without the buttons that our own app hears."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from bot.render.blocks.message import Block

_SHOWN: Final = frozenset(
    ("context", "data_visualization", "divider", "header", "image", "markdown", "rich_text", "section")
)  # of what we write; one block that Slackbot does not know would take all others with it


def mcp_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Charts, tables and words; buttons go, and columns that hold nothing else."""
    for block in blocks:
        match block:
            case {"type": "data_table", "rows": rows}:
                yield {**block, "rows": list(_without_buttons(rows))}
            case {"type": "section"}:
                if "text" in block or "fields" in block:
                    yield {name: part for name, part in block.items() if name != "accessory"}
            case {"type": str(kind)} if kind in _SHOWN:
                yield block


def _without_buttons(rows: Sequence[Sequence[dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    pressed = {column for row in rows for column, cell in enumerate(row) if cell["type"] == "action_cell"}
    for row in rows:
        yield [cell for column, cell in enumerate(row) if column not in pressed]
