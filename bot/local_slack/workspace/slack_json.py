"""How people, conversations, messages, files and views are spelled in Slack's JSON."""

from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.local_slack.workspace.messages import Json, Message, StoredFile
from bot.local_slack.workspace.people import APP, BOT_USER, Channel, Person, UserGroup
from bot.local_slack.workspace.views import View
from bot.local_slack.workspace.workspace import Workspace

BOT_ID = "B0THEBOT"


def user_json(workspace: Workspace, person: Person) -> Json:
    """Build the JSON of a person."""
    offset = workspace.clock().astimezone(ZoneInfo(person.tz)).utcoffset()
    return {
        "id": person.id,
        "team_id": workspace.team_of(person),
        "name": person.handle,
        "real_name": person.name,
        "deleted": False,
        "tz": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin or person.is_owner,
        "is_owner": person.is_owner,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_stranger": person.is_stranger,
        "is_bot": False,
        **({"enterprise_user": {"enterprise_id": workspace.organisation}} if workspace.organisation else {}),
        "profile": {"real_name": person.name, "display_name": person.handle, "email": person.email},
    }


def bot_json(workspace: Workspace) -> Json:
    """Build the JSON of the bot's own user."""
    profile = {"real_name": workspace.bot_name, "display_name": workspace.bot_name}
    return {
        "id": BOT_USER,
        "team_id": workspace.team_id,
        "name": workspace.bot_name,
        "real_name": workspace.bot_name,
        "is_bot": True,
        "profile": profile,
    }


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """Build the JSON of a conversation as the bot sees it."""
    if workspace.is_direct(channel.id):
        return {"id": channel.id, "is_im": True, "is_archived": False, "user": channel.members[0]}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_ext_shared": channel.ext_shared,
        "is_shared": channel.ext_shared,
        "is_org_shared": False,
        "is_member": BOT_USER in workspace.members[channel.id],
        "num_members": len(workspace.members[channel.id]),
        "topic": {"value": channel.topic},
    }


def message_json(workspace: Workspace, message: Message, *, with_metadata: bool = False) -> Json:
    """Build the JSON of a message."""
    spelled: Json = {"type": "message", "ts": message.ts, "user": message.user, "text": message.text}
    if message.user == BOT_USER:
        spelled |= {"bot_id": BOT_ID, "app_id": APP, "team": workspace.team_id}
    if message.blocks:
        spelled["blocks"] = message.blocks
    if message.thread_ts:
        spelled["thread_ts"] = message.thread_ts
    if message.files:
        spelled["files"] = [file_json(workspace, workspace.files[file]) for file in message.files]
    if message.edited:
        spelled["edited"] = {"user": message.user, "ts": message.ts}
    if message.reactions:
        spelled["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    if with_metadata and message.metadata:
        spelled["metadata"] = message.metadata
    return spelled


def file_json(workspace: Workspace, file: StoredFile) -> Json:
    """Build the JSON of a file."""
    kind = file.name.rpartition(".")[2].lower()
    private = f"{workspace.base_url}/files/{file.id}/{quote(file.name)}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "filetype": kind,
        "mimetype": {"csv": "text/csv", "png": "image/png", "json": "application/json"}.get(
            kind, "application/octet-stream"
        ),
        "mode": "hosted",
        "size": file.size,
        "user": file.owner,
        "created": file.created,
        "is_external": False,
        "channels": file.channels,
        "url_private": private,
        "url_private_download": private,
    }


def view_json(workspace: Workspace, view: View) -> Json:
    """Build the JSON of a view with its present state."""
    empty: Json = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
    }
    return {
        **empty,
        **view.body,
        "id": view.id,
        "hash": view.hash,
        "team_id": workspace.team_id,
        "app_id": APP,
        "bot_id": BOT_ID,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "state": {"values": view.entered},
    }


def group_json(workspace: Workspace, group: UserGroup) -> Json:
    """Build the JSON of a user group."""
    return {
        "id": group.id,
        "team_id": workspace.team_id,
        "handle": group.handle,
        "name": group.handle,
        "user_count": len(group.members),
        "date_delete": 0,
    }
