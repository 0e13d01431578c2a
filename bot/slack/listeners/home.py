"""The Home tab, made when somebody opens it."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.client import ask
from bot.slack.payloads import Json


def register(app: App, answering: Answering, client: WebClient) -> None:
    """Listen to people who open the Home tab."""

    @app.event("app_home_opened")
    def on_home(event: Json, asker: Asker | None) -> None:
        if asker is not None:
            ask(client.views_publish, user_id=event["user"], view=answering.home(asker))
