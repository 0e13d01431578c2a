"""Reading a filled-in form: one value for each field, whatever kind of element it is."""

from collections.abc import Mapping
from typing import Any

from bot.slack.payloads import Json

_CHOSEN = (
    "value",
    "selected_time",
    "selected_date",
    "selected_user",
    "selected_conversation",
)


def filled(view: Json) -> dict[str, str | tuple[str, ...]]:
    """The values by block id; "" for what was left empty, several values as a tuple."""
    blocks: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return {block: _value(next(iter(elements.values()))) for block, elements in blocks.items() if elements}


def _value(element: Mapping[str, Any]) -> str | tuple[str, ...]:
    if "selected_options" in element:
        return tuple(option["value"] for option in element["selected_options"] or ())
    option = element.get("selected_option")
    if option:
        return str(option["value"])
    return next((str(element[key]) for key in _CHOSEN if element.get(key)), "")
