"""The table of methods, each with the scopes of which the bot needs one."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.local_slack.web_api.methods import assistant, chat, conversations, files, people, screens
from bot.local_slack.web_api.methods.arguments import Arguments
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """What a method does and any one scope that lets the bot call it."""

    run: Callable[[Workspace, Arguments], Json]
    scopes: tuple[str, ...] = ()


def _not_here(_world: Workspace, _args: Arguments) -> Json:
    raise Refusal("not_allowed", ["this workspace delivers over HTTP only"])


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_WRITE = ("chat:write",)

METHODS = {
    "apps.connections.open": Method(_not_here),
    "assistant.threads.setStatus": Method(assistant.set_status, _WRITE),
    "assistant.threads.setSuggestedPrompts": Method(assistant.set_prompts, ("assistant:write",)),
    "auth.teams.list": Method(people.teams_list),
    "auth.test": Method(people.auth_test),
    "blocks.validate": Method(screens.validate_blocks),
    "chat.delete": Method(chat.delete, _WRITE),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, _WRITE),
    "chat.postMessage": Method(chat.post_message, _WRITE),
    "chat.unfurl": Method(chat.unfurl, ("links:write",)),
    "chat.update": Method(chat.update, _WRITE),
    "conversations.history": Method(conversations.history, _HISTORY),
    "conversations.info": Method(conversations.info, _READ),
    "conversations.list": Method(conversations.list_, _READ),
    "conversations.members": Method(conversations.members, _READ),
    "conversations.open": Method(conversations.open_, ("im:write", "mpim:write")),
    "conversations.replies": Method(conversations.replies, _HISTORY),
    "files.completeUploadExternal": Method(files.complete, ("files:write",)),
    "files.delete": Method(files.delete, ("files:write",)),
    "files.getUploadURLExternal": Method(files.announce, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
    "reactions.add": Method(chat.add_reaction, ("reactions:write",)),
    "usergroups.list": Method(people.groups_list, ("usergroups:read",)),
    "usergroups.users.list": Method(people.group_users, ("usergroups:read",)),
    "users.conversations": Method(people.users_conversations, _READ),
    "users.info": Method(people.users_info, ("users:read",)),
    "users.list": Method(people.users_list, ("users:read",)),
    "users.lookupByEmail": Method(people.users_by_email, ("users:read.email",)),
    "views.open": Method(screens.open_view),
    "views.publish": Method(screens.publish_view),
    "views.push": Method(screens.push_view),
    "views.update": Method(screens.update_view),
}
