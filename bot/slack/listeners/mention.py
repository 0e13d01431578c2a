"""@sspr in a channel: numbers are answered in the thread for all, people for the asker alone."""

from slack_bolt import App

from bot.questions.text import without_mention
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.payloads import Json
from bot.slack.sending.file_answers import DeliverFiles
from bot.slack.sending.replies import Replies, not_in_shared_channel


def register(
    app: App,
    answering: Answering,
    channels: Channels,
    replies: Replies,
    identity: Identity,
    deliver_files: DeliverFiles,
) -> None:
    """Listen to mentions."""

    @app.event("app_mention")
    def on_mention(event: Json, asker: Asker | None) -> None:
        if asker is None:
            return
        outsiders = channels.shared_outside(asker.channel) is not False  # in doubt they can read it
        question = without_mention(event["text"], identity.bot().user)
        reply = deliver_files(answering.answer(question, asker), asker)
        if reply.personal and outsiders:
            replies.reply_privately(event, not_in_shared_channel())
        elif reply.personal or outsiders:
            replies.reply_privately(event, reply.message)
        else:
            replies.reply(event, reply.message)
