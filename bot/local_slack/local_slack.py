"""A whole Slack on loopback: the Web API for the bot, signed deliveries to it, and people to act with."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Self

from bot.local_slack.actions.bot_endpoint import ANSWER_SECONDS, BotEndpoint
from bot.local_slack.actions.context import Context
from bot.local_slack.actions.shortcuts import Shortcut
from bot.local_slack.actions.users import UserActions
from bot.local_slack.page.routes import Page
from bot.local_slack.server import LoopbackServer, create_app
from bot.local_slack.web_api.faults import Fault
from bot.local_slack.web_api.response_urls import ResponseUrls
from bot.local_slack.web_api.web_api import Call, WebApi
from bot.local_slack.workspace.people import BOT_USER, TEAM, Channel, Person, UserGroup
from bot.local_slack.workspace.workspace import Workspace


class LocalSlack(UserActions):
    """One workspace with one bot; start it, say where the bot listens, and act as its people."""

    def __init__(
        self,
        *,
        team: str,
        bot_name: str,
        command: str,
        signing_secret: str,
        bot_token: str,
        people: Sequence[Person],
        channels: Sequence[Channel],
        clock: Callable[[], datetime],
        user_groups: Sequence[UserGroup] = (),
        scopes: Collection[str] | None = None,
        events: Collection[str] | None = None,
        shortcuts: Collection[Shortcut] = (),
        unfurl_domains: Collection[str] = (),
        rate_limited: bool = False,
        answer_seconds: float = ANSWER_SECONDS,
        port: int = 0,
        team_id: str = TEAM,
        organisation: str | None = None,
    ) -> None:
        workspace = Workspace(
            team=team,
            team_id=team_id,
            organisation=organisation,
            bot_name=bot_name,
            command=command,
            people=people,
            channels=channels,
            user_groups=user_groups,
            clock=clock,
        )
        api = WebApi(workspace, bot_token=bot_token, scopes=scopes, rate_limited=rate_limited)
        endpoint = BotEndpoint(signing_secret, answer_seconds=answer_seconds)
        super().__init__(Context(workspace, endpoint, ResponseUrls(workspace), api, events, shortcuts, unfurl_domains))
        self._page = Page(self)
        self._port = port
        self._server: LoopbackServer | None = None

    # --- running

    def start(self) -> Self:
        """Open the port and begin to answer."""
        app = create_app(self.context)
        self._page.add_to(app)
        self._server = LoopbackServer(app, self._port)
        self.context.workspace.base_url = f"http://127.0.0.1:{self._server.port}"
        self._server.start()
        return self

    def stop(self) -> None:
        """Close the port; twice does no harm."""
        if self._server:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """Where the bot's Web API client points to."""
        return f"{self.context.workspace.base_url}/api/"

    @property
    def page_url(self) -> str:
        """Where a person's browser points to."""
        return f"{self.context.workspace.base_url}/?key={self._page.key}"

    def connect(
        self,
        events_url: str,
        *,
        suggestions: Sequence[tuple[str, str]] = (),
        controls: Sequence[tuple[str, str, Callable[[], str]]] = (),
    ) -> None:
        """Say where the bot listens, and what the page offers.

        A suggestion is a text to type and a hint; a control is an id, a label and what it does, which
        returns the sentence to show.
        """
        self.context.endpoint.events_url = events_url
        self._page.suggestions = tuple(suggestions)
        self._page.controls = tuple(controls)

    # --- what a test looks at, and what it breaks

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot so far, and every answer it gave, refused ones with their error."""
        with self.context.workspace.lock:
            return list(self.context.api.calls)

    def inject_fault(
        self,
        method: str,
        times: int = 1,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: float | str | None = None,
        delay: float | None = None,
        after: bool = False,
        half: bool = False,
    ) -> None:
        """Plan faults of a method; `after` does the work first, `half` too. With no kind named the answer is lost."""
        planned = Fault(method, times, error, status, retry_after, delay, after, half)
        with self.context.workspace.lock:
            self.context.api.faults.plan(planned)

    def revoke_token(self) -> None:
        """Make the bot's token worthless."""
        self.context.api.revoked = True

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self.context.workspace.archive(channel)

    def share(self, channel: str) -> None:
        """Connect a channel to another organisation."""
        self.context.workspace.share(channel)

    def kick_bot(self, channel: str) -> None:
        """Take the bot out of a channel."""
        self.context.workspace.leave(BOT_USER, channel)
