import pytest

from bot.local_slack.workspace.messages import Json
from tests.unit.local_slack.conftest import Bot, Clock


def test_a_person_carries_what_access_rules_look_at(bot: Bot) -> None:
    user = bot("users.info", user="U3")["user"]
    assert (user["is_restricted"], user["is_admin"], user["is_stranger"]) == (True, False, False)
    assert user["profile"]["email"] == "gil@contoso.com"


def test_a_person_has_the_offset_of_their_zone_at_that_time(bot: Bot, clock: Clock) -> None:
    assert bot("users.info", user="U1")["user"]["tz_offset"] == 3600
    clock.forward(days=180)
    assert bot("users.info", user="U1")["user"]["tz_offset"] == 7200


def test_the_bot_is_a_bot(bot: Bot) -> None:
    user_id = bot("auth.test")["user_id"]
    assert bot("users.info", user=user_id)["user"]["is_bot"] is True


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@contoso.com"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S404"}, "no_such_subteam"),
        ("users.conversations", {"user": "U404"}, "user_not_found"),
        ("conversations.info", {"channel": "G2"}, "channel_not_found"),
        ("conversations.open", {"users": "U404"}, "user_not_found"),
        ("conversations.history", {"channel": "C2"}, "not_in_channel"),
    ],
)
def test_who_or_what_is_not_there_is_named_so(bot: Bot, method: str, args: Json, error: str | None) -> None:
    assert bot.error(method, **args) == error


def test_people_are_found_by_address_and_listed(bot: Bot) -> None:
    assert bot("users.lookupByEmail", email="Bob@Contoso.com")["user"]["id"] == "U2"
    assert [user["id"] for user in bot("users.list")["members"]] == ["U1", "U2", "U3", "U0THEBOT"]


def test_user_groups_are_listed_with_their_people(bot: Bot) -> None:
    (group,) = bot("usergroups.list")["usergroups"]
    assert (group["id"], group["handle"]) == ("S1", "helpdesk-team")
    assert bot("usergroups.users.list", usergroup="S1")["users"] == ["U1", "U2"]


def test_a_channel_says_whether_the_bot_is_in_it(bot: Bot) -> None:
    member = {name: bot("conversations.info", channel=name)["channel"]["is_member"] for name in ("C1", "C2")}
    assert member == {"C1": True, "C2": False}
    assert [c["id"] for c in bot("conversations.list", exclude_archived="true")["channels"]] == ["C1", "C2", "G1"]


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ({"user": "U1"}, ["C1", "C2", "C9"]),
        ({"user": "U1", "exclude_archived": "true"}, ["C1", "C2"]),
        ({"user": "U1", "types": "public_channel,private_channel"}, ["C1", "C2", "G1", "C9"]),  # the bot is not in G2
        ({"user": "U2", "types": "private_channel"}, []),
        ({}, ["C1", "C9"]),  # the bot itself
    ],
)
def test_the_channels_of_a_person_are_listed(bot: Bot, args: Json, found: list[str]) -> None:
    assert [channel["id"] for channel in bot("users.conversations", **args)["channels"]] == found


def test_a_direct_message_is_opened_once(bot: Bot) -> None:
    opened = {bot("conversations.open", users="U1")["channel"]["id"] for _ in range(2)}
    assert len(opened) == 1
    (channel,) = opened
    assert bot("conversations.members", channel=channel)["members"] == ["U1", "U0THEBOT"]
