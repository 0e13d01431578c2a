"""Reports that are shared with the bot: in its direct messages, or in a channel that may have digests."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.errors import BotError
from bot.render import problems
from bot.render.blocks import icons
from bot.render.blocks.blocks import section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import code
from bot.service.asker import Asker
from bot.service.loading.shared_file import SharedFile, SharedReports
from bot.slack.access import Access, Refused
from bot.slack.client import ask
from bot.slack.payloads import Json, installed_in
from bot.slack.sending.background import Background
from bot.slack.sending.replies import QUIET, Replies

_MOST = 10  # files of one message
_LONG = 200


# Takes a direct message with files; what it returns is said at once.
OnFile = Callable[[Mapping[str, Any], Asker], Message | None]


class FileListener:
    """Load files one by one; each is answered with its receipt, where it was shared."""

    def __init__(
        self, reports: SharedReports, client: WebClient, replies: Replies, background: Background, access: Access
    ) -> None:
        self._reports = reports
        self._client = client
        self._replies = replies
        self._background = background
        self._access = access

    def on_message(self, event: Mapping[str, Any], asker: Asker) -> Message | None:
        """Files in a direct message; the receipts follow. Raises RefusedError for others than admins."""
        self._reports.admit(asker)
        for shared in event["files"][:_MOST]:
            work = partial(self._direct, str(shared["id"]), asker, event.get("thread_ts"))
            self._background.submit(work, self._replies.private_note(asker))
        left = len(event["files"]) - _MOST
        if left > 0:
            says = f"{icons.WARNING} I take {_MOST} files at a time; please share the other {left} again."
            return assemble(says, [section(says)])
        return None

    def register(self, app: App) -> None:
        """Listen to files in channels, too; what is not meant for the bot is left alone there without a word."""

        @app.event("file_shared")
        def on_file_shared(event: Json, context: Json) -> None:
            channel, user = event.get("channel_id") or "", event.get("user_id")
            if channel[:1] not in ("C", "G") or user == self._access.identity.bot().user:
                return
            asker = self._access.asker(installed_in(context), user, channel)
            if not isinstance(asker, Refused):
                self._background.submit(lambda: self._in_channel(str(event["file_id"]), asker))

    def _in_channel(self, file_id: str, asker: Asker) -> None:
        """The receipt is for the one who shared the file: it may quote its rows."""
        file = self._reports.wanted(asker, file_id)
        if file:
            if self._reports.takes_long(file):
                self._whisper(asker, _reading(file))
            self._whisper(asker, self._receipt(file, asker))

    def _direct(self, file_id: str, asker: Asker, thread: str | None) -> None:
        """One message for one file: what is being read is said at once, and becomes the receipt."""
        where = {"channel": asker.channel, "thread_ts": thread}
        file = self._reports.look(file_id)
        if file.problem or not self._reports.takes_long(file):
            ask(self._client.chat_postMessage, **where, **QUIET, **self._receipt(file, asker).payload())
            return
        sent = ask(self._client.chat_postMessage, **where, **QUIET, **_reading(file).payload())
        receipt = self._receipt(file, asker)
        ask(self._client.chat_update, channel=asker.channel, ts=sent["ts"], **receipt.payload())

    def _receipt(self, file: SharedFile, asker: Asker) -> Message:
        """The receipt, or why there is none."""
        try:
            return self._reports.load(asker, file)
        except BotError as refused:
            return problems.problem(str(refused))

    def _whisper(self, asker: Asker, message: Message) -> None:
        ask(self._client.chat_postEphemeral, channel=asker.channel, user=asker.id, **message.payload())


def _reading(file: SharedFile) -> Message:
    says = f"{icons.WAIT} Reading {code(file.name, _LONG)} ({-(-file.size // 1_000_000)} MB) ..."
    return assemble(says, [section(says)])
