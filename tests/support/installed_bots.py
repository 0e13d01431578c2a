"""A provider's bot that workspaces install by themselves: two of them and an organisation, behind one local Slack."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from prometheus_client import CollectorRegistry

from bot.app.tenants.many import ManyBots, build_many
from bot.app.tenants.workspaces import InstalledWorkspaces
from bot.local_slack.actions.shortcuts import shortcuts_of
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.slack_host import SlackHost
from bot.local_slack.workspace.messages import SeenMessage
from bot.local_slack.workspace.people import Channel, Person, UserGroup
from bot.settings import Settings
from bot.slack.transport.http import HttpServer, http_app
from bot.slack.transport.install import add_install
from bot.slack.transport.request_verifier import RequestVerifier
from tests.support.digest_fixture import HandClock
from tests.support.slack_bot_fixture import SECRET, wall_clock
from tests.support.sqlite import sqlite_url

CLIENT, CLIENT_SECRET = "11.22", "of-the-tests"
CONTOSO, FABRIKAM, ORG = "T0CONTOSO", "T0FABRIKAM", "E0ORG"
ADA, DANA, BEA, ERIK, PAT, OLA = "U0ADA", "U0DANA", "U0BEA", "U0ERIK", "U0PAT", "W0OLA"
# The same user id in both, as ids are unique within a workspace alone: Ada of Contoso, and somebody of Fabrikam.
WORKSPACES = {
    CONTOSO: (Person(ADA, "Ada", "ada@contoso.com"), Person(DANA, "Dana", "dana@contoso.com")),
    FABRIKAM: (
        Person(BEA, "Bea", "bea@fabrikam.com"),
        Person(ERIK, "Erik", "erik@fabrikam.com"),
        Person(ADA, "Another", "another@fabrikam.com", is_admin=True),
        Person(PAT, "Pat", "pat@fabrikam.com"),
    ),
    "T0NORTH": (Person(OLA, "Ola", "ola@northwind.com"),),
}
TENANTS = """
[[tenant]]
key = "contoso"
workspaces = ["T0CONTOSO", "T0FABRIKAM"]
domains = ["contoso.com"]
channels = ["C0CONTOSO", "T0FABRIKAM/C0WATCH"]
admins = ["U0ADA", "T0FABRIKAM/U0PAT"]

[[tenant]]
key = "fabrikam"
workspaces = ["T0FABRIKAM"]
domains = ["fabrikam.com"]
channels = ["C0FABRIKAM"]
admins = ["U0BEA"]

[[tenant]]
key = "northwind"
workspaces = ["E0ORG"]
domains = ["northwind.com"]
channels = ["C0NORTH"]
admins = ["W0OLA"]

[[tenant]]
key = "unseen"
domains = ["unseen.example"]
admins = ["U0ADA", "U0BEA", "W0OLA"]
"""
CHANNELS = {CONTOSO: ("C0CONTOSO", "C0LOBBY"), FABRIKAM: ("C0FABRIKAM", "C0WATCH", "C0LOBBY"), "T0NORTH": ("C0NORTH",)}


class SlackOfAll:
    """The actions of people, who are named with their workspace: `T0CONTOSO/U0ADA`."""

    def __init__(self, slacks: Mapping[str, LocalSlack]) -> None:
        self._slacks = slacks

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def act(user: str, *rest: Any, **more: Any) -> Any:
            team, _, one = user.partition("/")
            return getattr(self._slacks[team], name)(one, *rest, **more)

        return act


@dataclass(frozen=True, slots=True)
class InstalledBots:
    """What a test acts on and looks at."""

    host: SlackHost
    slacks: dict[str, LocalSlack]
    bots: ManyBots
    clock: HandClock
    file: Path
    port: int

    def get(self, path: str, cookie: str = "") -> tuple[int, dict[str, str], str]:
        """Open an address of the bot in a browser: status, headers, page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read().decode()
        connection.close()
        return found

    @property
    def slack(self) -> Any:
        """The actions of people, who are named with their workspace: `T0CONTOSO/U0ADA`."""
        return SlackOfAll(self.slacks)

    def wait_idle(self) -> None:
        assert self.bots.workspaces.background.wait_idle(30)

    def install(self, team: str, user: str) -> tuple[int, str]:
        """Install the app as somebody of a workspace does it in a browser: how that ended."""
        status, headers, _ = self.get("/slack/install")
        assert status == 302
        back = urlsplit(self.host.allow(team, user, headers["Location"]))
        status, _, page = self.get(f"{back.path}?{back.query}", headers["Set-Cookie"].partition(";")[0])
        return status, page

    def load(self, key: str, csv: str, name: str = "activity.csv") -> None:
        with self.bots.registry.bot(key) as bot:
            bot.services.loading.load(name, BytesIO(csv.encode()))

    def ask(self, team: str, user: str, channel: str, text: str) -> SeenMessage:
        """Type /sspr; the answer."""
        slack = self.slacks[team]
        slack.command(user, channel, "/sspr", text)
        self.wait_idle()
        return slack.seen(user, channel)[-1]


@contextmanager
def installed_bots(
    folder: Path,
    *,
    rotating: bool = False,
    tenants: str = TENANTS,
    workspaces: Mapping[str, Sequence[Person]] = WORKSPACES,
    channels: Sequence[Channel] = (),
    groups: Sequence[UserGroup] = (),
    url: str | None = None,
) -> Iterator[InstalledBots]:
    """Everything up, and nothing installed."""
    clock, file = HandClock(), folder / "tenants.toml"
    file.write_text(tenants)
    manifest = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text())
    slacks = {
        team: LocalSlack(
            team=team,
            team_id=team,
            organisation=ORG if team == "T0NORTH" else None,
            bot_name="sspr",
            command="/sspr",
            signing_secret=SECRET,
            bot_token="",
            people=people,
            channels=channels
            or [Channel(one, one.lower(), tuple(person.id for person in people)) for one in CHANNELS[team]],
            user_groups=groups,
            shortcuts=shortcuts_of(manifest),
            clock=wall_clock,
        )
        for team, people in workspaces.items()
    }
    with SlackHost(tuple(slacks.values()), CLIENT, CLIENT_SECRET, rotating) as host:
        settings = Settings.model_validate(
            {
                "SLACK_CLIENT_ID": CLIENT,
                "SLACK_CLIENT_SECRET": CLIENT_SECRET,
                "SLACK_SIGNING_SECRET": SECRET,
                "SSPR_PUBLIC_URL": "https://sspr.example",
                "SSPR_SLACK_API_URL": host.api_url,
                "SSPR_DATABASE_URL": url or sqlite_url(folder),
                "SSPR_TENANTS": str(file),
                "SSPR_SMALLEST_GROUP": 1,
            }
        )
        bots = build_many(settings, clock=clock, wait=30)
        flask = http_app(bots.router, RequestVerifier(SECRET, wall_clock), list, CollectorRegistry())
        assert isinstance(bots.workspaces, InstalledWorkspaces)
        add_install(flask, bots.workspaces.flow)
        server = HttpServer(flask, "127.0.0.1", 0)
        server.start()
        for slack in slacks.values():
            slack.connect(f"http://127.0.0.1:{server.port}/slack/events")
        try:
            yield InstalledBots(host, slacks, bots, clock, file, server.port)
        finally:
            server.stop()
            bots.close()
