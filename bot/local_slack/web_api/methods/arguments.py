"""Reading the arguments of a call, whether they came as JSON, as a form or in the address."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import Refusal

Item = TypeVar("Item")
Arguments = Mapping[str, object]


def required(args: Arguments, name: str) -> str:
    """Take an argument that must be there."""
    value = args.get(name)
    if value in (None, ""):
        raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
    return str(value)


def flag(args: Arguments, name: str) -> bool:
    """Take a yes or no; forms spell it in several ways."""
    return str(args.get(name, "")).lower() in ("1", "true")


def page(items: Sequence[Item], args: Arguments, usual: int = 100) -> tuple[list[Item], str]:
    """Cut one page out of a list; the cursor is where the next one starts, empty at the end."""
    try:
        start, size = int(str(args.get("cursor") or 0)), int(str(args.get("limit") or usual))
    except ValueError:
        raise Refusal("invalid_cursor") from None
    following = start + min(size, 1000)
    return list(items[start:following]), str(following) if following < len(items) else ""


def next_cursor(cursor: str) -> Json:
    """Build the JSON of where the next page starts."""
    return {"response_metadata": {"next_cursor": cursor}}
