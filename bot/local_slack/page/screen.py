"""Everything that the page shows to one person, as JSON."""

from collections.abc import Sequence
from dataclasses import fields

from bot.local_slack.actions.users import Cast
from bot.local_slack.workspace.messages import Json, SeenFile, SeenMessage
from bot.local_slack.workspace.people import BOT_USER, SLACKBOT, Channel, Person
from bot.local_slack.workspace.workspace import World

_ROLES = (
    ("is_owner", "workspace owner"),
    ("is_admin", "workspace admin"),
    ("is_guest", "guest"),
    ("is_stranger", "from another workspace"),
)


def setting(world: World) -> Json:
    """List what stays the same: people, their roles, names of channels and groups."""
    with world.lock:
        people = [_person(person) for person in world.people.values()]
        names = {channel.id: channel.name for channel in world.channels.values()}
        groups = {group.id: group.handle for group in world.user_groups.values()}
    bots = {"bot": {"id": BOT_USER, "name": world.bot_name}, "slackbot": SLACKBOT}
    return {"people": people, "channel_names": names, "groups": groups, **bots}


def _person(person: Person) -> Json:
    roles = [label for flag, label in _ROLES if getattr(person, flag)]
    known = {"id": person.id, "name": person.name, "handle": person.handle, "tz": person.tz}
    return {**known, "about": person.about, "roles": roles}


def screen(cast: Cast, viewer: str, channel: str) -> Json:
    """Show what this person has before them, with one conversation open."""
    world = cast.stage.world
    with world.lock:
        direct = world.direct_channel(world.person(viewer).id)
        places = [place for place in world.channels.values() if viewer in world.members[place.id]]
        return {
            "version": world.version,
            "direct": direct,
            "conversations": [_conversation(world, viewer, place) for place in places],
            "channel": channel,
            "messages": _messages(cast.seen(viewer, channel)),
            "modal": cast.modal(viewer),
            "home": cast.home(viewer),
        }


def _conversation(world: World, viewer: str, place: Channel) -> Json:
    said = world.messages[place.id]
    heard = [one.ts for one in said if one.user != viewer and one.only_for in (None, viewer)]
    return {
        "id": place.id,
        "name": place.name,
        "topic": place.topic,
        "private": place.private,
        "direct": world.is_direct(place.id),
        "archived": place.archived,
        "ext_shared": place.ext_shared,
        "members": len(world.members[place.id]),
        "with_bot": BOT_USER in world.members[place.id],
        "heard": heard[-50:],
    }


def _messages(messages: Sequence[SeenMessage]) -> list[Json]:
    return [{**_fields(one), "files": [_fields(file) for file in one.files]} for one in messages]


def _fields(value: SeenMessage | SeenFile) -> Json:
    return {field.name: getattr(value, field.name) for field in fields(value)}
