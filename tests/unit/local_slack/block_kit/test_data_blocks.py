"""What the judge refuses in charts and tables, at the exact place."""

import copy
from typing import Any

import pytest

from bot.local_slack.block_kit.surfaces import check_blocks, check_view
from bot.local_slack.workspace.messages import Json


def chart(kind: str = "bar", categories: int = 2, series: int = 1) -> Json:
    labels = [f"c{number}" for number in range(categories)]
    data = [{"label": label, "value": 1} for label in labels]
    lines = [{"name": f"s{number}", "data": copy.deepcopy(data)} for number in range(series)]
    drawn: Json = {"type": kind, "series": lines, "axis_config": {"categories": labels}}
    if kind == "pie":
        drawn = {"type": "pie", "segments": [{"label": label, "value": 1} for label in labels]}
    return {"type": "data_visualization", "title": "Failures", "chart": drawn}


def table(rows: int = 2, columns: int = 2, text: str = "x") -> Json:
    cells = [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)]
    return {"type": "data_table", "caption": "People", "rows": cells}


def action(action_id: str = "fix.1") -> Json:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Fix"}, "action_id": action_id, "value": "x"}
    return {"type": "action_cell", "element": button, "fallback": {"type": "raw_text", "text": "Fix"}}


def put(block: Json, pointer: str, value: Any) -> Json:
    block = copy.deepcopy(block)
    *path, last = pointer.strip("/").split("/")
    place: Any = block
    for step in path:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return block


@pytest.mark.parametrize(
    "blocks",
    [
        [chart(kind) for kind in ("bar", "line")],
        [chart("area", 20, 12)],
        [chart("pie", 12)],
        [put(chart(), "chart/series/0/data", [{"label": "c1", "value": -2.5}, {"label": "c0", "value": 0}])],
        [table(101, 20)],
        [table() | {"page_size": 100, "row_header_column_index": 1}],
        [put(table(), "rows/1/1", action())],
        [put(table(), "rows/1/0", {"type": "raw_number", "value": 0.5, "text": "50 %"})],
    ],
)
def test_what_slack_takes_is_taken(blocks: list[Json]) -> None:
    assert check_blocks(blocks) == []


SPOILT: list[tuple[Json, str]] = [
    (put(chart(), "chart/type", "radar"), "/chart/type"),
    (chart(categories=21), "/chart/axis_config/categories"),
    (chart(series=13), "/chart/series"),
    (chart("pie", 13), "/chart/segments"),
    (put(chart(), "title", "x" * 51), "/title"),
    (put(chart(), "chart/series/0/name", "x" * 21), "/chart/series/0/name"),
    (put(chart(), "chart/axis_config/x_label", "x" * 51), "/chart/axis_config/x_label"),
    (put(chart(), "chart/series/0/data/1/value", float("nan")), "/chart/series/0/data/1/value"),
    (put(chart(), "chart/series/0/data/1/value", float("inf")), "/chart/series/0/data/1/value"),
    (put(chart(), "chart/series/0/data/1/value", True), "/chart/series/0/data/1/value"),
    (put(chart(), "chart/series/0/data/1/value", None), "/chart/series/0/data/1/value"),
    (put(chart(), "chart/series/0/data/1/label", "other"), "/chart/series/0/data"),
    (put(chart(), "chart/series/0/data", [{"label": "c0", "value": 1}]), "/chart/series/0/data"),
    (put(chart(series=2), "chart/series/1/name", "s0"), "/chart/series"),
    (put(chart(), "chart/axis_config/categories/1", "c0"), "/chart/axis_config/categories"),
    (put(chart("pie"), "chart/segments/1/value", 0), "/chart/segments/1/value"),
    (put(chart("pie"), "chart/segments/1/label", "c0"), "/chart/segments"),
    (table(1), "/rows"),
    (table(102), "/rows"),
    (table(columns=21), "/rows/0"),
    (table(text=""), "/rows/0/0/text"),
    (put(table(), "rows/1", [{"type": "raw_text", "text": "x"}]), "/rows"),
    (put(table(), "rows/1/0", {"type": "raw_number", "value": 1}), "/rows/1/0"),
    (put(table(), "rows/1/0", {"type": "raw_number", "value": float("nan"), "text": "?"}), "/rows/1/0/value"),
    (put(table(), "rows/0/0", action()), "/rows/0/0/type"),
    (put(table(), "caption", ""), "/caption"),
    (table() | {"page_size": 101}, "/page_size"),
    (table() | {"row_header_column_index": 2}, "/row_header_column_index"),
    (put(put(table(3), "rows/1/1", action()), "rows/2/1", action()), ""),
    (table(51, 2, "x" * 99), "/rows"),
]


@pytest.mark.parametrize(("block", "pointer"), SPOILT)
def test_what_slack_refuses_is_refused_where_it_is_wrong(block: Json, pointer: str) -> None:
    good = chart()
    assert f"/blocks/1{pointer}" in {problem.pointer for problem in check_blocks([good, block])}


@pytest.mark.parametrize("blocks", [[chart()] * 3, [table(100, 1, "x" * 90)] * 3])
def test_a_message_has_limits_of_its_own(blocks: list[Json]) -> None:
    assert [problem.pointer for problem in check_blocks(blocks)] == ["/blocks"]


@pytest.mark.parametrize("kind", ["modal", "home"])
@pytest.mark.parametrize("block", [chart(), table()])
def test_only_messages_show_them(block: Json, kind: str) -> None:
    view: Json = {"type": kind, "blocks": [block]}
    if kind == "modal":
        view["title"] = {"type": "plain_text", "text": "x"}
    assert [problem.pointer for problem in check_view(view)] == ["/blocks/0/type"]
