"""The Bolt app: middleware, listeners and error handling, put together without a word to the network."""

import copy
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.service.answers.answering import Answering
from bot.service.answers.sharing import Sharing
from bot.service.ports import Clock, ShareStore
from bot.slack.access import Access
from bot.slack.authorization import Authorization
from bot.slack.directory.channels import Channels
from bot.slack.error_handler import on_failure
from bot.slack.listeners import (
    buttons,
    command,
    direct,
    fallback,
    home,
    home_actions,
    links,
    mention,
    sharing,
    shortcuts,
)
from bot.slack.listeners import feedback as feedback_buttons
from bot.slack.listeners.feedback import Feedback
from bot.slack.listeners.files import OnFile
from bot.slack.sending.answer_footer import AnswerFooter
from bot.slack.sending.background import Background
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.file_answers import FileAnswers
from bot.slack.sending.replies import Replies
from bot.slack.sending.status_line import StatusLine

_THREADS = 32

Register = Callable[[App], None]


def build_app(
    *,
    client: WebClient,
    answering: Answering,
    access: Access,
    channels: Channels,
    background: Background,
    clock: Clock,
    data_blocks: DataBlocks,
    feedback: Feedback,
    shares: ShareStore,
    public_url: str = "",
    on_file: OnFile | None = None,
    more: Iterable[Register] = (),
) -> App:
    """Build the Bolt app. Listeners of `more` get an `asker` as well, and their failures are answered as ours are."""
    identity, replies = access.identity, Replies(client, data_blocks, background)
    deliver_files = FileAnswers(client, replies, background).deliver_files

    def authorize() -> AuthorizeResult:  # a plain function: Bolt would ask a method for its `self`
        return identity.authorized()

    app = App(
        name="sspr",
        logger=_quiet_logger(),
        client=_without_token(client),
        authorize=authorize,
        signing_secret="",  # else Bolt takes one from the environment
        request_verification_enabled=False,  # done before Bolt: see transport/
        process_before_response=True,
        token_verification_enabled=False,
        ssl_check_enabled=False,  # it answers before the signature is checked
        listener_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="sspr-listener"),
    )
    app.error(on_failure(replies.acknowledge))
    app.use(Authorization(access, replies, clock))
    footer = AnswerFooter(public_url)
    command.register(app, answering, channels, replies, deliver_files, footer)
    status_line = StatusLine(client, lambda: len(answering.snapshots.current().attempts))
    mention.register(app, answering, channels, replies, identity, deliver_files, status_line, footer)
    direct.register(app, answering, replies, identity, deliver_files, status_line, footer, on_file)
    buttons.register(app, answering, channels, replies, deliver_files)
    sharing.register(app, Sharing(answering, shares, clock), channels, replies)
    home.register(app, answering, client, access, replies)
    feedback_buttons.register(app, feedback, replies)
    home_actions.register(app, answering, replies, deliver_files)
    shortcuts.register(app, answering, channels, replies, identity, deliver_files)
    if public_url:
        links.register(app, answering, channels, client, access, replies, public_url)
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
