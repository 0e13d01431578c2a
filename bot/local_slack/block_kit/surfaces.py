"""Rules over a whole message or view: counts, sums, duplicates, and which blocks may stand where."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.blocks import CHECKS
from bot.local_slack.block_kit.data_blocks import buttons_of
from bot.local_slack.block_kit.objects import plain
from bot.local_slack.block_kit.shapes import (
    Check,
    Problem,
    Problems,
    anything,
    boolean,
    by_type,
    is_object,
    items,
    one_of,
    shape,
    string,
)


def _each_block(surface: str) -> Check:
    return by_type({kind: CHECKS[kind] for kind in sorted(limits.SURFACES[surface])})


def check_blocks(blocks: object, surface: str = "message") -> list[Problem]:
    """Say everything that is wrong with a list of blocks on a surface."""
    at = "/blocks"
    problems = list(items(_each_block(surface), limits.BLOCKS[surface], 0)(blocks, at))
    if isinstance(blocks, list):
        known = [block if is_object(block) else {} for block in blocks]
        for rule in (_repeated_block_ids, _repeated_action_ids, _tables, _data_blocks, _markdown):
            problems.extend(rule(known, at))
        if surface == "mcp":
            problems.extend(_inert(known, at))
            problems.extend(_plain_addresses(blocks, at))
    return problems


def check_view(view: object) -> list[Problem]:
    """Say everything that is wrong with a modal or a Home tab."""
    kind = view.get("type") if is_object(view) else None
    if not isinstance(kind, str) or kind not in _VIEWS or not is_object(view):
        return [Problem("/view/type", "unsupported_type", f"unsupported type: {kind}")]
    problems = list(_VIEWS[kind](view, "/view"))
    problems += check_blocks(view.get("blocks", []), kind)
    if kind == "modal" and "submit" not in view and any(_kinds(view, "input")):
        problems.append(Problem("/view", "missing_field", "missing required field: submit"))
    return problems


def text_length(value: object) -> int:
    """Count the characters that a reader of these blocks would see."""
    if isinstance(value, list):
        return sum(text_length(item) for item in value)
    if not is_object(value):
        return 0
    own = value.get("text")
    inner = sum(text_length(item) for key, item in value.items() if not isinstance(item, str))
    return inner + (len(own) if isinstance(own, str) else 0)


_IDENTIFIER = string(limits.IDENTIFIER)
_VIEW: dict[str, Check] = {
    "private_metadata": string(limits.PRIVATE_METADATA, 0),
    "callback_id": _IDENTIFIER,
    "external_id": _IDENTIFIER,
}
_VIEWS: dict[str, Check] = {
    "modal": shape(
        {"type": one_of("modal"), "title": plain(limits.VIEW_TITLE), "blocks": anything},
        {
            **_VIEW,
            "submit": plain(limits.VIEW_BUTTON),
            "close": plain(limits.VIEW_BUTTON),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": shape({"type": one_of("home"), "blocks": anything}, _VIEW),
}

_ONLY_SHOWN = {"context", "rich_text"}
_Blocks = Sequence[dict[str, object]]


def _kinds(view: dict[str, object], kind: str) -> Iterator[object]:
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list) else []:
        if is_object(block) and block.get("type") == kind:
            yield block


def _repeated(values: Sequence[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def _repeated_block_ids(blocks: _Blocks, at: str) -> Problems:
    given = [str(block["block_id"]) for block in blocks if "block_id" in block]
    for value in _repeated(given):
        yield Problem(at, "duplicate_id", f"block_id {value} already exists")


def _repeated_action_ids(blocks: _Blocks, at: str) -> Problems:
    for position, block in enumerate(blocks):
        given = [str(one["action_id"]) for one in elements_of(block) if "action_id" in one]
        for value in _repeated(given):
            yield Problem(f"{at}/{position}", "duplicate_id", f"action_id {value} already exists")


def elements_of(block: dict[str, object]) -> list[dict[str, object]]:
    """Every element of a block that a person can act on or that shows something."""
    listed = block.get("elements")
    found = [*(listed if isinstance(listed, list) else []), block.get("accessory"), block.get("element")]
    found += buttons_of(block)
    return [element for element in found if is_object(element)]


def _tables(blocks: _Blocks, at: str) -> Problems:
    tables = [block for block in blocks if block.get("type") == "table"]
    if len(tables) > limits.TABLES:
        yield Problem(at, "only_one_table_allowed", "only_one_table_allowed")
    if sum(text_length(table) for table in tables) > limits.TABLE_CHARACTERS:
        words = f"tables must hold less than {limits.TABLE_CHARACTERS + 1} characters"
        yield Problem(at, "too_long", words)


def _data_blocks(blocks: _Blocks, at: str) -> Problems:
    charts = sum(block.get("type") == "data_visualization" for block in blocks)
    if charts > limits.CHARTS:
        yield Problem(at, "too_many", f"no more than {limits.CHARTS} data_visualization blocks allowed")
    sizes = {position: text_length(block) for position, block in enumerate(blocks) if block.get("type") == "data_table"}
    for position, size in sizes.items():
        if size > limits.DATA_TABLE_CHARACTERS:
            words = f"must hold less than {limits.DATA_TABLE_CHARACTERS + 1} characters"
            yield Problem(f"{at}/{position}/rows", "too_long", words)
    plain_tables = sum(text_length(block) for block in blocks if block.get("type") == "table")
    if sum(sizes.values()) + plain_tables > limits.ALL_TABLES_CHARACTERS:
        yield Problem(at, "too_long", f"tables hold less than {limits.ALL_TABLES_CHARACTERS + 1} characters in all")


def _inert(blocks: _Blocks, at: str) -> Problems:
    """What can be pressed in a reply through MCP calls a tool with arguments in JSON, fills one, or opens a page."""
    pressed = [(position, block) for position, block in enumerate(blocks) if block.get("type") not in _ONLY_SHOWN]
    for position, block in pressed:
        for element in elements_of(block):
            action, value = element.get("action_id"), element.get("value")
            if "url" in element or element.get("type") == "image" or _is_tool_input(action):
                continue
            if not str(action).startswith("tool:"):
                yield Problem(f"{at}/{position}", "inert_element", f"action_id {action} calls no tool")
            elif element.get("type") == "button" and not _is_json_object(value):
                yield Problem(f"{at}/{position}", "invalid_value", "value must be a JSON object in a string")


def _plain_addresses(value: object, at: str) -> Problems:
    """A reply through MCP with an address that is not https:// is dropped."""
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _plain_addresses(item, f"{at}/{position}")
    elif is_object(value):
        for name, item in value.items():
            if name in {"url", "image_url"} and not str(item).startswith("https://"):
                yield Problem(f"{at}/{name}", "invalid_url", "must begin with https://")
            yield from _plain_addresses(item, f"{at}/{name}")


def _is_tool_input(action: object) -> bool:
    return isinstance(action, str) and action.startswith("input:")


def _is_json_object(value: object) -> bool:
    try:
        return isinstance(value, str) and isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        return False


def _markdown(blocks: _Blocks, at: str) -> Problems:
    texts = [str(block.get("text", "")) for block in blocks if block.get("type") == "markdown"]
    if len(texts) > 1 and sum(map(len, texts)) > limits.MARKDOWN:
        words = f"markdown blocks must hold less than {limits.MARKDOWN + 1} characters"
        yield Problem(at, "too_long", words)
