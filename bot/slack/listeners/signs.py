"""What people say of a sign with a press: by the rules of the words behind `triage`."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from slack_bolt import Ack, App

from bot.analysis.cases.sign_reviews import ReviewKind, SignKey
from bot.digests.due_times import instant
from bot.errors import RefusedError
from bot.render.cases import triage as triage_message
from bot.render.cases.signs import TRIAGE
from bot.render.views import sign_modal
from bot.render.views.home import opened
from bot.service.asker import Asker
from bot.service.decisions.triage import Triage
from bot.service.ports import Clock
from bot.slack.payloads import OLD_BUTTON, Json, chosen_value
from bot.slack.sending.replies import Replies
from bot.slack.view_state import filled

_PROPOSED: Final = timedelta(days=14)  # the length of a mute
_KINDS: Final = {
    "mute": ReviewKind.MUTED,
    "unmute": ReviewKind.UNMUTED,
    "attack": ReviewKind.ATTACK,
    "innocent": ReviewKind.INNOCENT,
    "reopen": ReviewKind.REOPENED,
}
_AT_ONCE: Final = frozenset({ReviewKind.UNMUTED, ReviewKind.REOPENED})


def register(app: App, triage: Triage, clock: Clock, replies: Replies, refresh_alert: Callable[[str], None]) -> None:
    """Listen to the three dots and their form; who chooses is checked, and who submits once more.

    `refresh_alert` edits the alert of this token, if it is one's.
    """

    @app.action(TRIAGE)
    def on_choice(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        sign, kind = _read(chosen_value(action))
        triage.admit(asker)
        ack()
        if kind in _AT_ONCE:
            answer = triage.review(asker, sign, kind, None, "")
            replies.answer_press(body, triage_message.message(answer, zone=asker.zone))
            refresh_alert(_token(chosen_value(action)))
            return
        until = (clock() + _PROPOSED).astimezone(asker.zone).date()
        replies.open_modal(body, sign_modal.view(sign, kind, until, chosen_value(action)))

    @app.view(sign_modal.SUBMIT)
    def on_submit(ack: Ack, view: Json, asker: Asker) -> None:
        sign, kind = _read(view["private_metadata"])
        given = {name: value for name, value in filled(view).items() if isinstance(value, str)}
        triage.admit(asker)
        until, reason = _beginning(given.get("until", ""), asker), given.get("reason", "").strip()
        try:
            answer = triage.review(asker, sign, kind, until, reason)
        except RefusedError as refused:
            field = "until" if kind is ReviewKind.MUTED and reason else "reason"
            ack(response_action="errors", errors={field: str(refused)})
            return
        ack(response_action="update", view=opened("Noted", triage_message.message(answer, zone=asker.zone)))
        refresh_alert(_token(view["private_metadata"]))


def _token(value: str) -> str:
    """That of the answer or of the alert in which somebody pressed."""
    return value.partition("|")[0]


def _read(value: str) -> tuple[SignKey, ReviewKind]:
    """The sign and what to say of it. Raises RefusedError for what no menu of ours holds."""
    _, sign, said = ["", "", *value.split("|")][-3:]
    try:
        return SignKey(sign), _KINDS[said]
    except (ValueError, KeyError):
        raise RefusedError(OLD_BUTTON) from None


def _beginning(day: str, asker: Asker) -> datetime | None:
    """The first moment of a day, where the person is; None for what is no day."""
    try:
        return instant(date.fromisoformat(day), time(), asker.zone)
    except ValueError:
        return None
