"""The buttons of the Home tab: each opens its answer in front of it."""

from slack_bolt import Ack, App

from bot.render.compose import SHARE
from bot.render.home import HELP, MINE, STUCK
from bot.render.message import Block, Message
from bot.render.modal import view
from bot.service.asker import Asker
from bot.slack.answers import Answers
from bot.slack.payloads import Json
from bot.slack.telling import Telling

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
        telling.show(body, view(title, _inside(bot.answer(question, asker).message)))

    for action_id in _ASKS:
        app.action(action_id)(on_press)


def _inside(message: Message) -> list[Block]:
    """The blocks of an answer without the button that shares it: there is no channel here."""
    return [block for block in map(_without_share, message.blocks) if block]


def _without_share(block: Block) -> Block:
    if block["type"] != "actions":
        return block
    left = [element for element in block["elements"] if element.get("action_id") != SHARE]
    return {**block, "elements": left} if left else {}
