"""Answers that are files: handed over in the direct messages of whoever asked, never in a channel."""

from dataclasses import replace
from typing import Any

from slack_sdk import WebClient

from bot.render.answers.export import ExportFile
from bot.render.blocks.blocks import context
from bot.render.blocks.message import Message
from bot.service.answers.answering import Reply
from bot.service.asker import Asker
from bot.slack.client import ask
from bot.slack.sending.answers import Answers
from bot.slack.sending.aside import Aside
from bot.slack.sending.background import Jobs

_THERE = "The file comes in our direct messages, where only you see it."
_HERE = "The file follows."


class HandingOver:
    """Answers as the listeners want them; where the answer is a file, it is sent as well."""

    def __init__(self, bot: Answers, client: WebClient, aside: Aside, jobs: Jobs) -> None:
        self._bot = bot
        self._client = client
        self._aside = aside
        self._jobs = jobs

    def answer(self, text: str, asker: Asker) -> Reply:
        """The reply to what was typed; a file is on its way."""
        reply = self._bot.answer(text, asker)
        file = reply.answer
        if not isinstance(file, ExportFile):
            return reply
        here = asker.channel.startswith("D")
        self._jobs.put(lambda: self._send(file, reply.message, asker), self._aside.to(asker))
        note = context(_HERE if here else _THERE)
        return replace(reply, message=Message(reply.message.text, (*reply.message.blocks, note)))

    def share(self, token: str, asker: Asker) -> Reply:
        """The answer behind a button, for the channel."""
        return self._bot.share(token, asker)

    def show_all(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal with everything that the message left out."""
        return self._bot.show_all(token, asker)

    def next_steps(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal with what to tell the user."""
        return self._bot.next_steps(token, asker)

    def home(self, asker: Asker) -> dict[str, Any]:
        """The Home tab."""
        return self._bot.home(asker)

    def _send(self, file: ExportFile, message: Message, asker: Asker) -> None:
        """Slack takes files for a conversation alone, and writing to the person says which one that is."""
        here = asker.channel.startswith("D")
        channel = asker.channel if here else self._aside.direct(asker.id, message)
        ask(self._client.files_upload_v2, channel=channel, filename=file.name, content=file.data, title=file.name)
