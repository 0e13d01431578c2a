"""views.* and blocks.validate: modals and the Home tab."""

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.shapes import Problem, is_object
from bot.local_slack.block_kit.surfaces import check_blocks, check_view
from bot.local_slack.web_api.methods.arguments import Arguments, required
from bot.local_slack.workspace.content import decoded, view_body
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.slack_json import view_json
from bot.local_slack.workspace.views import View, initial_state
from bot.local_slack.workspace.workspace import World


def open_view(world: World, args: Arguments) -> Json:
    """Open a modal in front of whoever the trigger belongs to."""
    user = world.spend_trigger(args.get("trigger_id"))
    view = new_view(world, view_body(args.get("view"), "modal"))
    world.screens[user].modals = [view]
    return {"view": view_json(view)}


def push_view(world: World, args: Arguments) -> Json:
    """Put a modal on top of the open one."""
    user = world.spend_trigger(args.get("trigger_id"))
    view = push(world, user, view_body(args.get("view"), "modal"))
    return {"view": view_json(view)}


def push(world: World, user: str, body: Json) -> View:
    """Stack a modal, within Slack's height."""
    stack = world.screens[user].modals
    if not stack:
        raise Refusal("not_found", ["no modal is open"])
    if len(stack) >= limits.OPEN_VIEWS:
        raise Refusal("push_limit_reached")
    view = new_view(world, body, below=stack[-1])
    stack.append(view)
    return view


def update_view(world: World, args: Arguments) -> Json:
    """Change an open modal."""
    view = _open(world, args)
    if args.get("hash") and args["hash"] != view.hash:
        raise Refusal("hash_conflict")
    refill(world, view, view_body(args.get("view"), "modal"))
    return {"view": view_json(view)}


def refill(world: World, view: View, body: Json) -> None:
    """Give an open view another content; what was typed stays where the same input is still there."""
    _fill(world, view, body)
    world.changed()


def publish_view(world: World, args: Arguments) -> Json:
    """Set a person's Home tab."""
    user = required(args, "user_id")
    if user not in world.screens:
        raise Refusal("user_not_found")
    screen = world.screens[user]
    if args.get("hash") and screen.home and args["hash"] != screen.home.hash:
        raise Refusal("hash_conflict")
    screen.home = new_view(world, view_body(args.get("view"), "home"))
    return {"view": view_json(screen.home)}


def new_view(world: World, body: Json, *, below: View | None = None) -> View:
    """Make a view with the values it starts with."""
    identity = world.number("V")
    view = View(identity, "", {}, below.root if below else identity, below.id if below else None)
    _fill(world, view, body)
    world.changed()
    return view


def _fill(world: World, view: View, body: Json) -> None:
    blocks = body["blocks"]
    world.name_blocks([block for block in blocks if is_object(block)] if isinstance(blocks, list) else [])
    fresh = initial_state(blocks)
    for block_id, actions in fresh.items():
        for action_id in actions:
            typed = view.entered.get(block_id, {}).get(action_id)
            if typed is not None and typed["type"] == actions[action_id]["type"]:
                actions[action_id] = typed
    view.body, view.entered, view.errors, view.hash = body, fresh, {}, world.number("h")


def _open(world: World, args: Arguments) -> View:
    wanted = args.get("view_id") or args.get("external_id")
    for screen in world.screens.values():
        for view in screen.modals:
            if wanted and wanted in (view.id, view.body.get("external_id")):
                return view
    raise Refusal("not_found")


def validate_blocks(_world: World, args: Arguments) -> Json:
    """Judge blocks, a message or a view without showing them."""
    given = [name for name in ("blocks", "message", "view") if args.get(name) is not None]
    if len(given) != 1:
        raise Refusal("invalid_arguments", ["exactly one of blocks, message, view is required"])
    value = decoded(args[given[0]], "invalid_arguments")
    problems = _problems(given[0], value)
    if problems:
        errors = [{"pointer": one.pointer, "code": one.code, "message": one.message} for one in problems]
        raise Refusal("invalid_blocks", list(map(str, problems)), errors=errors)
    return {}


def _problems(kind: str, value: object) -> list[Problem]:
    if kind == "view":
        return check_view(value)
    if kind == "message":
        return check_blocks(value.get("blocks", []) if is_object(value) else value)
    return check_blocks(value)
