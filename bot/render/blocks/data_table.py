"""Tables that a reader sorts and pages: plain text and numbers, and what can be done on the row that it means."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from bot.render.blocks import limits
from bot.render.blocks.blocks import button, context
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import clean, clip
from bot.render.blocks.wording import and_more

PAGE = 10  # rows that are in sight at once
_CELL = 120
_NOTHING = {"type": "raw_text", "text": "-"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its words: 0.42 and `42 %`."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a row."""

    label: str
    action_id: str  # made unique by the row's number
    value: str


Cell = str | int | float | Number | Action | None


def data_table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    total: int | None = None,
    one: str = "row",
    many: str = "",
    elsewhere: str = "",
    last_may_go: bool = False,
) -> list[Block]:
    """The table, and how many rows were left out (`total` counts those that the caller did not give); [] without rows.

    `elsewhere` says where those are, like ` in the file`. Rows that are made one by one need their `total`; no more are
    made than are shown, but one. With `last_may_go` there is no last column where none of its cells says anything.

    A message has room for some thousand characters of a table; a row that does not fit ends it.
    """
    given = len(rows) if isinstance(rows, Sequence) else 0
    shown = _fitting(head, islice(rows, limits.TABLE_ROWS))
    if len(shown) == 1 and not given:
        return []
    if last_may_go and all(row[-1] == _NOTHING for row in shown[1:]):
        shown = [row[:-1] for row in shown]
    block = {
        "type": "data_table",
        "caption": clip(clean(caption), limits.HEADER),
        "rows": shown,
        "page_size": PAGE,
        "row_header_column_index": 0,
    }
    missing = max(total or 0, given) - len(shown) + 1
    return [block, *([context(f"{and_more(missing, one, many)}{elsewhere}")] if missing else [])]


def _fitting(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[list[Block]]:
    """The cells of the head and of the leading rows that a message has room for."""
    shown: list[list[Block]] = []
    left = limits.ROOMY_TABLE
    for number, row in enumerate(chain([head], rows)):
        made = [_cell(cell, number) for cell in row]
        left -= sum(map(_characters, made))
        if left < 0 and number:
            break
        shown.append(made)
    return shown


def _characters(cell: Block) -> int:
    """What `characters` counts, of a cell."""
    if cell["type"] != "action_cell":
        return len(cell["text"])
    return len(cell["element"]["text"]["text"]) + len(cell["fallback"]["text"])


def without_empty(
    head: Sequence[str], rows: Sequence[Sequence[Cell]], title: str
) -> tuple[list[str], list[list[Cell]]]:
    """A table without the column of that title, where none of its cells says anything."""
    at = head.index(title)
    keep = [number for number in range(len(head)) if number != at or any(row[at] for row in rows)]
    return [head[number] for number in keep], [[row[number] for number in keep] for row in rows]


def rows_of(block: Block) -> tuple[list[str], list[tuple[list[str], list[Block]]]]:
    """A table as the words of its head, and for each row its words and its buttons."""
    head, *rows = block["rows"]
    return [cell["text"] for cell in head], [
        (
            ["" if cell["type"] == "action_cell" else cell["text"] for cell in row],
            [cell["element"] for cell in row if cell["type"] == "action_cell"],
        )
        for row in rows
    ]


def _cell(cell: Cell, row: int) -> Block:
    match cell:
        case Action(label, action_id, value):
            element = button(label, f"{action_id}.{row}", value)
            return {"type": "action_cell", "element": element, "fallback": _text(label)}
        case Number(value, text):
            return _number(value, text)
        case str() | None:
            return _text(cell or "")
    return _number(cell, "")


def _number(value: float, text: str) -> Block:
    number = value.item() if hasattr(value, "item") else value  # numpy's own numbers are no JSON
    if not math.isfinite(number):
        return _text("")
    return {"type": "raw_number", "value": number, "text": text or f"{number:,}"}


def _text(text: str) -> Block:
    return {"type": "raw_text", "text": clip(clean(text), _CELL) or "-"}
