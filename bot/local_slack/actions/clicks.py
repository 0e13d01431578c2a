"""A person presses a button or chooses in a menu: in a message, in a modal, on the Home tab."""

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.choosing import action, chosen, find_element
from bot.local_slack.actions.context import Stage
from bot.local_slack.workspace.messages import Json, Message
from bot.local_slack.workspace.refusals import NotOnScreen
from bot.local_slack.workspace.slack_json import message_json, view_json
from bot.local_slack.workspace.views import View, initial_state, value_key
from bot.local_slack.workspace.workspace import World


def in_message(
    stage: Stage,
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
    world = stage.world
    with world.lock:
        message = visible_message(world, user, channel, ts)
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
            "trigger_id": world.new_trigger(user),
            "channel": {"id": channel, "name": world.channels[channel].name},
            "state": {"values": state},
            "response_url": stage.responses.issue(user, channel, message),
            "actions": [action(block, element, world.next_ts(), value, selected)],
        }
        if message.only_for is None:  # Slack does not send an ephemeral message back
            payload["message"] = message_json(world, message)
        person = world.person(user)
    return stage.interact("block_actions", person, payload)


def in_view(
    stage: Stage,
    user: str,
    view: View | None,
    action_id: str,
    *,
    block_id: str | None = None,
    value: str | None = None,
    selected: object = None,
) -> Outcome:
    """Press something in the open modal or on the Home tab."""
    world = stage.world
    if view is None:
        raise NotOnScreen("Nothing is open to press in.")
    with world.lock:
        blocks = view.body["blocks"]
        block, element = find_element(blocks if isinstance(blocks, list) else [], action_id, block_id)
        _enter(view.entered, block, element, selected)
        spelled = action(block, element, world.next_ts(), value, selected)
        payload: Json = {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": world.new_trigger(user),
            "view": view_json(view),
            "actions": [spelled],
        }
        person = world.person(user)
    return stage.interact("block_actions", person, payload)


def visible_message(world: World, user: str, channel: str, ts: str) -> Message:
    """Find a message that this person sees."""
    world.place_for(user, channel)
    for message in world.messages[channel]:
        if message.ts == ts and message.only_for in (None, user):
            return message
    raise NotOnScreen(f"{world.person(user).name} sees no message {ts} there.")


def _enter(state: dict[str, dict[str, Json]], block: Json, element: Json, selected: object) -> None:
    if value_key(element["type"]):
        entered = state.setdefault(str(block["block_id"]), {})
        entered[str(element["action_id"])] = chosen(element, selected)
