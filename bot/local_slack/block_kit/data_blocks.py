"""The shapes of charts and of tables that can be sorted, with the rules that join their parts."""

import math
from collections import Counter
from collections.abc import Callable, Iterator

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.elements import BUTTON
from bot.local_slack.block_kit.rich_text import RICH_TEXT
from bot.local_slack.block_kit.shapes import (
    Check,
    Problem,
    Problems,
    anything,
    both,
    by_type,
    integer,
    is_object,
    items,
    shape,
    string,
)

_LABEL = string(limits.CHART_LABEL)
_TITLE = string(limits.CHART_TITLE)


def _finite(value: object, at: str) -> Problems:
    """A number that JSON can say: no NaN, no infinity, and no word for it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield Problem(at, "invalid_type", "must be a number")
    elif not math.isfinite(value):
        yield Problem(at, "invalid_value", "must be a finite number")


def _above_zero(value: object, at: str) -> Problems:
    if isinstance(value, (int, float)) and not value > 0:
        yield Problem(at, "out_of_range", "must be more than 0")


def _unique(key: Callable[[object], object], what: str) -> Check:
    def check(value: object, at: str) -> Problems:
        names = [key(one) for one in value] if isinstance(value, list) else []
        for name, number in Counter(name for name in names if isinstance(name, str)).items():
            if number > 1:
                yield Problem(at, "duplicate_value", f"{what} {name} already exists")

    return check


def _named(key: str) -> Callable[[object], object]:
    return lambda one: one.get(key) if is_object(one) else None


_POINTS = items(shape({"label": _LABEL, "value": _finite}), limits.CHART_POINTS)
_SERIES = both(
    items(shape({"name": _LABEL, "data": _POINTS}), limits.CHART_SERIES), _unique(_named("name"), "series name")
)
_CATEGORIES = both(items(_LABEL, limits.CHART_POINTS), _unique(lambda one: one, "category"))
_AXIS = shape({"categories": _CATEGORIES}, {"x_label": _TITLE, "y_label": _TITLE})
_SEGMENTS = both(
    items(shape({"label": _LABEL, "value": both(_finite, _above_zero)}), limits.CHART_SERIES),
    _unique(_named("label"), "segment"),
)


def _same_points(chart: object, at: str) -> Problems:
    """Every series has one point for every category, in whatever order."""
    axis = chart.get("axis_config") if is_object(chart) else None
    categories = axis.get("categories") if is_object(axis) else None
    series = chart.get("series") if is_object(chart) else None
    if not isinstance(categories, list) or not isinstance(series, list):
        return
    for position, one in enumerate(series):
        points = one.get("data") if is_object(one) else None
        labels = [point.get("label") for point in points if is_object(point)] if isinstance(points, list) else []
        if sorted(map(str, labels)) != sorted(map(str, categories)):
            words = "must contain exactly one point for every category"
            yield Problem(f"{at}/series/{position}/data", "invalid_value", words)


_BY_AXIS = both(shape({"type": anything, "series": _SERIES, "axis_config": _AXIS}), _same_points)
_CHART = by_type(
    {"bar": _BY_AXIS, "line": _BY_AXIS, "area": _BY_AXIS, "pie": shape({"type": anything, "segments": _SEGMENTS})}
)

_TEXT = string(limits.DATA_TABLE_CHARACTERS)
_RAW = {
    "raw_text": shape({"type": anything, "text": _TEXT}),
    "raw_number": shape({"type": anything, "value": _finite, "text": _TEXT}),
}
_HEAD = items(by_type(_RAW), limits.TABLE_COLUMNS)
_ACTION = shape({"type": anything, "element": by_type({"button": BUTTON}), "fallback": by_type(_RAW)})
_ROW = items(by_type({**_RAW, "rich_text": RICH_TEXT, "action_cell": _ACTION}), limits.TABLE_COLUMNS)


def _rows(value: object, at: str) -> Problems:
    """A head of plain cells, then rows as wide."""
    yield from items(anything, limits.DATA_TABLE_ROWS + 1, 2)(value, at)
    for position, row in enumerate(value if isinstance(value, list) else []):
        yield from (_ROW if position else _HEAD)(row, f"{at}/{position}")


def rectangular(block: object, at: str) -> Problems:
    """All rows of a table have as many cells as its head."""
    rows = block.get("rows") if is_object(block) else None
    widths = {len(row) for row in rows if isinstance(row, list)} if isinstance(rows, list) else set()
    if len(widths) > 1:
        yield Problem(f"{at}/rows", "invalid_value", "all rows must have the same number of cells")


def _row_header(block: object, at: str) -> Problems:
    rows = block.get("rows") if is_object(block) else None
    index = block.get("row_header_column_index", 0) if is_object(block) else 0
    width = len(rows[0]) if isinstance(rows, list) and rows and isinstance(rows[0], list) else limits.TABLE_COLUMNS
    yield from integer(0, width - 1)(index, f"{at}/row_header_column_index")


_ID: dict[str, Check] = {"block_id": string(limits.IDENTIFIER)}
CHART = shape({"type": anything, "title": _TITLE, "chart": _CHART}, _ID)
DATA_TABLE = both(
    shape(
        {"type": anything, "rows": _rows, "caption": string(limits.IMAGE_TEXT)},
        {**_ID, "page_size": integer(1, limits.DATA_TABLE_ROWS), "row_header_column_index": anything},
    ),
    rectangular,
    _row_header,
)


def buttons_of(block: dict[str, object]) -> Iterator[dict[str, object]]:
    """Every button in the cells of a table."""
    rows = block.get("rows") if block.get("type") == "data_table" else None
    for row in rows if isinstance(rows, list) else []:
        for cell in row if isinstance(row, list) else []:
            element = cell.get("element") if is_object(cell) else None
            if is_object(element):
                yield element
