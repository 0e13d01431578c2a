"""/sspr: the answer travels in the acknowledgement, for the asker alone."""

from slack_bolt import Ack, App

from bot.service.asker import Asker
from bot.slack.directory.channels import Rooms
from bot.slack.payloads import Json
from bot.slack.sending.answers import Answers
from bot.slack.sending.replies import private
from bot.slack.sending.wording import in_shared_channel


def register(app: App, bot: Answers, rooms: Rooms) -> None:
    """Listen to the slash command."""

    @app.command("/sspr")
    def on_command(ack: Ack, command: Json, asker: Asker) -> None:
        reply = bot.answer(command.get("text", ""), asker)
        # Only the asker sees the answer: where Slack does not say who reads a channel, they may still have it.
        hidden = reply.personal and rooms.shared_outside(asker.channel) is True
        ack(private(in_shared_channel() if hidden else reply.message))
