"""A person uses a shortcut of the app: on a message, or from the menu beside the composer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.clicks import visible_message
from bot.local_slack.actions.context import Context
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import NotOnScreen
from bot.local_slack.workspace.slack_json import message_json


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One entry of the app's menus, as its manifest has it."""

    name: str
    type: str  # "message" or "global"
    callback_id: str


def shortcuts_of(manifest: Mapping[str, object]) -> tuple[Shortcut, ...]:
    """List the shortcuts of a manifest."""
    features = manifest.get("features")
    listed = features.get("shortcuts") if isinstance(features, dict) else None
    return tuple(Shortcut(one["name"], one["type"], one["callback_id"]) for one in listed or ())


def on_message(context: Context, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
    """Use a shortcut on a message that this person sees; Slack offers none on ephemeral messages."""
    workspace = context.workspace
    _offered(context.shortcuts, callback_id, "message")
    with workspace.lock:
        message = visible_message(workspace, user, channel, ts)
        if message.only_for is not None:
            raise NotOnScreen("A message that only you see has no shortcuts.")
        payload: Json = {
            "callback_id": callback_id,
            "trigger_id": workspace.new_trigger(user),
            "action_ts": workspace.next_ts(),
            "message_ts": ts,
            "message": message_json(workspace, message),
            "channel": {"id": channel, "name": workspace.channels[channel].name},
            "response_url": context.responses.issue(user, channel),
        }
        person = workspace.person(user)
    return context.interact("message_action", person, payload)


def anywhere(context: Context, user: str, callback_id: str) -> Outcome:
    """Use a global shortcut: the bot hears of no channel."""
    workspace = context.workspace
    _offered(context.shortcuts, callback_id, "global")
    with workspace.lock:
        person = workspace.person(user)
        ticket = {"trigger_id": workspace.new_trigger(user), "action_ts": workspace.next_ts()}
    return context.interact("shortcut", person, {"callback_id": callback_id, **ticket})


def _offered(shortcuts: Iterable[Shortcut], callback_id: str, kind: str) -> None:
    if all((one.callback_id, one.type) != (callback_id, kind) for one in shortcuts):
        raise NotOnScreen(f"The app has no {kind} shortcut called {callback_id}.")
