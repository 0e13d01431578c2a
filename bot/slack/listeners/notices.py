"""Messages to people who can help themselves: admins switch them on and off, and whoever gets one may stop them."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot.render.notices import STOP, SWITCH_OFF, SWITCH_ON, stopped
from bot.service.asker import Asker
from bot.service.notices.notices import Notices
from bot.slack.payloads import Json
from bot.slack.sending.replies import Replies


def register(app: App, notices: Notices, home: Callable[[Asker], Json], replies: Replies) -> None:
    """Listen to the buttons; who presses is checked."""

    @app.action(STOP)
    def on_stop(ack: Ack, body: Json, asker: Asker) -> None:
        notices.stop(asker)
        ack()
        replies.answer_press(body, stopped())

    for action_id, on in ((SWITCH_ON, True), (SWITCH_OFF, False)):
        app.action(action_id)(_on_switch(notices, home, replies, on=on))


def _on_switch(notices: Notices, home: Callable[[Asker], Json], replies: Replies, *, on: bool) -> Callable[..., None]:
    def on_press(ack: Ack, asker: Asker) -> None:
        notices.switch(asker, on=on)
        ack()
        replies.publish_home(asker.id, home(asker))

    return on_press
