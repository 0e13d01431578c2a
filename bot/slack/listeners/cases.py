"""One case behind a button: opened from a row, a reminder or the Home tab, and followed from there."""

import re
from collections.abc import Callable

from slack_bolt import Ack, App

from bot.render.cases.decision_buttons import FOLLOW, OPEN, REMIND, STOP, UNFOLLOW
from bot.service.asker import Asker
from bot.slack.case_hearing import Hearing
from bot.slack.decision_forms import DecisionForms
from bot.slack.payloads import Json, button_value, view_of
from bot.slack.sending.replies import Replies


def register(app: App, forms: DecisionForms, hearing: Hearing, replies: Replies) -> None:
    """Listen to the buttons; who presses is checked each time."""

    @app.action(re.compile(rf"{re.escape(OPEN)}(\.\d+)?$"))
    def on_open(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        view = hearing.case(asker, button_value(action))
        ack()
        if action["action_id"] != OPEN:  # on a row of a list; a reminder and the Home tab hold one case alone
            forms.remember_list(body, button_value(action))
        replies.open_modal(body, view)

    for action_id, kind in ((FOLLOW, "follow"), (REMIND, "remind"), (UNFOLLOW, "unfollow")):
        app.action(action_id)(_on_hear(hearing, replies, kind))

    @app.action(STOP)
    def on_stop(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        note = hearing.stop(asker, button_value(action))
        ack()
        replies.answer_press(body, note)


def _on_hear(hearing: Hearing, replies: Replies, kind: str) -> Callable[..., None]:
    def on_hear(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        view = hearing.of_case(asker, kind, button_value(action))
        ack()
        replies.update_modal(view_of(body)["id"], view)

    return on_hear
