from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.local_slack.web_api.response_urls import ResponseUrls
from bot.local_slack.web_api.web_api import Answer, WebApi
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import Channel, Person, UserGroup
from bot.local_slack.workspace.workspace import Workspace

TOKEN = "xoxb-local"

PEOPLE = [
    Person("U1", "Ann Able", "ann@contoso.com", tz="Europe/Berlin", is_admin=True),
    Person("U2", "Bob Bright", "bob@contoso.com"),
    Person("U3", "Gil Guest", "gil@contoso.com", is_guest=True),
]
CHANNELS = [
    Channel("C1", "helpdesk", ("U1", "U2")),
    Channel("C2", "lobby", ("U1", "U2", "U3"), with_bot=False),
    Channel("G1", "identity", ("U1",), private=True),
    Channel("G2", "board", ("U1",), private=True, with_bot=False),
    Channel("C9", "old", ("U1",), archived=True),
]


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class Bot:
    """The bot's end of the Web API: calls it and keeps the last answer."""

    def __init__(self, api: WebApi) -> None:
        self.api = api
        self.answer = Answer({})

    def __call__(self, method: str, *, token: str = TOKEN, **args: object) -> Json:
        self.answer = self.api.call(method, args, token)
        return self.answer.body

    def error(self, method: str, **args: Any) -> object:
        return self(method, **args).get("error")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(clock: Clock) -> Workspace:
    groups = [UserGroup("S1", "helpdesk-team", ("U1", "U2"))]
    return Workspace(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        people=PEOPLE,
        channels=CHANNELS,
        user_groups=groups,
        clock=clock,
    )


@pytest.fixture
def bot(workspace: Workspace) -> Bot:
    return Bot(WebApi(workspace, bot_token=TOKEN))


@pytest.fixture
def responses(workspace: Workspace) -> ResponseUrls:
    return ResponseUrls(workspace)
