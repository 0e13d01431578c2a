"""The buttons of the Home tab: each opens its answer in front of it."""

from slack_bolt import Ack, App

from bot.render.digests.subscriptions import STILL_STUCK
from bot.render.views.home import HELP, MINE, PERSON, PERSON_SUBMIT, STUCK, opened, person_form
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.payloads import Json, button_value
from bot.slack.sending.file_answers import DeliverFiles
from bot.slack.sending.replies import Replies
from bot.slack.view_state import filled

_ASKS = {
    MINE: ("My status", "status me"),
    STUCK: ("Who is stuck", "stuck"),
    HELP: ("What you can ask", "help"),
}


def register(app: App, answering: Answering, replies: Replies, deliver_files: DeliverFiles) -> None:
    """Listen to the buttons; the answer is what the person would get for typing the question."""

    def on_press(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        title, question = _ASKS[action["action_id"]]
        reply = deliver_files(answering.answer(question, asker), asker)
        replies.open_modal(body, opened(title, reply.message))

    for action_id in _ASKS:
        app.action(action_id)(on_press)

    @app.action(STILL_STUCK)
    def on_still_stuck(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        """From a digest, whose filters the question has; it is no way to ask anything else."""
        ack()
        question = button_value(action).partition("|")[2]
        asked = question if question.partition(" ")[0] == "stuck" else "stuck"
        replies.open_modal(body, opened("Who is stuck", answering.answer(asked, asker).message))

    @app.action(PERSON)
    def on_look_up(ack: Ack, body: Json) -> None:
        ack()
        replies.open_modal(body, person_form())

    @app.view(PERSON_SUBMIT)
    def on_person(ack: Ack, view: Json, asker: Asker) -> None:
        values = filled(view)
        member = values.get("member")
        who = values.get("person") or (f"<@{member}>" if member else "")
        if not who:
            ack(response_action="errors", errors={"person": "Type a user ID, or choose somebody below."})
            return
        reply = answering.answer(f"status {who}", asker)
        ack(response_action="update", view=opened("Status", reply.message))
