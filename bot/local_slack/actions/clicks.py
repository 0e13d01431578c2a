"""A person presses a button or chooses in a menu: in a message, in a modal, on the Home tab."""

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.choosing import action, chosen, find_element
from bot.local_slack.actions.context import Context
from bot.local_slack.workspace.messages import Json, Message
from bot.local_slack.workspace.refusals import NotOnScreen
from bot.local_slack.workspace.slack_json import message_json, view_json
from bot.local_slack.workspace.views import View, initial_state, value_key
from bot.local_slack.workspace.workspace import Workspace


def in_message(
    context: Context,
    user: str,
    channel: str,
    ts: str,
    action_id: str,
    *,
    block_id: str | None = None,
    value: str | None = None,
    selected: object = None,
) -> Outcome:
    """Press something in a message that this person sees."""
    workspace = context.workspace
    with workspace.lock:
        message = visible_message(workspace, user, channel, ts)
        block, element = find_element(message.blocks, action_id, block_id)
        state = message.entered or initial_state(message.blocks)
        message.entered = state
        _enter(state, block, element, selected)
        payload: Json = {
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel,
                "is_ephemeral": message.only_for is not None,
            },
            "trigger_id": workspace.new_trigger(user),
            "channel": {"id": channel, "name": workspace.channels[channel].name},
            "state": {"values": state},
            "response_url": context.responses.issue(user, channel, message),
            "actions": [action(block, element, workspace.next_ts(), value, selected)],
        }
        if message.only_for is None:  # Slack does not send an ephemeral message back
            payload["message"] = message_json(workspace, message)
        person = workspace.person(user)
    return context.interact("block_actions", person, payload)


def in_view(
    context: Context,
    user: str,
    view: View | None,
    action_id: str,
    *,
    block_id: str | None = None,
    value: str | None = None,
    selected: object = None,
) -> Outcome:
    """Press something in the open modal or on the Home tab."""
    workspace = context.workspace
    if view is None:
        raise NotOnScreen("Nothing is open to press in.")
    with workspace.lock:
        blocks = view.body["blocks"]
        block, element = find_element(blocks if isinstance(blocks, list) else [], action_id, block_id)
        _enter(view.entered, block, element, selected)
        spelled = action(block, element, workspace.next_ts(), value, selected)
        payload: Json = {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": workspace.new_trigger(user),
            "view": view_json(workspace, view),
            "actions": [spelled],
        }
        person = workspace.person(user)
    return context.interact("block_actions", person, payload)


def visible_message(workspace: Workspace, user: str, channel: str, ts: str) -> Message:
    """Find a message that this person sees."""
    workspace.conversation_of(user, channel)
    for message in workspace.messages[channel]:
        if message.ts == ts and message.only_for in (None, user):
            return message
    raise NotOnScreen(f"{workspace.person(user).name} sees no message {ts} there.")


def _enter(state: dict[str, dict[str, Json]], block: Json, element: Json, selected: object) -> None:
    if value_key(element["type"]):
        entered = state.setdefault(str(block["block_id"]), {})
        entered[str(element["action_id"])] = chosen(element, selected)
