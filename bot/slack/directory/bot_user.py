"""Who the bot itself is in the workspace, asked once."""

from contextlib import suppress
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.client import WHILE_SOMEBODY_WAITS, SlackError, ask, impatient

REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


@dataclass(frozen=True, slots=True)
class BotUser:
    """The bot's own user in its one workspace."""

    team: str
    user: str
    bot: str | None
    enterprise: str | None = None


class Identity:
    """Ask Slack who the token belongs to when that is first needed, and remember it."""

    def __init__(self, client: WebClient) -> None:
        self._client = impatient(client, seconds=WHILE_SOMEBODY_WAITS)
        self._known: BotUser | None = None
        self._refused = ""

    def bot(self) -> BotUser:
        """The bot's user. Raises SlackError when Slack does not say."""
        if self._known is None:
            self._known = self._asked()
        return self._known

    def look(self) -> None:
        """Ask again, as a token can be revoked at any time; `problems` says what came of it."""
        with suppress(SlackError):
            self._known = self._asked()

    def problems(self) -> list[str]:
        """What is not in order, for /readyz: a token that Slack refuses, or that it has never taken."""
        if self._refused:
            return [f"Slack refuses SLACK_BOT_TOKEN ({self._refused})."]
        return [] if self._known else ["Slack has not answered yet, so nobody can be answered: is there a way out?"]

    def _asked(self) -> BotUser:
        try:
            reply = ask(self._client.auth_test)
        except SlackError as error:
            self._refused = error.code if error.code in REFUSED else ""
            raise
        self._refused = ""
        return BotUser(str(reply["team_id"]), str(reply["user_id"]), reply.get("bot_id"), reply.get("enterprise_id"))

    def authorized(self) -> AuthorizeResult:
        """What Bolt needs to know; with the bot's user in it, Bolt leaves out the bot's own messages."""
        bot = self.bot()
        return AuthorizeResult(
            enterprise_id=bot.enterprise,
            team_id=bot.team,
            bot_user_id=bot.user,
            bot_id=bot.bot,
            bot_token=self._client.token,
        )
