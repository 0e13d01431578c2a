"""How a message reaches the person behind a request, and nobody else."""

from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.errors import RefusedError
from bot.render import problems
from bot.render.blocks.blocks import context
from bot.render.blocks.compose import above_buttons
from bot.render.blocks.message import Message
from bot.render.blocks.text_twin import has_data_blocks, plain, plain_blocks, with_common_buttons
from bot.render.views.answer_modals import view
from bot.service.asker import Asker
from bot.slack.client import NO_ANSWER, NOT_SENT, NOT_SLACK, WHILE_SOMEBODY_WAITS, SlackError, ask, impatient
from bot.slack.payloads import Json, event_of, thread_of
from bot.slack.sending.background import Background, Tell, Work
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.tenants.stamp import stamp_of

QUIET = {"unfurl_links": False, "unfurl_media": False}
_TITLE = "SSPR"
_OK = 200
_PATIENCE: Final = 10  # seconds for a response URL
_SLOW: Final = "Slack is slow just now, so this is without its table, which may still come."


class Replies:
    """Send an answer back by the way that its kind of request offers.

    Slack waits three seconds for the end of a request. What needs its trigger is asked once and for a short time;
    anything else is sent in the background, which a request waits for as long and no longer.
    """

    def __init__(self, client: WebClient, data_blocks: DataBlocks, background: Background) -> None:
        self._client = client
        self._quick = impatient(client, seconds=WHILE_SOMEBODY_WAITS)
        self._data_blocks = data_blocks
        self._background = background
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
            self.answer_press(body, message)
        elif body.get("trigger_id"):
            self.open_modal(body, _notice(message))
        return BoltResponse(status=_OK)

    def reply_privately(self, event: Json, message: Message) -> None:
        """Answer an event so that only its author sees it."""
        if event["type"] == "app_home_opened":
            self.publish_home(event["user"], _home(message))
        else:
            self._background.send(lambda: self._post_privately(event, message), self._note_on(event))

    def reply(self, event: Json, message: Message) -> None:
        """Answer an event for all who are there: in the thread of a mention, straight in a direct message."""
        self._background.send(lambda: self._post(event, message), self._note_on(event))

    def _note_on(self, event: Json) -> Tell:
        return lambda message: self._post_privately(event, message)

    def _post_privately(self, event: Json, message: Message) -> None:
        if event["type"] == "message":
            self._post(event, message)  # a direct message is private already
            return
        # An ephemeral message shows in a thread only where the thread exists already.
        where = {"channel": event["channel"], "user": event["user"], "thread_ts": event.get("thread_ts")}
        post = self._client.chat_postEphemeral
        for_one = with_common_buttons(message)
        self._data_blocks.send(for_one, lambda shown: ask(post, **where, **shown.payload()))

    def _post(self, event: Json, message: Message) -> None:
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
            in_time = self._background.send(lambda: self.respond(body, message))
        except (SlackError, RefusedError):
            return private(plain(message))
        return None if in_time else private(above_buttons(plain(message), context(_SLOW)))

    def private_note(self, asker: Asker, body: Json | None = None) -> Tell:
        """Send a private note after the request was acknowledged: where it was pressed, or in a direct message."""

        def tell(message: Message) -> None:
            if body and body.get("response_url"):
                self.respond(body, message)
            else:
                self.direct_message(asker.id, message)

        return tell

    def direct_message(self, user: str, message: Message) -> str:
        """Write to one person; the id of the conversation."""
        post = self._client.chat_postMessage
        sent = self._data_blocks.send(message, lambda shown: ask(post, channel=user, **QUIET, **shown.payload()))
        return str(sent["channel"])

    def answer_press(self, body: Json, message: Message) -> None:
        """Answer a press while its request waits, as `respond` does."""
        self.in_request(lambda: self.respond(body, message))

    def in_request(self, send: Work, tell: Tell | None = None) -> None:
        """Send something while a request waits, which is not for long; `tell` hears when it fails after that."""
        self._background.send(send, tell)

    def respond(self, body: Json, message: Message, *, to_all: bool = False) -> None:
        """Answer a press through its response URL, which works where the bot is no member, too."""
        thread, spell = thread_of(body), public if to_all else private
        placed = {"replace_original": False, **({"thread_ts": thread} if thread else {})}
        url = body.get("response_url") or ""
        self._data_blocks.send(message, lambda shown: self._send(url, {**spell(shown), **placed}))

    def respond_raw(self, body: Json, message: Json) -> None:
        """Answer a press with a message that is spelled out already, while its request waits."""
        url = body.get("response_url") or ""
        self.in_request(lambda: self._send(url, {**message, "replace_original": False}))

    def publish_home(self, user: str, home: Json) -> None:
        """Show somebody their Home tab."""
        self.in_request(lambda: ask(self._client.views_publish, user_id=user, view=home))

    def delete(self, body: Json) -> None:
        """Delete the message of a press, for everybody who sees it."""
        url = body.get("response_url") or ""
        self.in_request(lambda: self._send(url, {"delete_original": True}))

    def replace(self, response_url: str, message: Message) -> None:
        """Write the message of a press anew, for the person alone."""
        anew = {"replace_original": True}
        self._data_blocks.send(message, lambda shown: self._send(response_url, {**private(shown), **anew}))

    def _send(self, response_url: str, message: Json) -> None:
        if not self._is_slacks(response_url):
            raise SlackError(NOT_SLACK)
        client = WebhookClient(
            response_url,
            timeout=_PATIENCE,
            proxy=self._client.proxy,
            ssl=self._client.ssl,
            retry_handlers=[],  # after a lost connection the message may stand there already
        )
        try:
            sent = client.send_dict(self._stamp(message))
        except URLError as error:  # raised of nothing but connecting and sending
            raise SlackError(NOT_SENT) from error
        except (OSError, HTTPException) as error:
            raise SlackError(NO_ANSWER, perhaps_done=True) from error
        if sent.status_code != _OK or _refused_in(sent.body):  # Slack's client raises nothing of its own accord
            unsure = sent.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
            raise SlackError(sent.body or NO_ANSWER, status=sent.status_code, perhaps_done=unsure)

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
        method = self._quick.views_push if inside else self._quick.views_open
        ask(method, trigger_id=body["trigger_id"], view=modal)

    def update_modal(self, view_id: str, modal: Json) -> None:
        """Show something else in an open modal."""
        self.in_request(lambda: ask(self._client.views_update, view_id=view_id, view=modal))


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
