"""Who the bot itself is in the workspace, asked once."""

from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.client import WHILE_SOMEBODY_WAITS, ask, impatient


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

    def bot(self) -> BotUser:
        """The bot's user. Raises SlackError when Slack does not say."""
        if self._known is None:
            reply = ask(self._client.auth_test)
            self._known = BotUser(
                str(reply["team_id"]), str(reply["user_id"]), reply.get("bot_id"), reply.get("enterprise_id")
            )
        return self._known

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
