"""The last digest once more, for whoever presses the button; and paused digests, when the bot is invited again."""

from slack_bolt import Ack, App

from bot.render.blocks.blocks import context
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.wording import count
from bot.render.digests.subscriptions import LAST
from bot.service.answers.digest_questions import DigestQuestions
from bot.service.asker import Asker
from bot.service.digests.subscribing import Subscribing
from bot.slack.directory.bot_user import Identity
from bot.slack.listeners.subscription_modal import subscription_number
from bot.slack.payloads import Json
from bot.slack.sending.background import Background
from bot.slack.sending.replies import Replies

_USES = 4  # of the five answers that a press may get; one is left for what went wrong


def register(
    app: App,
    *,
    questions: DigestQuestions,
    subscribing: Subscribing,
    identity: Identity,
    replies: Replies,
    background: Background,
) -> None:
    """Listen to the button, and to invitations."""

    @app.action(LAST)
    def on_last(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        messages = questions.last(asker, subscription_number(action.get("value", "")))
        ack()
        background.submit(lambda: _show(replies, body, messages), replies.private_note(asker, body))

    @app.event("member_joined_channel")
    def on_joined(event: Json) -> None:
        if event.get("user") == identity.bot().user:
            subscribing.resume(event["channel"])


def _show(replies: Replies, body: Json, messages: tuple[Message, ...]) -> None:
    """The messages as they were posted; what does not fit into the answers of one press is counted."""
    shown = messages if len(messages) <= _USES else messages[: _USES - 1]
    for message in shown:
        replies.respond(body, message)
    left = len(messages) - len(shown)
    if left:
        says = f"{count(left, 'more message')} and the files stand in the thread of the digest."
        replies.respond(body, assemble(says, [context(says)]))
