"""users.*, usergroups.* and auth.test: who is who."""

from bot.local_slack.web_api.methods.arguments import Arguments, next_cursor, page, required
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import BOT_USER, TEAM
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.slack_json import BOT_ID, bot_json, group_json, user_json
from bot.local_slack.workspace.workspace import World


def auth_test(world: World, _args: Arguments) -> Json:
    """Say who the bot is."""
    return {
        "url": f"{world.base_url}/",
        "team": "Contoso",
        "team_id": TEAM,
        "user": world.bot_name,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def users_info(world: World, args: Arguments) -> Json:
    """Describe one person."""
    user = required(args, "user")
    if user == BOT_USER:
        return {"user": bot_json(world)}
    if user not in world.people:
        raise Refusal("user_not_found")
    return {"user": user_json(world, world.people[user])}


def users_list(world: World, args: Arguments) -> Json:
    """List everybody."""
    everybody = [*(user_json(world, person) for person in world.people.values()), bot_json(world)]
    found, cursor = page(everybody, args)
    return {"members": found, **next_cursor(cursor)}


def users_by_email(world: World, args: Arguments) -> Json:
    """Find a person by e-mail address."""
    wanted = required(args, "email").casefold()
    for person in world.people.values():
        if person.email.casefold() == wanted and not person.is_stranger:
            return {"user": user_json(world, person)}
    raise Refusal("users_not_found")


def groups_list(world: World, _args: Arguments) -> Json:
    """List the user groups."""
    return {"usergroups": [group_json(group) for group in world.user_groups.values()]}


def group_users(world: World, args: Arguments) -> Json:
    """List who is in a user group."""
    group = world.user_groups.get(required(args, "usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.members)}
