"""The buttons below an answer: share it, see all of it, see what to tell the user."""

from slack_bolt import Ack, App

from bot.errors import RefusedError
from bot.render.blocks.compose import ALL, NEXT, SHARE
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.directory.channels import Channels
from bot.slack.payloads import Json, button_value
from bot.slack.sending.replies import Replies, public


def register(app: App, answering: Answering, channels: Channels, replies: Replies) -> None:
    """Listen to the buttons; who presses is checked, not who asked."""

    @app.action(SHARE)
    def on_share(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        _check_audience(channels, asker.channel)
        replies.respond(body, public(answering.share(button_value(action), asker).message))

    @app.action(ALL)
    def on_all(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        replies.open_modal(body, answering.show_all(button_value(action), asker))

    @app.action(NEXT)
    def on_next_steps(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        replies.open_modal(body, answering.next_steps(button_value(action), asker))


def _check_audience(channels: Channels, channel: str) -> None:
    if channel[:1] in ("", "D"):
        raise RefusedError("There is no channel here to share with. Ask in the channel itself, and share there.")
    match channels.shared_outside(channel, afresh=True):
        case True:
            raise RefusedError("This channel is shared with another organisation; nothing is shared there.")
        case None:
            raise RefusedError(
                "I cannot see who reads this channel, so I share nothing here. Invite me with /invite @sspr first."
            )
