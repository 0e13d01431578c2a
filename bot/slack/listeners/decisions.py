"""Decisions about cases: buttons on digests, menus on `stuck`, and the form behind both."""

import re
from collections.abc import Callable

from slack_bolt import Ack, App

from bot.digests.decision import DecisionKind
from bot.errors import RefusedError
from bot.render.cases import decision_buttons
from bot.render.views import decision_modal
from bot.render.views.home import opened
from bot.service.asker import Asker
from bot.service.decisions.case_actions import request_of
from bot.slack.case_hearing import Hearing
from bot.slack.decision_forms import DecisionForms, FormState
from bot.slack.payloads import OLD_BUTTON, Json, button_value, chosen_value
from bot.slack.sending.replies import Replies

AT_ONCE = {decision_buttons.ACKNOWLEDGE: DecisionKind.ACKNOWLEDGED, decision_buttons.REOPEN: DecisionKind.REOPENED}
BY_FORM = {
    decision_buttons.ASSIGN: DecisionKind.ASSIGNED,
    decision_buttons.SNOOZE: DecisionKind.SNOOZED,
    decision_buttons.CLOSE: DecisionKind.CLOSED,
    decision_buttons.REOPEN_SOME: DecisionKind.REOPENED,
}


def register(app: App, forms: DecisionForms, hearing: Hearing, replies: Replies) -> None:
    """Listen to the buttons; who presses is checked, and who submits once more."""
    for action_id, kind in AT_ONCE.items():
        app.action(_on_a_row(action_id))(_at_once(forms, kind))
    for action_id, kind in BY_FORM.items():
        app.action(_on_a_row(action_id))(_by_form(forms, kind))

    app.action(decision_buttons.MORE)(_more(forms, hearing, replies))

    @app.action(decision_buttons.ESCALATE)
    def on_escalate(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        forms.escalate(body, asker, button_value(action))
        ack()

    @app.action(decision_buttons.UNDO)
    def on_undo(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        forms.undo(body, asker, button_value(action))
        ack()

    @app.action(decision_modal.WHY)
    def on_person(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        forms.explain(body, asker, chosen_value(action))

    @app.view(decision_modal.SUBMIT)
    def on_submit(ack: Ack, view: Json, asker: Asker) -> None:
        wrong = forms.submit(view, asker)
        if wrong:
            ack(response_action="errors", errors=wrong)
        else:
            ack()


def _on_a_row(action_id: str) -> re.Pattern[str]:
    """In a table each row's id ends in its number."""
    return re.compile(rf"{re.escape(action_id)}(\.\d+)?$")


def _more(forms: DecisionForms, hearing: Hearing, replies: Replies) -> Callable[..., None]:
    def on_more(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        value, _, kind = chosen_value(action).rpartition("|")
        if kind == decision_buttons.WHY:
            forms.open_why(body, asker, value)
        elif kind in decision_buttons.HEARING:
            note = hearing.of_cause(asker, kind, value)
            if body.get("response_url"):
                replies.answer_press(body, note)
            else:
                replies.open_modal(body, opened("Noted", note))
        elif kind in decision_buttons.TITLES:
            forms.open(body, asker, kind, value)
        else:
            raise RefusedError(OLD_BUTTON)

    return on_more


def _at_once(forms: DecisionForms, kind: DecisionKind) -> Callable[..., None]:
    def on_press(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        value = button_value(action)
        choice, decision = forms.decide(asker, request_of(kind, value))
        ack()
        forms.show_everywhere(asker, FormState(str(kind), value, forms.remembered(body, value)), decision, choice, body)

    return on_press


def _by_form(forms: DecisionForms, kind: DecisionKind) -> Callable[..., None]:
    def on_press(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        forms.open(body, asker, str(kind), button_value(action))

    return on_press
