"""The Slack workspaces of a bot with many tenants: one with its token, or as many as have installed the app."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Protocol

from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient
from slack_sdk.oauth.token_rotation import TokenRotator
from sqlalchemy import Engine

from bot.app.bot import Workspace, open_workspace
from bot.errors import SettingsError
from bot.service.ports import Clock
from bot.settings import Settings
from bot.slack.client import WHILE_SOMEBODY_WAITS, SlackError, impatient, web_client
from bot.slack.directory.users import Users
from bot.slack.installed import InstalledIdentity, Tokens
from bot.slack.listeners.feedback import Feedback
from bot.slack.sending.background import Background
from bot.slack.sending.data_blocks import DataBlocks


class Workspaces(Protocol):
    """Gives out workspaces by the id of the workspace (T...) or organisation (E...) that installed the app."""

    closed: bool  # whether a tenant that names no workspace is seen from none
    client: WebClient  # for what is of no workspace
    background: Background
    feedback: Feedback

    def of(self, team: str) -> Workspace:
        """One of them; whether the app is installed there is seen when it is used."""
        ...

    def is_known(self, team: str) -> bool:
        """Whether anybody there is answered."""
        ...

    def home_of(self, team: str) -> str:
        """Whose token answers in a workspace: its own, or that of the organisation that installed the app for it."""
        ...

    def opened(self) -> Iterable[Workspace]:
        """All that were used."""
        ...

    def forget(self, team: str) -> None:
        """Let go of one that has taken the app away."""
        ...

    def problems(self) -> Collection[str]:
        """What should be looked at, a sentence each."""
        ...


class OneWorkspace:
    """That of SLACK_BOT_TOKEN."""

    closed = False

    def __init__(self, workspace: Workspace) -> None:
        self._only, self.client = workspace, workspace.client
        self.background, self.feedback = workspace.background, workspace.feedback

    def of(self, _team: str) -> Workspace:
        """It, whoever asks: access refuses those of others."""
        return self._only

    def is_known(self, _team: str) -> bool:
        """Always: whoever is of another workspace is told."""
        return True

    def home_of(self, team: str) -> str:
        """It by its own id."""
        return team

    def opened(self) -> Iterable[Workspace]:
        """It."""
        return (self._only,)

    def forget(self, _team: str) -> None:
        """Nothing: the token is whoever runs the bot's affair, and /readyz says so."""

    def problems(self) -> Collection[str]:
        """None here."""
        return ()


@dataclass(slots=True)
class InstalledWorkspaces:
    """Those that SSPR_TENANTS names, once the app is installed there."""

    client: WebClient
    tokens: Tokens
    named: Callable[[], Collection[str]]
    flow: OAuthFlow
    clock: Clock
    closed: bool = True
    background: Background = field(default_factory=Background)
    feedback: Feedback = field(init=False)
    _known: dict[str, Workspace] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.feedback = Feedback(self.clock)

    def of(self, team: str) -> Workspace:
        """One of them."""
        with self._lock:
            if team not in self._known:
                self._known[team] = self._made(team)
            return self._known[team]

    def is_known(self, team: str) -> bool:
        """Whether it is named and installed."""
        return team in self.named() and self.tokens.bot(team) is not None

    def home_of(self, team: str) -> str:
        """Its own id where it has installed the app, else that of its organisation; where neither has, its own."""
        if self.is_known(team):
            return team
        return next((one for one in sorted(self.named()) if one[:1] == "E" and team in self._teams(one)), team)

    def _teams(self, organisation: str) -> Collection[str]:
        try:
            return self.of(organisation).users.teams() if self.is_known(organisation) else ()
        except SlackError:
            return ()

    def opened(self) -> Iterable[Workspace]:
        """All that were used."""
        with self._lock:
            return tuple(self._known.values())

    def forget(self, team: str) -> None:
        """Delete its tokens."""
        self.tokens.forget(team)

    def problems(self) -> Collection[str]:
        """Which are named and have not installed the app."""
        missing = [team for team in sorted(self.named()) if self.tokens.bot(team) is None]
        return [
            f"The app is not installed in {team}, which SSPR_TENANTS names: open /slack/install." for team in missing
        ]

    def _made(self, team: str) -> Workspace:
        client = web_client(None, self.client.base_url)
        client.ask_token = partial(self._token, team)
        identity = InstalledIdentity(client, self.tokens, team)
        users = Users(client, identity, self.clock)
        return Workspace(client, identity, users, self.background, DataBlocks(self.clock), self.feedback, self.clock)

    def _token(self, team: str) -> str | None:
        bot = self.tokens.bot(team)
        return bot.bot_token if bot else None


def open_workspaces(
    settings: Settings, engine: Engine, named: Callable[[], Collection[str]], clock: Clock
) -> Workspaces:
    """Put together what talks to Slack; nothing is asked yet. Raises SettingsError when what it needs is not set."""
    if settings.slack_client_id is None:
        return OneWorkspace(open_workspace(settings, clock))
    if settings.slack_bot_token is not None:
        raise SettingsError("SLACK_BOT_TOKEN and SLACK_CLIENT_ID exclude each other: one workspace, or many.")
    if settings.slack_client_secret is None or settings.public_url is None:
        raise SettingsError(
            "SLACK_CLIENT_ID needs SLACK_CLIENT_SECRET, and SSPR_PUBLIC_URL for the way back from Slack."
        )
    try:
        from bot.slack.transport.install import install_flow  # noqa: PLC0415 - an extra, as the next one
        from bot.storage.installations import InstallationTable, StateTable  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError("SLACK_CLIENT_ID needs the install extra: pip install 'sspr-bot[install]'.") from error
    client_id, secret = settings.slack_client_id, settings.slack_client_secret.get_secret_value()
    bare = web_client(None, str(settings.slack_api_url))
    quick = impatient(bare, seconds=WHILE_SOMEBODY_WAITS)  # a token is renewed two hours before it ends
    rotator = TokenRotator(client_id=client_id, client_secret=secret, client=quick)
    tokens = Tokens(InstallationTable(engine, client_id, secret), rotator, clock)
    flow = install_flow(client_id, secret, bare, tokens, StateTable(engine), named, public_url=str(settings.public_url))
    return InstalledWorkspaces(bare, tokens, named, flow, clock)
