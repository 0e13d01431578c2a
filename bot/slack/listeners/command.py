"""/sspr: the answer travels in the acknowledgement or by the response URL, for the asker alone."""

from slack_bolt import Ack, App

from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.directory.channels import Channels
from bot.slack.payloads import Json
from bot.slack.sending.answer_footer import AnswerFooter
from bot.slack.sending.file_answers import DeliverFiles
from bot.slack.sending.replies import Replies, not_in_shared_channel


def register(
    app: App,
    answering: Answering,
    channels: Channels,
    replies: Replies,
    deliver_files: DeliverFiles,
    footer: AnswerFooter,
) -> None:
    """Listen to the slash command."""

    @app.command("/sspr")
    def on_command(ack: Ack, command: Json, asker: Asker) -> None:
        typed = command.get("text", "")
        reply = footer.below(deliver_files(answering.answer(typed, asker), asker), typed)
        # Only the asker sees the answer: where Slack does not say who reads a channel, they may still have it.
        hidden = reply.personal and channels.shared_outside(asker.channel) is True
        shown = replies.answer_command(command, not_in_shared_channel() if hidden else reply.message)
        ack(shown) if shown else ack()
