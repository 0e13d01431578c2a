"""The local Slack with the real Bolt app behind real HTTP; only the answering is a stand-in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from flask import Flask
from prometheus_client import CollectorRegistry
from slack_bolt import App

from bot.local_slack.actions.shortcuts import shortcuts_of
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.people import Channel, Person, UserGroup
from bot.slack.access import Access, Grants
from bot.slack.app import build_app
from bot.slack.client import web_client
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.directory.users import Users
from bot.slack.listeners.feedback import Feedback
from bot.slack.sending.background import Background
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.transport.http import HttpServer, http_app
from bot.slack.transport.request_verifier import RequestVerifier
from tests.support.fake_answering import FakeAnswering, RememberedShares

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-of-the-tests"

ADA, HARPER, VIC, DANA, GUS, SID = "U0ADA", "U0HARPER", "U0VIC", "U0DANA", "U0GUS", "U0SID"
HELP, PARTNERS, BOARD, ALONE = "C0HELP", "C0PARTNERS", "G0BOARD", "C0ALONE"

PEOPLE = (
    Person(ADA, "Ada", "ada@contoso.com", tz="Europe/Berlin", is_admin=True),
    Person(HARPER, "Harper", "harper@contoso.com"),
    Person(VIC, "Vic", "vic@contoso.com"),
    Person(DANA, "Dana", "dana@contoso.com"),
    Person(GUS, "Gus", "gus@fabrikam.com", is_guest=True),
    Person(SID, "Sid", "", is_stranger=True),
)
_ALL = tuple(person.id for person in PEOPLE)
CHANNELS = (
    Channel(HELP, "helpdesk", _ALL),
    Channel(PARTNERS, "with-fabrikam", _ALL, ext_shared=True),
    Channel(BOARD, "board", (ADA, HARPER), private=True, with_bot=False),
    Channel(ALONE, "lobby", _ALL, with_bot=False),
)
GROUPS = (UserGroup("S0HELP", "helpdesk", (HARPER,)),)
GRANTS = Grants(admins=(ADA,), helpdesk=("S0HELP",), viewers=(VIC,))


@dataclass(frozen=True, slots=True)
class SlackBot:
    """What a test acts on and looks at."""

    slack: LocalSlack
    answering: FakeAnswering
    app: App
    flask: Flask


def wall_clock() -> datetime:
    return datetime.now(UTC)


def bolt_for(
    slack: LocalSlack,
    answering: FakeAnswering,
    *,
    grants: Grants = GRANTS,
    clock: Callable[[], datetime] = wall_clock,
    **options: Any,
) -> App:
    """The app as the composition root builds it."""
    client = web_client(TOKEN, slack.api_url)
    identity = Identity(client)
    users = Users(client, identity, clock)
    access = Access(users, identity, grants, ZoneInfo("UTC"))
    return build_app(
        client=client,
        answering=answering,
        access=access,
        channels=Channels(client, clock),
        background=Background(),
        clock=clock,
        data_blocks=DataBlocks(clock),
        feedback=Feedback(clock),
        shares=RememberedShares(),
        **options,
    )


@contextmanager
def local_slack(unfurl_domains: tuple[str, ...] = ()) -> Iterator[LocalSlack]:
    """The workspace, with the scopes and the events of the manifest and no more."""
    manifest = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text())
    with LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret=SECRET,
        bot_token=TOKEN,
        people=PEOPLE,
        channels=CHANNELS,
        user_groups=GROUPS,
        clock=wall_clock,
        scopes=[scope for scopes in manifest["oauth_config"]["scopes"].values() for scope in scopes],
        events=manifest["settings"]["event_subscriptions"]["bot_events"],
        shortcuts=shortcuts_of(manifest),
        unfurl_domains=unfurl_domains,
    ) as slack:
        yield slack


@contextmanager
def slack_bot(**options: Any) -> Iterator[SlackBot]:
    """Everything up and connected; `options` go to the app."""
    with local_slack() as slack:
        answering = FakeAnswering()
        app = bolt_for(slack, answering, **options)
        flask = http_app(app, RequestVerifier(SECRET, wall_clock), list, CollectorRegistry())
        server = HttpServer(flask, "127.0.0.1", 0)
        server.start()
        slack.connect(f"http://127.0.0.1:{server.port}/slack/events")
        try:
            yield SlackBot(slack, answering, app, flask)
        finally:
            server.stop()
