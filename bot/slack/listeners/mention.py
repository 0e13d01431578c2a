"""@sspr in a channel: numbers are answered in the thread for all, people for the asker alone."""

from slack_bolt import App

from bot.questions.text import without_mention
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.payloads import Json
from bot.slack.sending.answer_footer import AnswerFooter
from bot.slack.sending.file_answers import DeliverFiles
from bot.slack.sending.replies import Replies, not_in_shared_channel
from bot.slack.sending.status_line import StatusLine


def register(
    app: App,
    answering: Answering,
    channels: Channels,
    replies: Replies,
    identity: Identity,
    deliver_files: DeliverFiles,
    status_line: StatusLine,
    footer: AnswerFooter,
) -> None:
    """Listen to mentions."""

    @app.event("app_mention")
    def on_mention(event: Json, asker: Asker | None) -> None:
        if asker is None:
            return
        outsiders = channels.shared_outside(asker.channel) is not False  # in doubt they can read it
        question = without_mention(event["text"], identity.bot().user)
        with status_line.while_working(event):
            reply = footer.below(deliver_files(answering.answer(question, asker), asker), question)
        if reply.personal and outsiders:
            replies.reply_privately(event, not_in_shared_channel())
        elif reply.personal or outsiders:
            replies.reply_privately(event, reply.message)
        else:
            replies.reply(event, reply.message)
