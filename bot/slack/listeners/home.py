"""The Home tab, made when somebody opens it, and the questions that Slack suggests beside it in the messages."""

import logging

from slack_bolt import App
from slack_sdk import WebClient

from bot.render.views.prompts import TITLE, prompts
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.access import Access, Refused
from bot.slack.client import SlackError, ask
from bot.slack.payloads import Json, installed_in
from bot.slack.sending.replies import Replies

_log = logging.getLogger(__name__)


def register(app: App, answering: Answering, client: WebClient, access: Access, replies: Replies) -> None:
    """Listen to people who open the app, whichever of its tabs."""

    @app.event("app_home_opened")
    def on_open(event: Json, context: Json, asker: Asker | None) -> None:
        if asker is not None:
            replies.publish_home(event["user"], answering.home(asker))
        elif event.get("tab") == "messages" and isinstance(event.get("channel"), str):
            _suggest(event, access.asker(installed_in(context), event["user"], event["channel"]))

    def _suggest(event: Json, found: Asker | Refused) -> None:
        """Suggest what this person may ask; whoever may ask nothing gets no suggestion and no word."""
        if isinstance(found, Refused):
            return
        try:
            replies.in_request(
                lambda: ask(
                    client.assistant_threads_setSuggestedPrompts,
                    channel_id=event["channel"],  # with a thread_ts Slack would do nothing, without a word
                    title=TITLE,
                    prompts=prompts(found.role),
                )
            )
        except SlackError as error:
            _log.info("Slack takes no suggestions: %s", error.code)
