"""chat.*: write, change and remove messages."""

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.shapes import is_object
from bot.local_slack.web_api.methods.arguments import Arguments, required
from bot.local_slack.workspace.content import decoded, message_blocks, message_metadata, message_text
from bot.local_slack.workspace.messages import Json, Message
from bot.local_slack.workspace.people import BOT_USER
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.slack_json import message_json
from bot.local_slack.workspace.workspace import Workspace


def thread_of(workspace: Workspace, channel: str, thread_ts: object) -> str | None:
    """Find the head of the thread that a reply goes to."""
    if not thread_ts:
        return None
    try:
        head = workspace.message(channel, thread_ts)
    except Refusal:
        raise Refusal("thread_not_found") from None
    return head.thread_ts or head.ts


def post_message(workspace: Workspace, args: Arguments) -> Json:
    """Write a message for everybody in a conversation."""
    channel = workspace.writable_for_bot(required(args, "channel")).id
    message = workspace.post(
        channel,
        BOT_USER,
        message_text(args),
        blocks=message_blocks(args) or [],
        metadata=message_metadata(args),
        thread_ts=thread_of(workspace, channel, args.get("thread_ts")),
    )
    return {"channel": channel, "ts": message.ts, "message": message_json(workspace, message)}


def post_ephemeral(workspace: Workspace, args: Arguments) -> Json:
    """Write a message for one person in a conversation."""
    channel = workspace.writable_for_bot(required(args, "channel")).id
    user = required(args, "user")
    if user not in workspace.members[channel]:
        raise Refusal("user_not_in_channel")
    thread = thread_of(workspace, channel, args.get("thread_ts"))
    text, blocks = message_text(args), message_blocks(args) or []
    message = workspace.post(channel, BOT_USER, text, blocks=blocks, thread_ts=thread, only_for=user)
    return {"message_ts": message.ts}


def _own(workspace: Workspace, args: Arguments, error: str) -> Message:
    channel = workspace.writable_for_bot(required(args, "channel")).id
    message = workspace.message(channel, required(args, "ts"))
    if message.user != BOT_USER:
        raise Refusal(error)
    return message


def update(workspace: Workspace, args: Arguments) -> Json:
    """Change one of the bot's own messages; blocks that are not named stay as they were."""
    message = _own(workspace, args, "cant_update_message")
    text, blocks = message_text(args, limits.UPDATE_TEXT), message_blocks(args)
    metadata = message_metadata(args)
    rewrite(workspace, message, text, blocks)
    message.metadata = message.metadata if metadata is None else metadata
    shown = message_json(workspace, message)
    return {"channel": message.channel, "ts": message.ts, "text": text, "message": shown}


def unfurl(workspace: Workspace, args: Arguments) -> Json:
    """Show something below links in a message that somebody wrote."""
    channel = workspace.conversation_for_bot(required(args, "channel")).id
    message = workspace.message(channel, required(args, "ts"))
    unfurls = decoded(args.get("unfurls"), "invalid_unfurls")
    if not is_object(unfurls) or not unfurls:
        raise Refusal("missing_unfurls")
    for link, shown in unfurls.items():
        if f"<{link}" not in message.text or not is_object(shown):
            raise Refusal("cannot_unfurl_url")
        blocks = message_blocks({"blocks": shown.get("blocks")}) or []
        workspace.name_blocks(blocks)
        message.unfurls[link] = blocks
    workspace.changed()
    return {}


def rewrite(workspace: Workspace, message: Message, text: str, blocks: list[Json] | None) -> None:
    """Give a message other words."""
    message.text, message.edited = text, True
    if blocks is not None:
        workspace.name_blocks(blocks)
        message.blocks, message.entered = blocks, {}
    workspace.changed()


def delete(workspace: Workspace, args: Arguments) -> Json:
    """Remove one of the bot's own messages."""
    message = _own(workspace, args, "cant_delete_message")
    workspace.messages[message.channel].remove(message)
    workspace.changed()
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(workspace: Workspace, args: Arguments) -> Json:
    """Make the address of a message; here it opens the page at that message."""
    channel = workspace.conversation_for_bot(required(args, "channel")).id
    message = workspace.message(channel, required(args, "message_ts"))
    address = f"{workspace.base_url}/archives/{channel}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel}"
    return {"channel": channel, "permalink": address}


def add_reaction(workspace: Workspace, args: Arguments) -> Json:
    """Put a reaction of the bot on a message."""
    channel = workspace.writable_for_bot(required(args, "channel")).id
    message = workspace.message(channel, required(args, "timestamp"))
    users = message.reactions.setdefault(required(args, "name"), [])
    if BOT_USER in users:
        raise Refusal("already_reacted")
    users.append(BOT_USER)
    workspace.changed()
    return {}
