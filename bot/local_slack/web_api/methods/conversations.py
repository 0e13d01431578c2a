"""conversations.*: what a conversation is, who is in it, what was said."""

from bot.local_slack.web_api.methods.arguments import Arguments, flag, next_cursor, page, required
from bot.local_slack.workspace.messages import Json, Message
from bot.local_slack.workspace.people import BOT_USER
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.slack_json import channel_json, message_json
from bot.local_slack.workspace.workspace import Workspace


def info(workspace: Workspace, args: Arguments) -> Json:
    """Describe a conversation."""
    return {"channel": channel_json(workspace, workspace.conversation_for_bot(required(args, "channel")))}


def list_(workspace: Workspace, args: Arguments) -> Json:
    """List the conversations that the bot may know of."""
    known = [
        channel
        for channel in workspace.channels.values()
        if not workspace.is_direct(channel.id)
        and (not channel.private or BOT_USER in workspace.members[channel.id])
        and not (flag(args, "exclude_archived") and channel.archived)
    ]
    found, cursor = page(known, args)
    return {"channels": [channel_json(workspace, channel) for channel in found], **next_cursor(cursor)}


def open_(workspace: Workspace, args: Arguments) -> Json:
    """Open the direct message with one person."""
    users = [user for user in str(args.get("users") or "").split(",") if user]
    if args.get("channel"):
        return {"channel": {"id": workspace.conversation_for_bot(args["channel"]).id}}
    if len(users) != 1 or users[0] not in workspace.people:
        raise Refusal("user_not_found")
    return {"channel": {"id": workspace.direct_channel(users[0])}}


def members(workspace: Workspace, args: Arguments) -> Json:
    """List who is in a conversation."""
    channel = workspace.conversation_for_bot(required(args, "channel")).id
    found, cursor = page(workspace.members[channel], args)
    return {"members": found, **next_cursor(cursor)}


def _readable(workspace: Workspace, args: Arguments) -> str:
    channel = workspace.conversation_for_bot(required(args, "channel")).id
    if BOT_USER not in workspace.members[channel]:
        raise Refusal("not_in_channel")
    return channel


def _in_span(message: Message, args: Arguments) -> bool:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999")
    ts = float(message.ts)
    if flag(args, "inclusive"):
        return float(oldest) <= ts <= float(latest)
    return float(oldest) < ts < float(latest)


def _spelled(workspace: Workspace, found: list[Message], args: Arguments) -> list[Json]:
    with_metadata = flag(args, "include_all_metadata")
    return [message_json(workspace, message, with_metadata=with_metadata) for message in found]


def history(workspace: Workspace, args: Arguments) -> Json:
    """Read a conversation back, newest first, without the replies in threads."""
    said = workspace.messages[_readable(workspace, args)]
    top = [one for one in said if not one.thread_ts and one.only_for is None and _in_span(one, args)]
    found, cursor = page(top[::-1], args)
    return {"messages": _spelled(workspace, found, args), "has_more": bool(cursor), **next_cursor(cursor)}


def replies(workspace: Workspace, args: Arguments) -> Json:
    """Read a thread back: its head, then the replies, oldest first."""
    channel = _readable(workspace, args)
    head = workspace.message(channel, required(args, "ts"))
    root = head.thread_ts or head.ts
    later = [
        one
        for one in workspace.messages[channel]
        if one.thread_ts == root and one.only_for is None and _in_span(one, args)
    ]
    found, cursor = page([workspace.message(channel, root), *later], args)
    return {"messages": _spelled(workspace, found, args), "has_more": bool(cursor), **next_cursor(cursor)}
