"""A word to one person after their request was acknowledged: where they pressed, or else in a direct message."""

from slack_sdk import WebClient

from bot.render.blocks.message import Message
from bot.service.asker import Asker
from bot.slack.client import ask
from bot.slack.payloads import Json
from bot.slack.sending.background import Tell
from bot.slack.sending.replies import QUIET, Telling, private


class Aside:
    """Knows how to reach somebody who is not waiting for an acknowledgement any more."""

    def __init__(self, client: WebClient, telling: Telling) -> None:
        self._client = client
        self._telling = telling

    def to(self, asker: Asker, body: Json | None = None) -> Tell:
        """How to tell this person something about this request, seen by them alone."""

        def tell(message: Message) -> None:
            if body and body.get("response_url"):
                self._telling.respond(body, private(message))
            else:
                self.direct(asker.id, message)

        return tell

    def direct(self, user: str, message: Message) -> str:
        """Write to one person; the id of the conversation."""
        sent = ask(self._client.chat_postMessage, channel=user, **QUIET, **message.payload())
        return str(sent["channel"])
