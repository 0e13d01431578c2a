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
from bot.local_slack.workspace.workspace import Workspace


def open_view(workspace: Workspace, args: Arguments) -> Json:
    """Open a modal in front of whoever the trigger belongs to."""
    user = workspace.spend_trigger(args.get("trigger_id"))
    view = new_view(workspace, view_body(args.get("view"), "modal"))
    workspace.screens[user].modals = [view]
    return {"view": view_json(workspace, view)}


def push_view(workspace: Workspace, args: Arguments) -> Json:
    """Put a modal on top of the open one."""
    user = workspace.spend_trigger(args.get("trigger_id"))
    view = push(workspace, user, view_body(args.get("view"), "modal"))
    return {"view": view_json(workspace, view)}


def push(workspace: Workspace, user: str, body: Json) -> View:
    """Stack a modal, within Slack's height."""
    stack = workspace.screens[user].modals
    if not stack:
        raise Refusal("not_found", ["no modal is open"])
    if len(stack) >= limits.OPEN_VIEWS:
        raise Refusal("push_limit_reached")
    view = new_view(workspace, body, below=stack[-1])
    stack.append(view)
    return view


def update_view(workspace: Workspace, args: Arguments) -> Json:
    """Change an open modal."""
    view = _open(workspace, args)
    if args.get("hash") and args["hash"] != view.hash:
        raise Refusal("hash_conflict")
    refill(workspace, view, view_body(args.get("view"), "modal"))
    return {"view": view_json(workspace, view)}


def refill(workspace: Workspace, view: View, body: Json) -> None:
    """Give an open view another content; what was typed stays where the same input is still there."""
    _fill(workspace, view, body)
    workspace.changed()


def publish_view(workspace: Workspace, args: Arguments) -> Json:
    """Set a person's Home tab."""
    user = required(args, "user_id")
    if user not in workspace.screens:
        raise Refusal("user_not_found")
    screen = workspace.screens[user]
    if args.get("hash") and screen.home and args["hash"] != screen.home.hash:
        raise Refusal("hash_conflict")
    screen.home = new_view(workspace, view_body(args.get("view"), "home"))
    return {"view": view_json(workspace, screen.home)}


def new_view(workspace: Workspace, body: Json, *, below: View | None = None) -> View:
    """Make a view with the values it starts with."""
    identity = workspace.number("V")
    view = View(identity, "", {}, below.root if below else identity, below.id if below else None)
    _fill(workspace, view, body)
    workspace.changed()
    return view


def _fill(workspace: Workspace, view: View, body: Json) -> None:
    blocks = body["blocks"]
    workspace.name_blocks([block for block in blocks if is_object(block)] if isinstance(blocks, list) else [])
    fresh = initial_state(blocks)
    for block_id, actions in fresh.items():
        for action_id in actions:
            typed = view.entered.get(block_id, {}).get(action_id)
            if typed is not None and typed["type"] == actions[action_id]["type"]:
                actions[action_id] = typed
    view.body, view.entered, view.errors, view.hash = body, fresh, {}, workspace.number("h")


def _open(workspace: Workspace, args: Arguments) -> View:
    wanted = args.get("view_id") or args.get("external_id")
    for screen in workspace.screens.values():
        for view in screen.modals:
            if wanted and wanted in (view.id, view.body.get("external_id")):
                return view
    raise Refusal("not_found")


def validate_blocks(_world: Workspace, args: Arguments) -> Json:
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
