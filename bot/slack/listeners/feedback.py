"""The buttons that say whether an answer helped: counted by kind of question and reason, each answer once a person."""

import re
from collections import Counter
from datetime import timedelta
from threading import Lock

from slack_bolt import Ack, App

from bot.errors import RefusedError
from bot.questions.question_types import QUESTION_TYPES
from bot.render.views import feedback
from bot.service.asker import Asker
from bot.service.ports import Clock
from bot.slack.directory.ttl_cache import TtlCache
from bot.slack.payloads import OLD_BUTTON, Json, button_value
from bot.slack.sending.replies import Replies
from bot.slack.view_state import filled

_NO_ANSWERS = {"help", "follow", "unfollow", "subscribe", "unsubscribe"}  # something was done, or shown how to ask
KINDS = frozenset({*(kind.name for kind in QUESTION_TYPES), "cannot"}) - _NO_ANSWERS
_REMEMBERED = timedelta(days=1)
_MOST = 10_000
NOT_SAID = "not_said"


class Feedback:
    """Counts what people think of answers; nobody's name is kept. Safe to share between threads."""

    def __init__(self, clock: Clock) -> None:
        self._given: TtlCache[str, None] = TtlCache(_REMEMBERED, _MOST, clock)
        self._lock = Lock()
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def counts(self) -> dict[tuple[str, str, str], int]:
        """How often, by kind of question, verdict and reason."""
        with self._lock:
            return dict(self._counts)

    def count(self, answer: str, verdict: str, question: str, reason: str = "") -> None:
        """Count one verdict, the first that a person gives of an answer. Raises RefusedError for what is not ours."""
        if question not in KINDS or verdict not in (feedback.HELPED, feedback.DID_NOT):
            raise RefusedError(OLD_BUTTON)
        if self._given.put_first(answer, None):
            with self._lock:
                self._counts[question, verdict, reason] += 1


def register(app: App, counted: Feedback, replies: Replies) -> None:
    """Listen to the buttons and the form."""

    @app.action(re.compile(rf"{re.escape(feedback.GIVE)}(\.yes|\.no)?$"))  # the twin of the block has two buttons
    def on_press(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        verdict, _, question = button_value(action).partition("|")
        answer = f"{asker.id}-{(body.get('container') or {}).get('message_ts', '')}"
        ack()
        if verdict == feedback.DID_NOT:
            replies.open_modal(body, feedback.reason_form(f"{question}|{answer}"))
        else:
            counted.count(answer, verdict, question)
            replies.open_modal(body, feedback.thanks())

    @app.view(feedback.SUBMIT)
    def on_reason(ack: Ack, view: Json, asker: Asker) -> None:
        reason = str(filled(view).get("reason", ""))
        _count_reason(counted, view, asker, reason if reason in feedback.REASONS else NOT_SAID)
        ack(response_action="update", view=feedback.thanks())

    @app.view_closed(feedback.SUBMIT)
    def on_no_reason(ack: Ack, view: Json, asker: Asker) -> None:
        ack()
        _count_reason(counted, view, asker, NOT_SAID)


def _count_reason(counted: Feedback, view: Json, asker: Asker, reason: str) -> None:
    question, _, answer = str(view.get("private_metadata", "")).partition("|")
    if not answer.startswith(f"{asker.id}-"):
        raise RefusedError(OLD_BUTTON)
    counted.count(answer, feedback.DID_NOT, question, reason)
