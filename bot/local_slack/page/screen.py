"""Everything that the page shows to one person, as JSON."""

from collections.abc import Sequence
from dataclasses import fields

from bot.local_slack.actions.users import UserActions
from bot.local_slack.workspace.messages import Json, SeenFile, SeenMessage
from bot.local_slack.workspace.people import BOT_USER, SLACKBOT, Channel, Person
from bot.local_slack.workspace.workspace import Workspace

_ROLES = (
    ("is_owner", "workspace owner"),
    ("is_admin", "workspace admin"),
    ("is_guest", "guest"),
    ("is_stranger", "from another workspace"),
)


def setting(workspace: Workspace) -> Json:
    """List what stays the same: people, their roles, names of channels and groups."""
    with workspace.lock:
        people = [_person(person) for person in workspace.people.values()]
        names = {channel.id: channel.name for channel in workspace.channels.values()}
        groups = {group.id: group.handle for group in workspace.user_groups.values()}
    bots = {"bot": {"id": BOT_USER, "name": workspace.bot_name}, "slackbot": SLACKBOT, "team": workspace.team}
    return {"people": people, "channel_names": names, "groups": groups, **bots}


def _person(person: Person) -> Json:
    roles = [label for flag, label in _ROLES if getattr(person, flag)]
    known = {"id": person.id, "name": person.name, "handle": person.handle, "tz": person.tz}
    return {**known, "about": person.about, "roles": roles}


def screen(users: UserActions, viewer: str, channel: str) -> Json:
    """Show what this person has before them, with one conversation open."""
    workspace = users.context.workspace
    with workspace.lock:
        direct = workspace.direct_channel(workspace.person(viewer).id)
        conversations = [one for one in workspace.channels.values() if viewer in workspace.members[one.id]]
        return {
            "version": workspace.version,
            "direct": direct,
            "conversations": [_conversation(workspace, viewer, conversation) for conversation in conversations],
            "channel": channel,
            "messages": _messages(users.seen(viewer, channel)),
            "status": workspace.statuses.get(channel, ""),
            "prompts": workspace.prompts.get(channel, []),
            "modal": users.modal(viewer),
            "home": users.home(viewer),
        }


def _conversation(workspace: Workspace, viewer: str, conversation: Channel) -> Json:
    said = workspace.messages[conversation.id]
    heard = [one.ts for one in said if one.user != viewer and one.only_for in (None, viewer)]
    return {
        "id": conversation.id,
        "name": conversation.name,
        "topic": conversation.topic,
        "private": conversation.private,
        "direct": workspace.is_direct(conversation.id),
        "archived": conversation.archived,
        "ext_shared": conversation.ext_shared,
        "members": len(workspace.members[conversation.id]),
        "with_bot": BOT_USER in workspace.members[conversation.id],
        "heard": heard[-50:],
    }


def _messages(messages: Sequence[SeenMessage]) -> list[Json]:
    return [{**_fields(one), "files": [_fields(file) for file in one.files]} for one in messages]


def _fields(value: SeenMessage | SeenFile) -> Json:
    return {field.name: getattr(value, field.name) for field in fields(value)}
