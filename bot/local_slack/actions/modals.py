"""A person fills in, submits or closes a modal, or opens the Home tab."""

import json
from collections.abc import Mapping

from bot.local_slack.actions import events
from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.choosing import chosen
from bot.local_slack.actions.context import Stage
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


def submit(stage: Stage, user: str, values: Mapping[str, object]) -> dict[str, str]:
    """Fill in and submit the modal in front; returns what it complains of, by block, empty when it is taken."""
    world = stage.world
    with world.lock:
        screen, person = world.screens[world.person(user).id], world.person(user)
        view = top(screen)
        _fill(view, values)
        view.errors = missing_inputs(view.body["blocks"], view.entered)
        world.changed()
        if view.errors:
            return dict(view.errors)
        payload: Json = {"trigger_id": world.new_trigger(user), "view": view_json(view), "response_urls": []}
    outcome = stage.interact("view_submission", person, payload)
    with world.lock:
        _follow(stage, user, view, outcome)
        world.changed()
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


def _follow(stage: Stage, user: str, view: View, outcome: Outcome) -> None:
    """Do what the answer to a submit asks for."""
    screen = stage.world.screens[user]
    try:
        answer = _answer(outcome)
        _respond_to(stage, user, view, answer)
        stage.api.record("ack view_submission", answer)
    except (Refusal, ValueError) as error:
        stage.api.record("ack view_submission", {"body": outcome.body}, str(error))
        view.errors = {"": TROUBLE}
        if view not in screen.modals:
            screen.modals.append(view)


def _answer(outcome: Outcome) -> Json:
    if not outcome.ok:
        raise Refusal(str(outcome.error))
    answer = json.loads(outcome.body) if outcome.body.strip() else {}
    return answer if is_object(answer) else {}


def _respond_to(stage: Stage, user: str, view: View, answer: Json) -> None:
    screen, act = stage.world.screens[user], answer.get("response_action")
    if act is None and view in screen.modals:
        screen.modals.remove(view)
    elif act == "clear":
        screen.modals.clear()
    elif act == "errors":
        view.errors = _complaints(view, answer.get("errors"))
    elif act == "update":
        refill(stage.world, view, view_body(answer.get("view"), "modal"))
    elif act == "push":
        push(stage.world, user, view_body(answer.get("view"), "modal"))
    elif act is not None:
        raise Refusal("invalid_arguments", [f"response_action {act} is unknown"])


def _complaints(view: View, errors: object) -> dict[str, str]:
    known = {str(block["block_id"]) for block, _ in stateful_elements(view.body["blocks"])}
    if not is_object(errors) or not errors or not errors.keys() <= known:
        raise Refusal("invalid_arguments", ["errors must name the blocks of inputs"])
    return {block_id: str(words) for block_id, words in errors.items()}


def close(stage: Stage, user: str) -> Outcome | None:
    """Close the modal in front; the bot hears of it when it asked to."""
    world = stage.world
    with world.lock:
        person = world.person(user)
        screen = world.screens[user]
        view = top(screen)
        cleared = bool(view.body.get("clear_on_close"))
        if cleared:
            screen.modals.clear()
        else:
            screen.modals.remove(view)
        world.changed()
        payload: Json = {"view": view_json(view), "is_cleared": cleared}
    if not view.body.get("notify_on_close"):
        return None
    return stage.interact("view_closed", person, payload)


def open_home(stage: Stage, user: str) -> list[Outcome]:
    """Open the bot's Home tab."""
    world = stage.world
    with world.lock:
        world.person(user)
        home = world.screens[user].home
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": world.direct_channel(user),
            "tab": "home",
            "event_ts": world.next_ts(),
        }
        if home:
            event["view"] = view_json(home)
    return events.deliver(stage, "app_home_opened", event)
