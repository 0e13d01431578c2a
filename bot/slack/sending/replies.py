"""How a message reaches the person behind a request, and nobody else."""

from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.render import problems
from bot.render.blocks.message import Message
from bot.render.blocks.text_twin import has_data_blocks, plain, plain_blocks, with_common_buttons
from bot.render.views.answer_modals import view
from bot.service.asker import Asker
from bot.slack.client import NO_ANSWER, NOT_SLACK, WHILE_SOMEBODY_WAITS, SlackError, ask
from bot.slack.payloads import Json, event_of, thread_of
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.tenants.stamp import stamp_of

QUIET = {"unfurl_links": False, "unfurl_media": False}
_TITLE = "SSPR"
_OK = 200
UNHURRIED = 10  # seconds, where no request waits; Slack gets the answer of one after all that its listener does

Tell = Callable[[Message], None]


class Replies:
    """Send an answer back by the way that its kind of request offers."""

    def __init__(self, client: WebClient, data_blocks: DataBlocks) -> None:
        self._client = client
        self._data_blocks = data_blocks
        self._stamp = stamp_of(client)

    def acknowledge(self, request: BoltRequest, message: Message) -> BoltResponse:
        """Acknowledge a request with a message that the person alone sees. Raises SlackError when it cannot be sent."""
        body = request.body
        event = event_of(body)
        if "command" in body:
            return BoltResponse(status=_OK, body=private(plain(message)))
        if event:
            self.reply_privately(event, message)
        elif body.get("type") == "view_submission":
            return BoltResponse(status=_OK, body={"response_action": "push", "view": _notice(message)})
        elif body.get("response_url") and body.get("type") != "message_action":
            self.respond(body, message)
        elif body.get("trigger_id"):
            self.open_modal(body, _notice(message))
        return BoltResponse(status=_OK)

    def reply_privately(self, event: Json, message: Message) -> None:
        """Answer an event so that only its author sees it."""
        if event["type"] == "app_home_opened":
            ask(self._client.views_publish, user_id=event["user"], view=_home(message))
        elif event["type"] == "message":
            self.reply(event, message)  # a direct message is private already
        else:
            # An ephemeral message shows in a thread only where the thread exists already.
            where = {"channel": event["channel"], "user": event["user"], "thread_ts": event.get("thread_ts")}
            post = self._client.chat_postEphemeral
            for_one = with_common_buttons(message)
            self._data_blocks.send(for_one, lambda shown: ask(post, **where, **shown.payload()))

    def reply(self, event: Json, message: Message) -> None:
        """Answer an event for all who are there: in the thread of a mention, straight in a direct message."""
        thread = event.get("thread_ts") or (None if event["type"] == "message" else event["ts"])
        where = {"channel": event["channel"], "thread_ts": thread, **QUIET}
        post = self._client.chat_postMessage
        self._data_blocks.send(message, lambda shown: ask(post, **where, **shown.payload()))

    def answer_command(self, body: Json, message: Message) -> Json | None:
        """Answer a command: what to acknowledge it with.

        Nobody hears of blocks that Slack refuses in an acknowledgement, so that a message which may be refused goes
        by the response URL, where there is one that works in time.
        """
        if not has_data_blocks(message):
            return private(message)
        try:
            self.respond(body, message)
        except SlackError:
            return private(plain(message))
        return None

    def private_note(self, asker: Asker, body: Json | None = None) -> Tell:
        """Send a private note after the request was acknowledged: where it was pressed, or in a direct message."""

        def tell(message: Message) -> None:
            if body and body.get("response_url"):
                self.respond(body, message, seconds=UNHURRIED)
            else:
                self.direct_message(asker.id, message)

        return tell

    def direct_message(self, user: str, message: Message) -> str:
        """Write to one person; the id of the conversation."""
        post = self._client.chat_postMessage
        sent = self._data_blocks.send(message, lambda shown: ask(post, channel=user, **QUIET, **shown.payload()))
        return str(sent["channel"])

    def respond(
        self, body: Json, message: Message, *, to_all: bool = False, seconds: int = WHILE_SOMEBODY_WAITS
    ) -> None:
        """Answer a press through its response URL, which works where the bot is no member, too."""
        thread, spell = thread_of(body), public if to_all else private
        placed = {"replace_original": False, **({"thread_ts": thread} if thread else {})}
        url = body.get("response_url") or ""
        self._data_blocks.send(message, lambda shown: self._send(url, {**spell(shown), **placed}, seconds))

    def respond_raw(self, body: Json, message: Json) -> None:
        """Answer a press with a message that is spelled out already."""
        self._send(body.get("response_url") or "", {**message, "replace_original": False})

    def publish_home(self, user: str, home: Json) -> None:
        """Show somebody their Home tab."""
        ask(self._client.views_publish, user_id=user, view=home)

    def delete(self, body: Json) -> None:
        """Delete the message of a press, for everybody who sees it."""
        self._send(body.get("response_url") or "", {"delete_original": True})

    def replace(self, response_url: str, message: Message) -> None:
        """Write the message of a press anew, for the person alone."""
        anew = {"replace_original": True}
        self._data_blocks.send(message, lambda shown: self._send(response_url, {**private(shown), **anew}, UNHURRIED))

    def _send(self, response_url: str, message: Json, seconds: int = WHILE_SOMEBODY_WAITS) -> None:
        if not self._is_slacks(response_url):
            raise SlackError(NOT_SLACK)
        client = WebhookClient(response_url, timeout=seconds, proxy=self._client.proxy, ssl=self._client.ssl)
        try:
            sent = client.send_dict(self._stamp(message))
        except (OSError, HTTPException) as error:
            raise SlackError(NO_ANSWER) from error
        if sent.status_code != _OK or _refused_in(sent.body):  # Slack's client raises nothing of its own accord
            raise SlackError(sent.body or NO_ANSWER, status=sent.status_code)

    def _is_slacks(self, url: str) -> bool:
        """Answers go to the Slack that the bot talks to, and nowhere else."""
        try:
            asked, api = urlsplit(url), urlsplit(self._client.base_url)
        except ValueError:
            return False
        return asked.scheme == api.scheme and asked.netloc in (api.netloc, f"hooks.{api.netloc}")

    def open_modal(self, body: Json, modal: Json) -> None:
        """Open a modal, on top of the one in which the person pressed where there is one."""
        inside = (body.get("view") or {}).get("type") == "modal"
        method = self._client.views_push if inside else self._client.views_open
        ask(method, trigger_id=body["trigger_id"], view=modal)


def _refused_in(body: str) -> bool:
    """Whether an answer of a response URL says no, though its status is 200."""
    return body.startswith("{") and '"ok":false' in body.replace(" ", "")


def not_in_shared_channel() -> Message:
    """Why there is no answer in a channel that outsiders read."""
    return problems.refusal(
        "People of another organisation may read this channel, so I do not tell you that here.",
        ask="Ask me in a direct message.",
        myself=False,
    )


def private(message: Message) -> Json:
    """A message as an answer that only the person sees.

    Slack says of the small buttons that messages may hold them, and nothing of those that one person sees; refused
    there, the workspace would go without charts for a day. So such an answer always has the common ones.
    """
    return {"response_type": "ephemeral", **QUIET, **_filled(with_common_buttons(message))}


def public(message: Message) -> Json:
    """A message as an answer that the whole channel sees."""
    return {"response_type": "in_channel", **QUIET, **_filled(message)}


def _filled(message: Message) -> Json:
    payload: dict[str, Any] = message.payload()
    return payload if payload["blocks"] else {"text": message.text}


def _notice(message: Message) -> Json:
    return view(_TITLE, message.blocks)


def _home(message: Message) -> Json:
    return {"type": "home", "blocks": list(plain_blocks(message.blocks))}
