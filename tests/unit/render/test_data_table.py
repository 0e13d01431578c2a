"""Tables: numbers as numbers, nothing empty, nothing beyond what a message holds, nothing lost in the text twin."""

import json
from typing import Any

import numpy as np
import pytest

from bot.local_slack.block_kit.surfaces import check_blocks
from bot.render.blocks import limits
from bot.render.blocks.data_table import Action, Number, data_table
from bot.render.blocks.message import Message
from bot.render.blocks.text_twin import has_data_blocks, plain
from tests.unit.render.rules import mrkdwn_of

HEAD = ["Person", "Tries", "Share", ""]


def row(name: str = "dana@contoso.com", tries: Any = 3) -> list[Any]:
    return [name, tries, Number(0.42, "42 %"), Action("Fix", "sspr.answer.fix", "t0ken|no_license")]


def said(block: dict[str, Any]) -> str:
    return "\n".join(mrkdwn_of(plain(Message("x", (block,))).blocks))


def test_cells_are_raw_and_each_button_has_an_id_of_its_own() -> None:
    (block,) = data_table("Stuck", HEAD, [row(), row("kim@contoso.com", np.int64(1))])
    assert check_blocks([block]) == []
    json.dumps(block, allow_nan=False)
    assert [cell["type"] for cell in block["rows"][1]] == ["raw_text", "raw_number", "raw_number", "action_cell"]
    assert [made[3]["element"]["action_id"] for made in block["rows"][1:]] == ["sspr.answer.fix.1", "sspr.answer.fix.2"]
    assert block["rows"][1][3]["fallback"] == {"type": "raw_text", "text": "Fix"}
    assert block["rows"][2][1] == {"type": "raw_number", "value": 1, "text": "1"}


@pytest.mark.parametrize("empty", ["", " ", "\u200b", "\n", None, float("nan"), float("inf")])
def test_an_empty_cell_is_a_dash(empty: Any) -> None:
    (block,) = data_table("Stuck", HEAD, [row(tries=empty)])
    assert block["rows"][1][1] == {"type": "raw_text", "text": "-"}
    assert block["rows"][0][3]["text"] == "-"


@pytest.mark.parametrize(("given", "total"), [(100, 100), (101, 101), (60, 500), (300, 300)])
def test_rows_that_do_not_fit_are_counted(given: int, total: int) -> None:
    block, *rest = data_table("Stuck", HEAD, [row("x" * 60)] * given, total=total, one="case")
    shown = len(block["rows"]) - 1
    assert shown <= limits.TABLE_ROWS
    assert check_blocks([block, block]) == []
    assert [note["elements"][0]["text"] for note in rest] == [f"... and {total - shown:,} more cases"]


def test_without_rows_there_is_no_table() -> None:
    assert data_table("Stuck", HEAD, []) == []


@pytest.mark.parametrize(("notes", "columns"), [(["", None], 2), (["", "again"], 3), (["-"], 2)])
def test_a_last_column_that_says_nothing_may_go(notes: list[str | None], columns: int) -> None:
    rows = [["dana", 1, note] for note in notes]
    (block,) = data_table("Stuck", ["Person", "Tries", "Note"], rows, last_may_go=True)
    assert {len(made) for made in block["rows"]} == {columns}


def test_what_stands_in_rows_that_are_not_shown_keeps_no_column_and_is_not_made() -> None:
    made: list[int] = []
    rows = (made.append(number) or ["x" * 60, "a" if number == 99 else ""] for number in range(100))  # type: ignore[func-returns-value]
    block, rest = data_table("Stuck", ["Person", "Note"], rows, total=100, last_may_go=True)
    assert {len(row) for row in block["rows"]} == {1}
    assert len(made) == len(block["rows"])  # the head, and one that did not fit
    assert rest["elements"][0]["text"] == f"... and {100 - len(made) + 1} more rows"


def test_the_text_twin_says_every_cell_and_keeps_the_buttons() -> None:
    rows = [row("dana@contoso.com", number) for number in range(12)]
    (block,) = data_table("Stuck", ["Person", "Tries", "Share", "What to do"], rows)
    message = Message("x", (block,))
    assert (has_data_blocks(message), has_data_blocks(plain(message))) == (True, False)
    lines = said(block).splitlines()
    assert lines[1] == "• `dana@contoso.com`: tries 0, share 42 %"
    assert len([line for line in lines if line.startswith("•")]) == 12
    assert sum("accessory" in made for made in plain(message).blocks) == 10


def test_hostile_text_is_raw_in_a_cell_and_escaped_in_the_twin() -> None:
    (block,) = data_table("Stuck", HEAD, [row("<!channel> *bold*")])
    assert block["rows"][1][0]["text"] == "<!channel> *bold*"
    assert "<!channel>" not in said(block)
    assert "`&lt;!channel&gt;`" in said(block)
