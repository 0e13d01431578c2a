"""A person writes: a mention, a direct message, a file, or a line that the bot never hears of."""

import re

from bot.local_slack.actions import events
from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.context import Stage
from bot.local_slack.web_api.methods.chat import thread_of
from bot.local_slack.workspace.messages import Json, Message, StoredFile
from bot.local_slack.workspace.people import BOT_USER, Channel
from bot.local_slack.workspace.refusals import NotOnScreen, Refusal
from bot.local_slack.workspace.slack_json import file_json, message_json
from bot.local_slack.workspace.workspace import World

_TYPED = re.compile(
    r"(?P<ready><@[A-Z0-9]+>)"
    r"|(?<![\w.+-])@(?P<handle>[\w.-]*\w)"
    r"|(?P<mail>[\w.+'#-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<web>https?://[^\s<>]+)"
    r"|(?P<special>[&<>])"
)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def as_sent(world: World, typed: str) -> str:
    """Turn what was typed into what Slack stores: mentions and links in angle brackets, the rest escaped."""
    handles = {person.handle: person.id for person in world.people.values()}
    handles[world.bot_name] = BOT_USER

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


def mention(stage: Stage, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
    """Write in a channel with the bot's name in it; the name is put in front when it is missing."""
    world = stage.world
    if f"@{world.bot_name}" not in text.lower() and f"<@{BOT_USER}>" not in text:
        text = f"@{world.bot_name} {text}"
    return say(stage, user, channel, text, thread_ts)


def direct_message(stage: Stage, user: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
    """Write to the bot alone."""
    with stage.world.lock:
        stage.world.person(user)
        channel = stage.world.direct_channel(user)
    return say(stage, user, channel, text, thread_ts)


def say(stage: Stage, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
    """Write anywhere; the bot hears direct messages and its own name."""
    with stage.world.lock:
        message = _write(stage.world, user, channel, text, thread_ts, [])
    return _tell(stage, message)


def upload(stage: Stage, user: str, channel: str, filename: str, data: bytes, text: str = "") -> str:
    """Share a file in a conversation; returns its id."""
    world = stage.world
    with world.lock:
        _open_place(world, user, channel)
        created = int(world.clock().timestamp())
        file = StoredFile(world.number("F"), filename, user, created, len(data), data, channels=[channel])
        world.files[file.id] = file
        message = _write(world, user, channel, text, None, [file.id])
        shared: Json = {
            "type": "file_shared",
            "file_id": file.id,
            "file": {"id": file.id},
            "user_id": user,
            "channel_id": channel,
            "event_ts": message.ts,
        }
        heard = BOT_USER in world.members[channel]
    if heard:
        events.deliver(stage, "file_shared", shared)
    _tell(stage, message)
    return file.id


def invite_bot(stage: Stage, user: str, channel: str) -> list[Outcome]:
    """Bring the bot into a channel."""
    world = stage.world
    with world.lock:
        place = _open_place(world, user, channel)
        if BOT_USER in world.members[channel]:
            world.slackbot(user, channel, f"@{world.bot_name} is in this channel already.")
            return []
        world.members[channel].append(BOT_USER)
        world.post(channel, user, f"added <@{BOT_USER}> to this channel.")
        event: Json = {
            "type": "member_joined_channel",
            "user": BOT_USER,
            "channel": channel,
            "channel_type": "G" if place.private else "C",
            "team": world.person(user).team,
            "inviter": user,
            "event_ts": world.next_ts(),
        }
    return events.deliver(stage, "member_joined_channel", event)


def dismiss(stage: Stage, user: str, channel: str, ts: str) -> None:
    """Put away a message that only this person sees."""
    world = stage.world
    with world.lock:
        said = world.messages[world.place_for(user, channel).id]
        said[:] = [one for one in said if not (one.ts == ts and one.only_for == user)]
        world.changed()


def _open_place(world: World, user: str, channel: str) -> Channel:
    place = world.place_for(user, channel)
    if place.archived:
        raise NotOnScreen(f"#{place.name} is archived; nothing can be written there.")
    return place


def _write(world: World, user: str, channel: str, text: str, thread: str | None, files: list[str]) -> Message:
    _open_place(world, user, channel)
    try:
        thread_ts = thread_of(world, channel, thread)
    except Refusal:
        raise NotOnScreen(f"There is no message {thread} to reply to.") from None
    return world.post(channel, user, as_sent(world, text), thread_ts=thread_ts, files=files)


def _tell(stage: Stage, message: Message) -> list[Outcome]:
    world = stage.world
    with world.lock:
        direct = world.is_direct(message.channel)
        named = f"<@{BOT_USER}>" in message.text
        if not direct and not named:
            return []
        if BOT_USER not in world.members[message.channel]:
            hint = f"@{world.bot_name} is not in this channel. Write `/invite @{world.bot_name}` to bring it in."
            world.slackbot(message.user, message.channel, hint)
            return []
        event = _event(world, message, direct=direct)
    return events.deliver(stage, "message.im" if direct else "app_mention", event)


def _event(world: World, message: Message, *, direct: bool) -> Json:
    event = message_json(world, message)
    event |= {
        "type": "message" if direct else "app_mention",
        "channel": message.channel,
        "event_ts": message.ts,
        "team": world.person(message.user).team,
        "client_msg_id": f"local-{message.ts}",
    }
    if direct:
        event["channel_type"] = "im"
    if message.files:
        event["files"] = [file_json(world, world.files[file]) for file in message.files]
        event |= {"subtype": "file_share"} if direct else {}
    return event
