"""Post to channels, never where another organisation reads, and read back what was posted."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from typing_extensions import override

from bot.render.blocks.message import Message
from bot.service.channel_policy import SHARED
from bot.service.posting import NOT_ALLOWED, ChannelInfo, Check, Mark, Poster, PostError, always_wanted
from bot.slack.client import SlackError, ask, impatient
from bot.slack.directory.bot_user import Identity
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.posting_errors import is_rate_limit, post_failed
from bot.slack.sending.replies import QUIET

EVENT_TYPE = "sspr_digest"
_NOT_GRANTED = "missing_scope"
_TRIES = 3
_LONGEST_WAIT = 60.0  # what Slack asks for beyond that, the caller shall wait
_PAGE = 200
_CLOCKS_DIFFER = timedelta(minutes=5)
_log = logging.getLogger(__name__)


class SlackPoster(Poster):
    """Post without the client's own retries: after a lost connection the message may stand there already."""

    def __init__(
        self, client: WebClient, identity: Identity, rate_limit: ChannelRateLimit, data_blocks: DataBlocks
    ) -> None:
        self._client = impatient(client, seconds=client.timeout)
        self._identity = identity
        self._rate_limit = rate_limit
        self._data_blocks = data_blocks

    @override
    def channel_info(self, channel: str) -> ChannelInfo:
        if channel[:1] in ("D", "U", "W"):
            return ChannelInfo("direct message", archived=False, shared=False, member=True)
        info = self._call(self._client.conversations_info, channel=channel)["channel"]
        return ChannelInfo(
            name=str(info.get("name") or channel),
            archived=bool(info.get("is_archived")),
            shared=bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared")),
            member=bool(info.get("is_member")),
        )

    @override
    def direct(self, user: str) -> str:
        return user  # Slack opens the conversation by itself when it is named by the person

    @override
    def post(
        self,
        channel: str,
        message: Message,
        *,
        mark: Mark | None = None,
        thread_ts: str | None = None,
        check: Check = always_wanted,
    ) -> str:
        where = {"channel": channel, "thread_ts": thread_ts, "metadata": _metadata(mark), **QUIET}
        write = self._client.chat_postMessage
        sent = self._write(message, write, paced=channel, before=self._checks(channel, check), **where)
        return str(sent["ts"])

    @override
    def update(self, channel: str, ts: str, message: Message, *, mark: Mark | None = None) -> None:
        where = {"channel": channel, "ts": ts, "metadata": _metadata(mark)}
        self._write(message, self._client.chat_update, before=self._checks(channel), **where)

    @override
    def upload(
        self,
        channel: str,
        thread_ts: str,
        name: str,
        content: bytes,
        *,
        title: str,
        alt: str,
        check: Check = always_wanted,
    ) -> str:
        sent = self._call(
            self._client.files_upload_v2,
            paced=channel,
            before=self._checks(channel, check),
            channel=channel,
            thread_ts=thread_ts,
            filename=name,
            content=content,
            title=title,
            alt_txt=alt,
        )
        return str(sent["files"][0]["id"])

    def remove_file(self, file: str) -> None:
        """Delete a file that the bot has uploaded. Raises PostError."""
        self._call(self._client.files_delete, file=file)

    def _checks(self, channel: str, check: Check = always_wanted) -> Check:
        """What to do directly before a message is written, once all waits are over."""

        def checks() -> None:
            self._check_readers(channel)
            check()

        return checks

    def _check_readers(self, channel: str) -> None:
        """Ask afresh who reads a channel before anything is written to it; a digest may name people.

        Raises PostError where another organisation does, whoever wants to write.
        """
        if self.channel_info(channel).shared:
            raise PostError(SHARED, code=NOT_ALLOWED, transient=False)

    @override
    def find(self, channel: str, mark: Mark, *, since: datetime, thread_ts: str | None = None) -> str | None:
        oldest = str((since - _CLOCKS_DIFFER).timestamp())
        for message in self._readable(channel, thread_ts, oldest):
            if message.get("metadata") == _metadata(mark):
                return str(message["ts"])
        return None

    @override
    def find_file(self, channel: str, thread_ts: str, name: str) -> str | None:
        for message in self._readable(channel, thread_ts, "0"):
            for file in message.get("files") or ():
                if file.get("name") == name:
                    return str(file["id"])
        return None

    def _readable(self, channel: str, thread_ts: str | None, oldest: str) -> Iterator[Mapping[str, Any]]:
        """The bot's messages; none where the workspace did not grant that they are read back, which is optional."""
        try:
            yield from self._own(channel, thread_ts, oldest)
        except PostError as failed:
            if failed.code != _NOT_GRANTED:
                raise
            _log.warning("Digests cannot be read back without channels:history and groups:history; one may come twice")

    def _own(self, channel: str, thread_ts: str | None, oldest: str) -> Iterator[Mapping[str, Any]]:
        """The bot's messages in a channel or thread, page by page: anybody else could write the same mark."""
        bot, cursor = self._asked(self._identity.bot).user, None
        where: dict[str, Any] = {"channel": channel, "oldest": oldest, "limit": _PAGE, "include_all_metadata": True}
        while True:
            if thread_ts:
                page = self._call(self._client.conversations_replies, ts=thread_ts, cursor=cursor, **where)
            else:
                page = self._call(self._client.conversations_history, cursor=cursor, **where)
            yield from (message for message in page["messages"] if message.get("user") == bot)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _write(self, message: Message, method: Callable[..., SlackResponse], **where: Any) -> SlackResponse:
        """Write a message, without data blocks where the workspace takes none."""
        try:
            return self._data_blocks.send(message, lambda shown: self._try(method, **where, **shown.payload()))
        except SlackError as error:
            raise post_failed(error) from error

    def _call(
        self,
        method: Callable[..., SlackResponse],
        *,
        paced: str | None = None,
        before: Check = always_wanted,
        **arguments: object,
    ) -> SlackResponse:
        """Ask, as `_try` does. Raises PostError."""
        try:
            return self._try(method, paced=paced, before=before, **arguments)
        except SlackError as error:
            raise post_failed(error) from error

    def _try(
        self,
        method: Callable[..., SlackResponse],
        *,
        paced: str | None = None,
        before: Check = always_wanted,
        **arguments: object,
    ) -> SlackResponse:
        """Ask, in turn where it posts; a rate limit is waited out. Raises SlackError, and what `before` raises."""
        for left in reversed(range(_TRIES)):
            if paced:
                self._rate_limit.wait(paced)
            before()
            try:
                return ask(method, **arguments)
            except SlackError as error:
                wait = error.retry_after or 1.0
                if not (left and is_rate_limit(error) and wait <= _LONGEST_WAIT):
                    raise
                self._rate_limit.sleep(wait)
        raise AssertionError

    def _asked(self, question: Callable[[], Any]) -> Any:
        try:
            return question()
        except SlackError as error:
            raise post_failed(error) from error


def _metadata(mark: Mark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    return {"event_type": EVENT_TYPE, "event_payload": {"delivery": mark.delivery, "part": mark.part}}
