"""Workspaces that have installed the app by themselves: the token of each, renewed in time, and who the bot is."""

import logging
from datetime import timedelta
from http.client import HTTPException
from threading import Lock
from typing import Any, Final, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.token_rotation import TokenRotator
from typing_extensions import override

from bot.service.ports import Clock
from bot.slack.client import WHILE_SOMEBODY_WAITS, SlackError, ask, tls_of
from bot.slack.directory.bot_user import REFUSED, BotUser, Identity
from bot.slack.directory.ttl_cache import TtlCache

NOT_INSTALLED: Final = "not_installed"  # our own code for a workspace without a token
_FOR, _MOST = timedelta(minutes=1), 10_000  # so long a token counts that another replica has let go of
_MINUTES_LEFT: Final = 120  # of the twelve hours that a token lives
_log = logging.getLogger(__name__)


class Installations(Protocol):
    """Keeps them by the id of a workspace (T...), or of an organisation (E...) that installed the app for all."""

    def save(self, installation: Installation) -> None:
        """Keep what a workspace has just installed. May raise StoreError."""
        ...

    def save_bot(self, bot: Bot) -> None:
        """Keep a renewed token. May raise StoreError."""
        ...

    def bot(self, team: str) -> Bot | None:
        """The newest; None where there is none. May raise StoreError."""
        ...

    def forget(self, team: str) -> None:
        """Delete all that is kept of it. May raise StoreError."""
        ...


class Tokens:
    """Gives out tokens. Safe to share between threads."""

    def __init__(self, kept: Installations, rotator: TokenRotator, clock: Clock) -> None:
        self._kept, self._rotator = kept, rotator
        self._known: TtlCache[str, tuple[Bot | None]] = TtlCache(_FOR, _MOST, clock)
        self._lock = Lock()

    def bot(self, team: str) -> Bot | None:
        """The bot of a workspace, with a token that is good for a while; None where it is not installed."""
        known = self._known.get(team)
        if known is None:
            with self._lock:  # a refresh token is good for one use
                known = self._known.get(team) or self._known.put(team, (self._renewed(team),))
        return known[0]

    def save(self, installation: Installation) -> None:
        """Keep what a workspace has just installed."""
        self._kept.save(installation)
        self._known.put(team_of(installation), (self._kept.bot(team_of(installation)),))

    def forget(self, team: str) -> bool:
        """Delete what Slack does not take any more; False where it does: then the workspace has installed it again."""
        bot = self._kept.bot(team)
        try:
            if bot is not None:
                url = self._rotator.client.base_url
                client = WebClient(bot.bot_token, base_url=url, timeout=WHILE_SOMEBODY_WAITS, ssl=tls_of(url))
                ask(client.auth_test)
                return False
        except SlackError as error:
            if error.code not in REFUSED:
                raise
        self._kept.forget(team)
        self._known.put(team, (None,))
        return True

    def _renewed(self, team: str) -> Bot | None:
        bot = self._kept.bot(team)
        if bot is None or not bot.bot_token:
            return None
        try:
            renewed = self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=_MINUTES_LEFT)
        except (
            SlackClientError,
            OSError,
            HTTPException,
            ValueError,
        ) as error:  # another replica was first, or Slack does not answer
            _log.warning("A token was not renewed here: %s", type(error).__name__)
            return self._kept.bot(team)
        if renewed is not None:
            self._kept.save_bot(renewed)
        return renewed or bot


def team_of(installed: Installation | Bot) -> str:
    """The id under which it is kept."""
    return str((installed.enterprise_id if installed.is_enterprise_install else installed.team_id) or "")


class InstalledIdentity(Identity):
    """Who the bot is in a workspace, as Slack said when the app was installed there."""

    def __init__(self, client: WebClient, tokens: Tokens, team: str) -> None:
        super().__init__(client)
        self._tokens, self._team = tokens, team

    @override
    def bot(self) -> BotUser:
        bot = self._tokens.bot(self._team)
        if bot is None:
            raise SlackError(NOT_INSTALLED)
        return BotUser(self._team, bot.bot_user_id, bot.bot_id, bot.enterprise_id)

    @override
    def problems(self) -> list[str]:
        return [] if self._tokens.bot(self._team) else [f"The app is not installed in {self._team}."]


def taken_away(event: Any) -> bool:
    """Whether an event says that the app was uninstalled, or that its own token was revoked."""
    if not isinstance(event, dict):
        return False
    tokens = event.get("tokens")
    revoked = bool(isinstance(tokens, dict) and tokens.get("bot"))
    return event.get("type") == "app_uninstalled" or (event.get("type") == "tokens_revoked" and revoked)
