"""A person fills in, submits or closes a modal, or opens the Home tab."""

import json
from collections.abc import Mapping

from bot.local_slack.actions import events
from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.choosing import chosen
from bot.local_slack.actions.context import Context
from bot.local_slack.block_kit.shapes import is_object
from bot.local_slack.web_api.methods.screens import push, refill
from bot.local_slack.workspace.content import view_body
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import NotOnScreen, Refusal
from bot.local_slack.workspace.slack_json import view_json
from bot.local_slack.workspace.views import Screen, View, missing_inputs, stateful_elements

TROUBLE = "We had some trouble connecting. Try again?"


def top(screen: Screen) -> View:
    """Take the modal in front."""
    if not screen.modals:
        raise NotOnScreen("No modal is open.")
    return screen.modals[-1]


def fill_in(context: Context, user: str, values: Mapping[str, object]) -> View:
    """Fill in the modal in front, by block or action id, without sending it; returns that modal."""
    with context.workspace.lock:
        view = top(context.workspace.screens[user])
        _fill(view, values)
        return view


def submit(context: Context, user: str, values: Mapping[str, object]) -> dict[str, str]:
    """Fill in and submit the modal in front; returns what it complains of, by block, empty when it is taken."""
    workspace = context.workspace
    with workspace.lock:
        screen, person = workspace.screens[workspace.person(user).id], workspace.person(user)
        view = top(screen)
        _fill(view, values)
        view.errors = missing_inputs(view.body["blocks"], view.entered)
        workspace.changed()
        if view.errors:
            return dict(view.errors)
        payload: Json = {
            "trigger_id": workspace.new_trigger(user),
            "view": view_json(workspace, view),
            "response_urls": [],
        }
    outcome = context.interact("view_submission", person, payload)
    with workspace.lock:
        _follow(context, user, view, outcome)
        workspace.changed()
        return dict(view.errors)


def _fill(view: View, values: Mapping[str, object]) -> None:
    left = dict(values)
    for block, element in stateful_elements(view.body["blocks"]):
        block_id, action_id = str(block["block_id"]), str(element["action_id"])
        for name in (block_id, action_id):
            if name in left:
                view.entered[block_id][action_id] = chosen(element, left.pop(name))
                break
    if left:
        raise NotOnScreen(f"The modal has no input called {' or '.join(sorted(left))}.")


def _follow(context: Context, user: str, view: View, outcome: Outcome) -> None:
    """Do what the answer to a submit asks for."""
    screen = context.workspace.screens[user]
    try:
        answer = _answer(outcome)
        _respond_to(context, user, view, answer)
        context.api.record("ack view_submission", answer)
    except (Refusal, ValueError) as error:
        context.api.record("ack view_submission", {"body": outcome.body}, str(error))
        view.errors = {"": TROUBLE}
        if view not in screen.modals:
            screen.modals.append(view)


def _answer(outcome: Outcome) -> Json:
    if not outcome.ok:
        raise Refusal(str(outcome.error))
    answer = json.loads(outcome.body) if outcome.body.strip() else {}
    return answer if is_object(answer) else {}


def _respond_to(context: Context, user: str, view: View, answer: Json) -> None:
    screen, act = context.workspace.screens[user], answer.get("response_action")
    if act is None and view in screen.modals:
        screen.modals.remove(view)
    elif act == "clear":
        screen.modals.clear()
    elif act == "errors":
        view.errors = _complaints(view, answer.get("errors"))
    elif act == "update":
        refill(context.workspace, view, view_body(answer.get("view"), "modal"))
    elif act == "push":
        push(context.workspace, user, view_body(answer.get("view"), "modal"))
    elif act is not None:
        raise Refusal("invalid_arguments", [f"response_action {act} is unknown"])


def _complaints(view: View, errors: object) -> dict[str, str]:
    known = {str(block["block_id"]) for block, _ in stateful_elements(view.body["blocks"])}
    if not is_object(errors) or not errors or not errors.keys() <= known:
        raise Refusal("invalid_arguments", ["errors must name the blocks of inputs"])
    return {block_id: str(words) for block_id, words in errors.items()}


def close(context: Context, user: str) -> Outcome | None:
    """Close the modal in front; the bot hears of it when it asked to."""
    workspace = context.workspace
    with workspace.lock:
        person = workspace.person(user)
        screen = workspace.screens[user]
        view = top(screen)
        cleared = bool(view.body.get("clear_on_close"))
        if cleared:
            screen.modals.clear()
        else:
            screen.modals.remove(view)
        workspace.changed()
        payload: Json = {"view": view_json(workspace, view), "is_cleared": cleared}
    if not view.body.get("notify_on_close"):
        return None
    return context.interact("view_closed", person, payload)


def open_messages(context: Context, user: str) -> list[Outcome]:
    """Open the direct messages with the bot."""
    workspace = context.workspace
    with workspace.lock:
        workspace.person(user)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": workspace.direct_channel(user),
            "tab": "messages",
            "event_ts": workspace.next_ts(),
        }
    return events.deliver(context, "app_home_opened", event)


def open_home(context: Context, user: str) -> list[Outcome]:
    """Open the bot's Home tab."""
    workspace = context.workspace
    with workspace.lock:
        workspace.person(user)
        home = workspace.screens[user].home
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": workspace.direct_channel(user),
            "tab": "home",
            "event_ts": workspace.next_ts(),
        }
        if home:
            event["view"] = view_json(workspace, home)
    return events.deliver(context, "app_home_opened", event)
