"""An answer shared in a channel: asked first, posted once, and taken back by whoever shared it."""

from dataclasses import replace
from http import HTTPStatus

from slack_bolt import Ack, App

from bot.errors import RefusedError
from bot.render.blocks.compose import SHARE, TAKE_BACK, shared_by
from bot.render.views import share_modal
from bot.service.answers.sharing import Sharing
from bot.service.asker import Asker
from bot.slack.client import NO_ANSWER, SlackError
from bot.slack.directory.channels import Channels
from bot.slack.payloads import OLD_BUTTON, Json, button_value, thread_of
from bot.slack.sending.replies import Replies
from bot.slack.view_state import filled

_PERHAPS_THERE = (
    "Slack has not said whether the answer is in the channel now. Look there; if it is not, ask again and share that."
)


def register(app: App, sharing: Sharing, channels: Channels, replies: Replies) -> None:
    """Listen to the two buttons and the form between them; who presses is checked, not who asked."""

    @app.action(SHARE)
    def on_share(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        _check_audience(channels, asker.channel)
        token = button_value(action)
        reply = sharing.preview(token, asker)
        wanted = share_modal.Wanted(token, asker.channel, str(body.get("response_url", "")), thread_of(body) or "")
        members, personal = channels.members(asker.channel), sharing.names_people(reply)
        replies.open_modal(body, share_modal.view(wanted, reply.message, members=members, personal=personal))

    @app.view(share_modal.SUBMIT)
    def on_submit(ack: Ack, view: Json, asker: Asker) -> None:
        wanted = _wanted(view)
        there = replace(asker, channel=wanted.channel)
        _check_audience(channels, wanted.channel)
        reply = sharing.share(wanted.token, there, names=share_modal.names_in_full(filled(view)))
        message = shared_by(reply.message, asker.id, wanted.token)
        body = {"response_url": wanted.response_url, "container": {"thread_ts": wanted.thread}}

        def post() -> None:
            try:
                replies.respond(body, message, to_all=True)
            except SlackError as error:
                if error.code == NO_ANSWER or (error.status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise RefusedError(_PERHAPS_THERE) from error
                sharing.undo(wanted.token, there)
                raise

        replies.in_request(post, replies.private_note(asker))
        ack()

    @app.action(TAKE_BACK)
    def on_take_back(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        sharing.take_back(button_value(action), asker)
        replies.delete(body)


def _wanted(view: Json) -> share_modal.Wanted:
    try:
        return share_modal.unpacked(view.get("private_metadata") or "")
    except (TypeError, ValueError):
        raise RefusedError(OLD_BUTTON) from None


def _check_audience(channels: Channels, channel: str) -> None:
    if channel[:1] in ("", "D"):
        raise RefusedError("There is no channel here to share with. Ask in the channel itself, and share there.")
    if not channels.is_own(channel):
        raise RefusedError("This channel is none of this tenant's, so nothing about it is shared here.")
    match channels.shared_outside(channel, afresh=True):
        case True:
            raise RefusedError("This channel is shared with another organisation; nothing is shared there.")
        case None:
            raise RefusedError(
                "I cannot see who reads this channel, so I share nothing here. Invite me with /invite @sspr first."
            )
