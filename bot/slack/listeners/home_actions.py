"""The buttons of the Home tab: each opens its answer in front of it."""

from slack_bolt import Ack, App

from bot.render.views.home import HELP, MINE, STUCK, opened
from bot.service.asker import Asker
from bot.slack.payloads import Json
from bot.slack.sending.answers import Answers
from bot.slack.sending.replies import Telling

_ASKS = {
    MINE: ("My status", "status me"),
    STUCK: ("Who is stuck", "stuck"),
    HELP: ("What you can ask", "help"),
}


def register(app: App, bot: Answers, telling: Telling) -> None:
    """Listen to the buttons; the answer is what the person would get for typing the question."""

    def on_press(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        title, question = _ASKS[action["action_id"]]
        telling.show(body, opened(title, bot.answer(question, asker).message))

    for action_id in _ASKS:
        app.action(action_id)(on_press)
