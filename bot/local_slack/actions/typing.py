"""A person writes: a mention, a direct message, a file, or a line that the bot never hears of."""

import re
from urllib.parse import urlsplit

from bot.local_slack.actions import events
from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.context import Context
from bot.local_slack.web_api.methods.chat import thread_of
from bot.local_slack.workspace.messages import Json, Message, StoredFile
from bot.local_slack.workspace.people import BOT_USER, Channel
from bot.local_slack.workspace.refusals import NotOnScreen, Refusal
from bot.local_slack.workspace.slack_json import file_json, message_json
from bot.local_slack.workspace.workspace import Workspace

_TYPED = re.compile(
    r"(?P<ready><@[A-Z0-9]+>)"
    r"|(?<![\w.+-])@(?P<handle>[\w.-]*\w)"
    r"|(?P<mail>[\w.+'#-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<web>https?://[^\s<>]+)"
    r"|(?P<special>[&<>])"
)
_LINK = re.compile(r"<(https?://[^<>|]+)>")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def as_sent(workspace: Workspace, typed: str) -> str:
    """Turn what was typed into what Slack stores: mentions and links in angle brackets, the rest escaped."""
    handles = {person.handle: person.id for person in workspace.people.values()}
    handles[workspace.bot_name] = BOT_USER

    def sent(found: re.Match[str]) -> str:
        kind, piece = str(found.lastgroup), found.group()
        if kind == "ready":
            return piece if piece[2:-1] in handles.values() else piece.replace("<", "&lt;").replace(">", "&gt;")
        if kind == "handle":
            user = handles.get(piece[1:].lower())
            return f"<@{user}>" if user else piece
        if kind == "mail":
            return f"<mailto:{piece}|{piece}>"
        return f"<{piece}>" if kind == "web" else _ENTITIES[piece]

    return _TYPED.sub(sent, typed)


def mention(context: Context, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
    """Write in a channel with the bot's name in it; the name is put in front when it is missing."""
    workspace = context.workspace
    if f"@{workspace.bot_name}" not in text.lower() and f"<@{BOT_USER}>" not in text:
        text = f"@{workspace.bot_name} {text}"
    return say(context, user, channel, text, thread_ts)


def direct_message(context: Context, user: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
    """Write to the bot alone."""
    with context.workspace.lock:
        context.workspace.person(user)
        channel = context.workspace.direct_channel(user)
    return say(context, user, channel, text, thread_ts)


def say(context: Context, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
    """Write anywhere; the bot hears direct messages and its own name."""
    with context.workspace.lock:
        message = _write(context.workspace, user, channel, text, thread_ts, [])
    return _tell(context, message)


def upload(context: Context, user: str, channel: str, filename: str, data: bytes, text: str = "") -> str:
    """Share a file in a conversation; returns its id."""
    workspace = context.workspace
    with workspace.lock:
        _open_conversation(workspace, user, channel)
        created = int(workspace.clock().timestamp())
        file = StoredFile(workspace.number("F"), filename, user, created, len(data), data, channels=[channel])
        workspace.files[file.id] = file
        message = _write(workspace, user, channel, text, None, [file.id])
        shared: Json = {
            "type": "file_shared",
            "file_id": file.id,
            "file": {"id": file.id},
            "user_id": user,
            "channel_id": channel,
            "event_ts": message.ts,
        }
        heard = BOT_USER in workspace.members[channel]
    if heard:
        events.deliver(context, "file_shared", shared)
    _tell(context, message)
    return file.id


def invite_bot(context: Context, user: str, channel: str) -> list[Outcome]:
    """Bring the bot into a channel."""
    workspace = context.workspace
    with workspace.lock:
        conversation = _open_conversation(workspace, user, channel)
        if BOT_USER in workspace.members[channel]:
            workspace.slackbot(user, channel, f"@{workspace.bot_name} is in this channel already.")
            return []
        workspace.members[channel].append(BOT_USER)
        workspace.post(channel, user, f"added <@{BOT_USER}> to this channel.")
        event: Json = {
            "type": "member_joined_channel",
            "user": BOT_USER,
            "channel": channel,
            "channel_type": "G" if conversation.private else "C",
            "team": workspace.team_of(workspace.person(user)),
            "inviter": user,
            "event_ts": workspace.next_ts(),
        }
    return events.deliver(context, "member_joined_channel", event)


def dismiss(context: Context, user: str, channel: str, ts: str) -> None:
    """Put away a message that only this person sees."""
    workspace = context.workspace
    with workspace.lock:
        said = workspace.messages[workspace.conversation_of(user, channel).id]
        said[:] = [one for one in said if not (one.ts == ts and one.only_for == user)]
        workspace.changed()


def _open_conversation(workspace: Workspace, user: str, channel: str) -> Channel:
    conversation = workspace.conversation_of(user, channel)
    if conversation.archived:
        raise NotOnScreen(f"#{conversation.name} is archived; nothing can be written there.")
    return conversation


def _write(workspace: Workspace, user: str, channel: str, text: str, thread: str | None, files: list[str]) -> Message:
    _open_conversation(workspace, user, channel)
    try:
        thread_ts = thread_of(workspace, channel, thread)
    except Refusal:
        raise NotOnScreen(f"There is no message {thread} to reply to.") from None
    return workspace.post(channel, user, as_sent(workspace, text), thread_ts=thread_ts, files=files)


def _tell(context: Context, message: Message) -> list[Outcome]:
    return [*_share_links(context, message), *_call(context, message)]


def _share_links(context: Context, message: Message) -> list[Outcome]:
    """Tell the bot of links to its own addresses, wherever it is not a stranger."""
    links = [{"domain": urlsplit(link).hostname, "url": link} for link in _LINK.findall(message.text)]
    links = [link for link in links if link["domain"] in context.unfurl_domains]
    with context.workspace.lock:
        member = BOT_USER in context.workspace.members[message.channel]
        event: Json = {
            "type": "link_shared",
            "channel": message.channel,
            "user": message.user,
            "message_ts": message.ts,
            "thread_ts": message.thread_ts,
            "is_bot_user_member": member,
            "unfurl_id": f"{message.channel}.{message.ts}",
            "source": "conversations_history",
            "links": links,
            "event_ts": message.ts,
        }
    return events.deliver(context, "link_shared", event) if links and member else []


def _call(context: Context, message: Message) -> list[Outcome]:
    workspace = context.workspace
    with workspace.lock:
        direct = workspace.is_direct(message.channel)
        named = f"<@{BOT_USER}>" in message.text
        if not direct and not named:
            return []
        if BOT_USER not in workspace.members[message.channel]:
            bot = f"@{workspace.bot_name}"
            hint = f"{bot} is not in this channel. Write `/invite {bot}` to bring it in."
            workspace.slackbot(message.user, message.channel, hint)
            return []
        event = _event(workspace, message, direct=direct)
    return events.deliver(context, "message.im" if direct else "app_mention", event)


def _event(workspace: Workspace, message: Message, *, direct: bool) -> Json:
    event = message_json(workspace, message)
    event |= {
        "type": "message" if direct else "app_mention",
        "channel": message.channel,
        "event_ts": message.ts,
        "team": workspace.team_of(workspace.person(message.user)),
        "client_msg_id": f"local-{message.ts}",
    }
    if direct:
        event["channel_type"] = "im"
    if message.files:
        event["files"] = [file_json(workspace, workspace.files[file]) for file in message.files]
        event |= {"subtype": "file_share"} if direct else {}
    return event
