"""Direct messages to the bot: questions, and files for those who take them."""

from slack_bolt import App

from bot.questions.text import without_mention
from bot.service.asker import Asker
from bot.slack.directory.bot_user import Identity
from bot.slack.payloads import Json
from bot.slack.sending.answers import Answers, OnFile
from bot.slack.sending.replies import Telling


def register(app: App, bot: Answers, telling: Telling, identity: Identity, on_file: OnFile | None) -> None:
    """Listen to direct messages."""

    @app.event("message")
    def on_message(event: Json, asker: Asker | None) -> None:
        if asker is None:
            return  # an edit, a deletion, a bot
        if event.get("files") and on_file:
            told = on_file(event, asker)
        else:
            told = bot.answer(without_mention(event.get("text") or "", identity.bot().user), asker).message
        if told:
            telling.reply(event, told)
