"""Direct messages to the bot: questions, and files for those who take them."""

from slack_bolt import App

from bot.questions.text import without_mention
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.directory.bot_user import Identity
from bot.slack.listeners.files import OnFile
from bot.slack.payloads import Json
from bot.slack.sending.answer_footer import AnswerFooter
from bot.slack.sending.file_answers import DeliverFiles
from bot.slack.sending.replies import Replies
from bot.slack.sending.status_line import StatusLine


def register(
    app: App,
    answering: Answering,
    replies: Replies,
    identity: Identity,
    deliver_files: DeliverFiles,
    status_line: StatusLine,
    footer: AnswerFooter,
    on_file: OnFile | None,
) -> None:
    """Listen to direct messages."""

    @app.event("message")
    def on_message(event: Json, asker: Asker | None) -> None:
        if asker is None:
            return  # an edit, a deletion, a bot
        if event.get("files") and on_file:
            message = on_file(event, asker)
        else:
            question = without_mention(event.get("text") or "", identity.bot().user)
            with status_line.while_working(event):
                message = footer.below(deliver_files(answering.answer(question, asker), asker), question).message
        if message:
            replies.reply(event, message)
