"""Answers that are files: sent in the direct messages of whoever asked, never in a channel."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_sdk import WebClient

from bot.render.answers.export import ExportFile
from bot.render.blocks.blocks import context
from bot.render.blocks.message import Message
from bot.service.answers.answering import Reply
from bot.service.asker import Asker
from bot.slack.client import ask
from bot.slack.sending.background import Background
from bot.slack.sending.replies import Replies

DeliverFiles = Callable[[Reply, Asker], Reply]

_THERE = "The file comes in our direct messages, where only you see it."
_HERE = "The file follows."


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """Upload the files of answers in the background."""

    client: WebClient
    replies: Replies
    background: Background

    def deliver_files(self, reply: Reply, asker: Asker) -> Reply:
        """Send the file of a reply, if it is one, and say so in the message. Raises RefusedError when too busy."""
        file = reply.answer
        if not isinstance(file, ExportFile):
            return reply
        here = asker.channel.startswith("D")
        self.background.submit(lambda: self._send(file, reply.message, asker), self.replies.private_note(asker))
        note = context(_HERE if here else _THERE)
        return replace(reply, message=replace(reply.message, blocks=(*reply.message.blocks, note)))

    def _send(self, file: ExportFile, message: Message, asker: Asker) -> None:
        """Slack takes files for a conversation alone, and writing to the person says which one that is."""
        here = asker.channel.startswith("D")
        channel = asker.channel if here else self.replies.direct_message(asker.id, message)
        ask(self.client.files_upload_v2, channel=channel, filename=file.name, content=file.whole(), title=file.name)
