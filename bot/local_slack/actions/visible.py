"""What one person sees, and nothing else."""

import copy

from bot.local_slack.workspace.messages import Json, Message, SeenFile, SeenMessage
from bot.local_slack.workspace.slack_json import view_json
from bot.local_slack.workspace.views import View
from bot.local_slack.workspace.workspace import Workspace


def seen(workspace: Workspace, viewer: str, channel: str) -> list[SeenMessage]:
    """List the messages of a conversation that this person sees, oldest first; none from outside."""
    with workspace.lock:
        if viewer not in workspace.members.get(channel, []):
            return []
        visible = [one for one in workspace.messages[channel] if one.only_for in (None, viewer)]
        return [_seen(workspace, message) for message in visible]


def _seen(workspace: Workspace, message: Message) -> SeenMessage:
    files = [workspace.files[file] for file in message.files]
    return SeenMessage(
        ts=message.ts,
        user=message.user,
        text=message.text,
        blocks=copy.deepcopy(message.blocks),
        thread_ts=message.thread_ts,
        ephemeral=message.only_for is not None,
        files=[SeenFile(file.id, file.name, file.title or file.name, file.size, file.alt_text) for file in files],
        edited=message.edited,
        reactions=copy.deepcopy(message.reactions),
        unfurls=copy.deepcopy(message.unfurls),
    )


def modal(workspace: Workspace, viewer: str) -> Json | None:
    """Show the modal in front of a person, with its complaints."""
    with workspace.lock:
        stack = workspace.screens[workspace.person(viewer).id].modals
        return _view(workspace, stack[-1]) if stack else None


def home(workspace: Workspace, viewer: str) -> Json | None:
    """Show a person's Home tab."""
    with workspace.lock:
        view = workspace.screens[workspace.person(viewer).id].home
        return _view(workspace, view) if view else None


def _view(workspace: Workspace, view: View) -> Json:
    return copy.deepcopy({**view_json(workspace, view), "errors": view.errors})
