"""The Bolt app: middleware, listeners and error handling, put together without a word to the network."""

import copy
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.service.ports import Clock
from bot.slack.access import Access
from bot.slack.authorization import Admission
from bot.slack.directory.channels import Rooms
from bot.slack.error_handler import on_failure
from bot.slack.listeners import buttons, command, direct, fallback, home, mention
from bot.slack.sending.answers import Answers, OnFile
from bot.slack.sending.replies import Telling

_THREADS = 32

Register = Callable[[App], None]


def build_app(
    *,
    client: WebClient,
    signing_secret: str,
    bot: Answers,
    access: Access,
    rooms: Rooms,
    clock: Clock,
    on_file: OnFile | None = None,
    more: Iterable[Register] = (),
) -> App:
    """The bot as Bolt knows it. Listeners of `more` get an `asker` as well, and their failures are told as ours are."""
    identity, telling = access.identity, Telling(client)

    def authorize() -> AuthorizeResult:  # a plain function: Bolt would ask a method for its `self`
        return identity.authorized()

    app = App(
        name="sspr",
        logger=_quiet_logger(),
        client=_without_token(client),
        authorize=authorize,
        signing_secret=signing_secret,
        process_before_response=True,
        token_verification_enabled=False,
        ssl_check_enabled=False,  # it answers before the signature is checked
        listener_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="sspr-listener"),
    )
    app.error(on_failure(telling))
    app.use(Admission(access, telling, clock))
    command.register(app, bot, rooms)
    mention.register(app, bot, rooms, telling, identity)
    direct.register(app, bot, telling, identity, on_file)
    buttons.register(app, bot, rooms, telling)
    home.register(app, bot, client)
    for register in more:
        register(app)
    fallback.register(app)
    return app


def _quiet_logger() -> logging.Logger:
    """Bolt's logger: below WARNING it writes down bodies, those of forged requests among them."""
    logger = logging.getLogger("bot.slack.bolt")
    logger.setLevel(logging.ERROR)  # it warns that SLACK_BOT_TOKEN is set and that we gave a client, which is so
    logging.getLogger("slack_sdk").setLevel(logging.INFO)  # below it, too
    return logger


def _without_token(client: WebClient) -> WebClient:
    """The client from which Bolt makes one for each request; the token comes from `authorize`."""
    bare = copy.copy(client)
    bare.token = None
    return bare
