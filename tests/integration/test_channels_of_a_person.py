"""In which channels somebody is: the whole list or nothing, however many pages it has."""

from collections.abc import Iterator

import pytest

from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.people import Channel
from bot.slack.client import web_client
from bot.slack.directory.channels import Channels
from tests.support.slack_bot_fixture import HARPER, PEOPLE, SECRET, TOKEN, VIC, wall_clock

MANY = frozenset(f"C{number:05}" for number in range(1_100))


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret=SECRET,
        bot_token=TOKEN,
        people=PEOPLE,
        channels=[Channel(name, name.lower(), (HARPER,)) for name in sorted(MANY)],
        clock=wall_clock,
    ) as running:
        yield running


def channels_of(slack: LocalSlack, user: str) -> frozenset[str]:
    return Channels(web_client(TOKEN, slack.api_url), wall_clock).of_person(user)


def test_every_page_is_read(slack: LocalSlack) -> None:
    assert channels_of(slack, HARPER) == MANY
    assert channels_of(slack, VIC) == frozenset()


def test_where_slack_does_not_say_nobody_is_in_any(slack: LocalSlack) -> None:
    slack.inject_fault("users.conversations", error="missing_scope")
    assert channels_of(slack, HARPER) == frozenset()
