"""The Home tab, made when somebody opens it."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.service.asker import Asker
from bot.slack.client import ask
from bot.slack.payloads import Json
from bot.slack.sending.answers import Answers


def register(app: App, bot: Answers, client: WebClient) -> None:
    """Listen to people who open the Home tab."""

    @app.event("app_home_opened")
    def on_home(event: Json, asker: Asker | None) -> None:
        if asker is not None:
            ask(client.views_publish, user_id=event["user"], view=bot.home(asker))
