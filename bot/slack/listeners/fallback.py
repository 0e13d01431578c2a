"""What nobody else listens to: buttons of older messages, and modals that only show something."""

import re

from slack_bolt import Ack, App

from bot.errors import RefusedError
from bot.slack.payloads import OLD_BUTTON, Json

_ANYTHING = re.compile("")


def register(app: App) -> None:
    """Listen last of all, so that nothing is met with silence."""

    @app.action(_ANYTHING)
    def on_press(ack: Ack, action: Json) -> None:
        if action.get("type") == "button" and not action.get("url"):
            raise RefusedError(OLD_BUTTON)
        ack()

    @app.view(_ANYTHING)
    def on_submit(ack: Ack) -> None:
        ack()
