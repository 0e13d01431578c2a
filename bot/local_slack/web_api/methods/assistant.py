"""assistant.threads.*: what the bot says that it is doing, and the questions that it suggests in direct messages."""

from bot.local_slack.block_kit.shapes import is_object
from bot.local_slack.web_api.methods.arguments import Arguments, required
from bot.local_slack.workspace.content import decoded
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.workspace import Workspace

_PROMPTS = 4


def set_status(workspace: Workspace, args: Arguments) -> Json:
    """Show what the bot is doing, until it writes there or says "" instead."""
    channel = workspace.writable_for_bot(required(args, "channel_id")).id
    required(args, "thread_ts")
    status = args.get("status")
    if not isinstance(status, str):
        raise Refusal("invalid_arguments", ["missing required field: status"])
    workspace.statuses[channel] = status
    workspace.changed()
    return {}


def set_prompts(workspace: Workspace, args: Arguments) -> Json:
    """Suggest up to four questions; with a thread_ts, which only older apps have, nothing happens."""
    channel = workspace.writable_for_bot(required(args, "channel_id")).id
    prompts = decoded(args.get("prompts"), "invalid_arguments")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= _PROMPTS:
        raise Refusal("invalid_arguments", [f"prompts takes 1 to {_PROMPTS} entries"])
    if not all(is_object(one) and {"title", "message"} == one.keys() for one in prompts):
        raise Refusal("invalid_arguments", ["a prompt has a title and a message"])
    if not args.get("thread_ts"):
        workspace.prompts[channel] = [dict(one) for one in prompts]
        workspace.changed()
    return {}
