"""The ways in beside /sspr: "What does SSPR say?" on a message, and the look-up from anywhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.questions.in_message import questions_in
from bot.render.blocks.message import Message
from bot.render.views import message_lookup
from bot.render.views.home import opened, person_form
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.service.authorization import sees_people
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.payloads import Json
from bot.slack.sending.file_answers import DeliverFiles
from bot.slack.sending.replies import Replies, not_in_shared_channel

ON_MESSAGE, LOOK_UP = "sspr.shortcut.message", "sspr.shortcut.look_up"
_LONGEST = 8_000  # characters of a message that are looked through


def register(
    app: App,
    answering: Answering,
    channels: Channels,
    replies: Replies,
    identity: Identity,
    deliver_files: DeliverFiles,
) -> None:
    """Listen to both shortcuts; only the person who uses one sees the answer."""

    def answer(message: Mapping[str, Any], asker: Asker) -> Message:
        author = "" if message.get("bot_id") else str(message.get("user") or "")
        found = list(questions_in(_text(message), answering.catalogue, bot=identity.bot().user))
        if not sees_people(asker):  # what they may ask comes first
            found.sort(key=lambda question: question.startswith("status "))
        asked, *others = found or ([f"status <@{author}>"] if author else [""])
        if not asked:
            return message_lookup.nothing_found()
        reply = deliver_files(answering.answer(asked, asker), asker)
        if reply.personal and channels.shared_outside(asker.channel) is True:
            return not_in_shared_channel()
        return message_lookup.message(
            reply.message,
            asked,
            others,
            catalogue=answering.catalogue,
            token=reply.token,
            by_author=not found,
        )

    @app.shortcut(ON_MESSAGE)
    def on_message(ack: Ack, body: Json, asker: Asker) -> None:
        ack()
        replies.open_modal(body, opened(message_lookup.TITLE, answer(body["message"], asker)))

    @app.shortcut(LOOK_UP)
    def on_look_up(ack: Ack, body: Json, asker: Asker) -> None:
        ack()
        if sees_people(asker):
            replies.open_modal(body, person_form())
        else:
            replies.open_modal(body, opened("My status", answering.answer("status me", asker).message))


def _text(message: Mapping[str, Any]) -> str:
    """What a person or an app wrote: the text, and what stands in blocks and attachments alone."""
    pieces = dict.fromkeys([str(message.get("text") or ""), *_inner(message.get("attachments"))])
    if not message.get("text"):
        pieces |= dict.fromkeys(_inner(message.get("blocks")))
    return "\n".join(pieces)[:_LONGEST]


def _inner(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _inner(one)
    elif isinstance(value, dict):
        yield from (str(value[key]) for key in ("text", "title", "pretext", "value") if isinstance(value.get(key), str))
        for one in value.values():
            if isinstance(one, list | dict):
                yield from _inner(one)
