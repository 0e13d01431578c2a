"""users.*, usergroups.* and auth.test: who is who."""

from bot.local_slack.web_api.methods.arguments import Arguments, flag, next_cursor, page, required
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import BOT_USER
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.slack_json import BOT_ID, bot_json, channel_json, group_json, user_json
from bot.local_slack.workspace.workspace import Workspace


def auth_test(workspace: Workspace, _args: Arguments) -> Json:
    """Say who the bot is."""
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.team,
        "team_id": workspace.team_id,
        "user": workspace.bot_name,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "enterprise_id": workspace.organisation,
        "is_enterprise_install": workspace.organisation is not None,
    }


def teams_list(workspace: Workspace, args: Arguments) -> Json:
    """List the workspaces that the token is for."""
    found, cursor = page([{"id": workspace.team_id, "name": workspace.team}], args)
    return {"teams": found, **next_cursor(cursor)}


def users_info(workspace: Workspace, args: Arguments) -> Json:
    """Describe one person."""
    user = required(args, "user")
    if user == BOT_USER:
        return {"user": bot_json(workspace)}
    if user not in workspace.people:
        raise Refusal("user_not_found")
    return {"user": user_json(workspace, workspace.people[user])}


def users_list(workspace: Workspace, args: Arguments) -> Json:
    """List everybody."""
    everybody = [*(user_json(workspace, person) for person in workspace.people.values()), bot_json(workspace)]
    found, cursor = page(everybody, args)
    return {"members": found, **next_cursor(cursor)}


def users_by_email(workspace: Workspace, args: Arguments) -> Json:
    """Find a person by e-mail address."""
    wanted = required(args, "email").casefold()
    for person in workspace.people.values():
        if person.email.casefold() == wanted and not person.is_stranger:
            return {"user": user_json(workspace, person)}
    raise Refusal("users_not_found")


def users_conversations(workspace: Workspace, args: Arguments) -> Json:
    """List the channels that somebody is in, of the kinds asked for; of private ones those where the bot is, too."""
    _check_team(workspace, args)
    user = str(args.get("user") or BOT_USER)
    if user != BOT_USER and user not in workspace.people:
        raise Refusal("user_not_found")
    kinds = str(args.get("types") or "public_channel").split(",")
    known = [
        channel
        for channel in workspace.channels.values()
        if user in workspace.members[channel.id]
        and not workspace.is_direct(channel.id)
        and ("private_channel" if channel.private else "public_channel") in kinds
        and (not channel.private or BOT_USER in workspace.members[channel.id])
        and not (flag(args, "exclude_archived") and channel.archived)
    ]
    found, cursor = page(known, args)
    return {"channels": [channel_json(workspace, channel) for channel in found], **next_cursor(cursor)}


def groups_list(workspace: Workspace, _args: Arguments) -> Json:
    """List the user groups."""
    return {"usergroups": [group_json(workspace, group) for group in workspace.user_groups.values()]}


def group_users(workspace: Workspace, args: Arguments) -> Json:
    """List who is in a user group."""
    _check_team(workspace, args)
    group = workspace.user_groups.get(required(args, "usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.members)}


def _check_team(workspace: Workspace, args: Arguments) -> None:
    """A token of an organisation does not say which of its workspaces is meant; one of a workspace does."""
    if workspace.organisation and not args.get("team_id"):
        raise Refusal("missing_argument", ["[ERROR] missing required field: team_id"])
    if workspace.organisation and args["team_id"] != workspace.team_id:
        raise Refusal("team_not_found")
