"""What the page lets a person do: each act by name, with its arguments from the request."""

from collections.abc import Callable, Mapping

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.users import UserActions
from bot.local_slack.workspace.messages import Json

Arguments = Mapping[str, object]


def _said(users: UserActions, user: str, args: Arguments) -> Json:
    thread = args.get("thread_ts")
    users.type(user, str(args["channel"]), str(args["text"]), str(thread) if thread else None)
    return {}


def _pressed(users: UserActions, user: str, args: Arguments) -> Json:
    action_id, block_id, selected = str(args["action_id"]), str(args["block_id"]), args.get("selected")
    if args["where"] == "modal":
        values = args.get("values")
        typed = values if isinstance(values, dict) else {}
        outcome = users.click_modal(user, action_id, block_id, selected=selected, values=typed)
    elif args["where"] == "home":
        outcome = users.click_home(user, action_id, block_id, selected=selected)
    else:
        channel, ts = str(args["channel"]), str(args["ts"])
        outcome = users.click(user, channel, ts, action_id, block_id, selected=selected)
    return _complaint(users, outcome)


def _submitted(users: UserActions, user: str, args: Arguments) -> Json:
    values = args["values"]
    users.submit(user, values if isinstance(values, dict) else {})
    return {}


def _closed(users: UserActions, user: str, _args: Arguments) -> Json:
    users.close_modal(user)
    return {}


def _went_home(users: UserActions, user: str, _args: Arguments) -> Json:
    attempts = users.open_home(user)
    return _complaint(users, attempts[-1]) if attempts else {}


def _opened_messages(users: UserActions, user: str, _args: Arguments) -> Json:
    users.open_messages(user)
    return {}


def _dismissed(users: UserActions, user: str, args: Arguments) -> Json:
    users.dismiss(user, str(args["channel"]), str(args["ts"]))
    return {}


def _used(users: UserActions, user: str, args: Arguments) -> Json:
    callback_id = str(args["callback_id"])
    if args.get("ts"):
        return _complaint(users, users.message_shortcut(user, str(args["channel"]), str(args["ts"]), callback_id))
    return _complaint(users, users.global_shortcut(user, callback_id))


def _complaint(users: UserActions, outcome: Outcome) -> Json:
    if outcome.ok:
        return {}
    return {"problem": f"@{users.context.workspace.bot_name} did not take that ({outcome.error})."}


ACTS: dict[str, Callable[[UserActions, str, Arguments], Json]] = {
    "say": _said,
    "press": _pressed,
    "submit": _submitted,
    "close": _closed,
    "home": _went_home,
    "messages": _opened_messages,
    "dismiss": _dismissed,
    "shortcut": _used,
}
