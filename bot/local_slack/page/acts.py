"""What the page lets a person do: each act by name, with its arguments from the request."""

from collections.abc import Callable, Mapping

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.users import Cast
from bot.local_slack.workspace.messages import Json

Arguments = Mapping[str, object]


def _said(cast: Cast, user: str, args: Arguments) -> Json:
    thread = args.get("thread_ts")
    cast.type(user, str(args["channel"]), str(args["text"]), str(thread) if thread else None)
    return {}


def _pressed(cast: Cast, user: str, args: Arguments) -> Json:
    action_id, block_id, selected = str(args["action_id"]), str(args["block_id"]), args.get("selected")
    if args["where"] == "modal":
        outcome = cast.click_modal(user, action_id, block_id, selected=selected)
    elif args["where"] == "home":
        outcome = cast.click_home(user, action_id, block_id, selected=selected)
    else:
        channel, ts = str(args["channel"]), str(args["ts"])
        outcome = cast.click(user, channel, ts, action_id, block_id, selected=selected)
    return _complaint(cast, outcome)


def _submitted(cast: Cast, user: str, args: Arguments) -> Json:
    values = args["values"]
    cast.submit(user, values if isinstance(values, dict) else {})
    return {}


def _closed(cast: Cast, user: str, _args: Arguments) -> Json:
    cast.close_modal(user)
    return {}


def _went_home(cast: Cast, user: str, _args: Arguments) -> Json:
    attempts = cast.open_home(user)
    return _complaint(cast, attempts[-1]) if attempts else {}


def _dismissed(cast: Cast, user: str, args: Arguments) -> Json:
    cast.dismiss(user, str(args["channel"]), str(args["ts"]))
    return {}


def _complaint(cast: Cast, outcome: Outcome) -> Json:
    if outcome.ok:
        return {}
    return {"problem": f"@{cast.stage.world.bot_name} did not take that ({outcome.error})."}


ACTS: dict[str, Callable[[Cast, str, Arguments], Json]] = {
    "say": _said,
    "press": _pressed,
    "submit": _submitted,
    "close": _closed,
    "home": _went_home,
    "dismiss": _dismissed,
}
