"""A provider with several tenants in one local Slack: the real door, the real bots, one database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import yaml
from prometheus_client import CollectorRegistry

from bot.app.tenants.many import ManyBots, build_many
from bot.local_slack.actions.shortcuts import shortcuts_of
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.messages import Json, SeenMessage
from bot.local_slack.workspace.people import Channel, Person, UserGroup
from bot.settings import Settings
from bot.slack.transport.http import HttpServer, http_app
from bot.slack.transport.request_verifier import RequestVerifier
from tests.support.digest_fixture import HandClock
from tests.support.slack_bot_fixture import SECRET, TOKEN, wall_clock
from tests.support.sqlite import sqlite_url

ADA, BEA, DANA, ERIK, PAT, OTTO, ZOE = "U0ADA", "U0BEA", "U0DANA", "U0ERIK", "U0PAT", "U0OTTO", "U0ZOE"
CONTOSO, FABRIKAM, OPS, LOBBY = "C0CONTOSO", "C0FABRIKAM", "C0OPS", "C0LOBBY"
PEOPLE = (
    Person(ADA, "Ada", "ada@contoso.com", is_admin=True),
    Person(DANA, "Dana", "dana@contoso.com"),
    Person(BEA, "Bea", "bea@fabrikam.com"),
    Person(ERIK, "Erik", "erik@fabrikam.com"),
    Person(PAT, "Pat", "pat@provider.example"),  # the provider's helpdesk, for both
    Person(OTTO, "Otto", "otto@provider.example", is_admin=True),  # runs the workspace, and no more
    Person(ZOE, "Zoe", "zoe@northwind.com"),
)
_ALL = tuple(one.id for one in PEOPLE)
CHANNELS = (
    Channel(CONTOSO, "contoso", _ALL),
    Channel(FABRIKAM, "fabrikam", _ALL),
    Channel(OPS, "ops", _ALL),
    Channel(LOBBY, "lobby", _ALL),
)
GROUPS = (UserGroup("S0DESK", "desk", (PAT,)),)
TENANTS = """
[provider]
name = "Northwind Services"
channels = ["C0OPS"]
admins = ["U0PAT"]

[[tenant]]
key = "contoso"
name = "Contoso Ltd"
domains = ["contoso.com"]
channels = ["C0CONTOSO"]
admins = ["U0ADA"]
helpdesk = ["S0DESK"]
timezone = "Europe/Berlin"

[[tenant]]
key = "fabrikam"
domains = ["fabrikam.com"]
channels = ["C0FABRIKAM"]
admins = ["U0BEA"]
helpdesk = ["S0DESK"]
"""


@dataclass(frozen=True, slots=True)
class ManyTenants:
    """What a test acts on and looks at."""

    slack: LocalSlack
    bots: ManyBots
    clock: HandClock
    file: Path

    def load(self, key: str, csv: str, name: str = "activity.csv") -> None:
        with self.bots.registry.bot(key) as bot:
            bot.services.loading.load(name, BytesIO(csv.encode()))

    def ask(self, user: str, channel: str, text: str) -> SeenMessage:
        """Type /sspr; the answer."""
        self.slack.command(user, channel, "/sspr", text)
        return self.last(user, channel)

    def last(self, user: str, channel: str) -> SeenMessage:
        self.wait_idle()
        return self.slack.seen(user, channel)[-1]

    def wait_idle(self) -> None:
        assert self.bots.workspaces.background.wait_idle(30)

    def modal(self, user: str) -> Json:
        self.wait_idle()
        found = self.slack.modal(user)
        assert found is not None
        return found

    def log(self, key: str) -> list[tuple[object, ...]]:
        """Who did what about whom with what outcome, oldest first."""
        with self.bots.registry.bot(key) as bot:
            bot.services.access_log.flush()
            return [
                (line["who"], line["asked"], line["subject"] or None, line["outcome"])
                for line in bot.services.access_log.lines()
            ]


@contextmanager
def many_tenants(
    folder: Path,
    tenants: str = TENANTS,
    *,
    url: str | None = None,
    memory: int = 512,
    people: Sequence[Person] = PEOPLE,
    channels: Sequence[Channel] = CHANNELS,
    groups: Sequence[UserGroup] = GROUPS,
    graph: str = "https://graph.microsoft.com",
) -> Iterator[ManyTenants]:
    """Everything up and connected."""
    clock, file = HandClock(), folder / "tenants.toml"
    file.write_text(tenants)
    with LocalSlack(
        team="Provider",
        bot_name="sspr",
        command="/sspr",
        signing_secret=SECRET,
        bot_token=TOKEN,
        people=people,
        channels=channels,
        user_groups=groups,
        shortcuts=shortcuts_of(yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text())),
        clock=wall_clock,
    ) as slack:
        settings = Settings.model_validate(
            {
                "SLACK_BOT_TOKEN": TOKEN,
                "SLACK_SIGNING_SECRET": SECRET,
                "SSPR_SLACK_API_URL": slack.api_url,
                "SSPR_DATABASE_URL": url or sqlite_url(folder),
                "SSPR_TENANTS": str(file),
                "SSPR_TENANTS_MEMORY": memory,
                "SSPR_SMALLEST_GROUP": 1,
                "SSPR_GRAPH_URL": graph,
            }
        )
        bots = build_many(settings, clock=clock, wait=30)
        flask = http_app(bots.router, RequestVerifier(SECRET, wall_clock), list, CollectorRegistry())
        server = HttpServer(flask, "127.0.0.1", 0)
        server.start()
        slack.connect(f"http://127.0.0.1:{server.port}/slack/events")
        try:
            yield ManyTenants(slack, bots, clock, file)
        finally:
            server.stop()
            bots.close()
