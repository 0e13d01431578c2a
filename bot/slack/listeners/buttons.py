"""The buttons below an answer: see all of it, see what to tell the user, ask what it offers. Sharing is beside."""

import re

from slack_bolt import Ack, App

from bot.render.blocks.compose import ALL, ASK, EXPORT, FIX, MORE, NEXT, WHO
from bot.render.blocks.message import Message
from bot.render.views.home import opened
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.directory.channels import Channels
from bot.slack.payloads import Json, button_value, chosen_value
from bot.slack.sending.file_answers import DeliverFiles
from bot.slack.sending.replies import Replies, not_in_shared_channel

_ASKS = re.compile(re.escape(f"{ASK}_"))
_TITLE = "Your answer"


def register(app: App, answering: Answering, channels: Channels, replies: Replies, deliver_files: DeliverFiles) -> None:
    """Listen to the buttons; who presses is checked, not who asked."""

    @app.action(_ASKS)
    def on_ask(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        """Ask the question that a button or a menu carries, for whoever presses alone."""
        ack()
        value = chosen_value(action) if "selected_option" in action else button_value(action)
        token, _, question = value.partition("|")
        reply = deliver_files(answering.offered(token, question, asker), asker)
        hidden = reply.personal and channels.shared_outside(asker.channel) is True
        _respond(replies, body, not_in_shared_channel() if hidden else reply.message)

    @app.action(re.compile(f"{re.escape(ALL)}|{re.escape(MORE)}"))
    def on_all(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        replies.open_modal(body, answering.show_all(button_value(action), asker))

    @app.action(WHO)
    def on_who(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        replies.open_modal(body, answering.show_people(button_value(action), asker))

    @app.action(EXPORT)
    def on_export(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        _respond(replies, body, deliver_files(answering.exported(button_value(action), asker), asker).message)

    @app.action(NEXT)
    def on_next_steps(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        replies.open_modal(body, answering.next_steps(button_value(action), asker))

    @app.action(re.compile(rf"{re.escape(FIX)}\.\d+$"))
    def on_fix(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        cause = [*button_value(action).split("|"), ""][1]
        replies.open_modal(body, opened("What to do", answering.answer(f"fix {cause}", asker).message))


def _respond(replies: Replies, body: Json, message: Message) -> None:
    """Answer a press where it was made: in front of a modal or the Home tab, else beside the message."""
    if body.get("response_url"):
        replies.answer_press(body, message)
    else:
        replies.open_modal(body, opened(_TITLE, message))
