"""Reading what Slack sends: who asks, where, and whether anybody asks at all."""

from collections.abc import Mapping
from typing import Any

from bot.errors import RefusedError

Json = dict[str, Any]

_ONCE = frozenset({"block_actions", "message_action", "shortcut"})  # presses, and shortcuts in a menu
OLD_BUTTON = "That button is from an earlier version of me. Please ask again."


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
            return bool(event.get("user"))
        case "message":
            direct = event.get("channel_type") == "im" and event.get("user")
            return bool(direct) and event.get("subtype") in (None, "file_share")
        case "app_home_opened":
            return event.get("tab") == "home"
        case _:
            return False


def installed_in(context: Mapping[str, Any]) -> str | None:
    """The id of what a request comes from: a workspace, or an organisation that installed the app for all."""
    return context.get("enterprise_id") if context.get("is_enterprise_install") else context.get("team_id")


def delivery_of(body: Mapping[str, Any]) -> str | None:
    """What is the same when Slack delivers an event or a press again; None where an answer is due every time."""
    if "event_id" in body:
        return str(body["event_id"])
    if body.get("type") in _ONCE and body.get("trigger_id"):
        return str(body["trigger_id"])
    return None


def button_value(action: Mapping[str, Any]) -> str:
    """What a pressed button carries. Raises RefusedError when it is no button of ours."""
    value = action.get("value")
    if not value:
        raise RefusedError(OLD_BUTTON)
    return str(value)


def chosen_value(action: Mapping[str, Any]) -> str:
    """What was chosen in a menu. Raises RefusedError when it is no menu of ours."""
    option = action.get("selected_option")
    if not option:
        raise RefusedError(OLD_BUTTON)
    return str(option["value"])


def view_of(body: Mapping[str, Any]) -> Json:
    """The view in which something was pressed. Raises RefusedError when it was pressed elsewhere."""
    view: Json | None = body.get("view")
    if not view:
        raise RefusedError(OLD_BUTTON)
    return view


def thread_of(body: Mapping[str, Any]) -> str | None:
    """The thread in which a press happened; None outside threads."""
    for part in ("container", "message"):
        thread = (body.get(part) or {}).get("thread_ts")
        if thread:
            return str(thread)
    return None
