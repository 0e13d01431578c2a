"""Reading what Slack sends: who asks, where, and whether anybody asks at all."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def event_of(body: Mapping[str, Any]) -> Json | None:
    """The event inside a delivery of the Events API; None for commands, presses and modals."""
    event = body.get("event")
    return event if isinstance(event, dict) else None


def asks(body: Mapping[str, Any]) -> bool:
    """Whether a person wants something: commands, presses, modals, mentions, direct messages, the Home tab."""
    event = event_of(body)
    if event is None:
        return True
    if event.get("bot_id"):
        return False  # two bots that answer each other never stop
    match event.get("type"):
        case "app_mention":
            return True
        case "message":
            direct = event.get("channel_type") == "im" and event.get("user")
            return bool(direct) and event.get("subtype") in (None, "file_share")
        case "app_home_opened":
            return event.get("tab") == "home"
        case _:
            return False


def delivery_of(body: Mapping[str, Any]) -> str | None:
    """What is the same when Slack delivers an event or a press again; None where an answer is due every time."""
    if "event_id" in body:
        return str(body["event_id"])
    if body.get("type") == "block_actions" and body.get("trigger_id"):
        return str(body["trigger_id"])
    return None


def thread_of(body: Mapping[str, Any]) -> str | None:
    """The thread in which a press happened; None outside threads."""
    for part in ("container", "message"):
        thread = (body.get(part) or {}).get("thread_ts")
        if thread:
            return str(thread)
    return None
