"""@sspr in a channel: numbers are answered in the thread for all, people for the asker alone."""

from slack_bolt import App

from bot.questions.text import without_mention
from bot.service.asker import Asker
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Rooms
from bot.slack.payloads import Json
from bot.slack.sending.answers import Answers
from bot.slack.sending.replies import Telling
from bot.slack.sending.wording import in_shared_channel


def register(app: App, bot: Answers, rooms: Rooms, telling: Telling, identity: Identity) -> None:
    """Listen to mentions."""

    @app.event("app_mention")
    def on_mention(event: Json, asker: Asker | None) -> None:
        if asker is None:
            return
        outsiders = rooms.shared_outside(asker.channel) is not False  # in doubt they can read it
        reply = bot.answer(without_mention(event["text"], identity.bot().user), asker)
        if reply.personal and outsiders:
            telling.reply_alone(event, in_shared_channel())
        elif reply.personal or outsiders:
            telling.reply_alone(event, reply.message)
        else:
            telling.reply(event, reply.message)
