"""Decisions about cases: buttons on digests, menus on `stuck`, and the form behind both."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot.digests.decision import DecisionKind
from bot.errors import RefusedError
from bot.render.cases import decision_buttons
from bot.render.views import decision_modal
from bot.service.asker import Asker
from bot.service.decisions.case_actions import DecisionRequest
from bot.slack.decision_forms import DecisionForms, FormState
from bot.slack.payloads import Json

_AT_ONCE = {decision_buttons.ACKNOWLEDGE: DecisionKind.ACKNOWLEDGED, decision_buttons.REOPEN: DecisionKind.REOPENED}
_BY_FORM = {
    decision_buttons.ASSIGN: DecisionKind.ASSIGNED,
    decision_buttons.SNOOZE: DecisionKind.SNOOZED,
    decision_buttons.CLOSE: DecisionKind.CLOSED,
    decision_buttons.REOPEN_SOME: DecisionKind.REOPENED,
}
_OLD = "That button is from an earlier version of me. Please ask again."


def register(app: App, forms: DecisionForms) -> None:
    """Listen to the buttons; who presses is checked, and who submits once more."""
    for action_id in _AT_ONCE:
        app.action(action_id)(_at_once(forms))
    for action_id in _BY_FORM:
        app.action(action_id)(_by_form(forms))

    @app.action(decision_buttons.MORE)
    def on_more(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        button_value, _, kind = str(action["selected_option"]["value"]).rpartition("|")
        if kind == decision_buttons.WHY:
            forms.open_why(body, asker, button_value)
        elif kind in decision_buttons.TITLES:
            forms.open(body, asker, kind, button_value)
        else:
            raise RefusedError(_OLD)

    @app.action(decision_modal.WHY)
    def on_person(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        forms.explain(body, asker, str(action["selected_option"]["value"]))

    @app.view(decision_modal.SUBMIT)
    def on_submit(ack: Ack, view: Json, asker: Asker) -> None:
        wrong = forms.submit(view, asker)
        if wrong:
            ack(response_action="errors", errors=wrong)
        else:
            ack()


def _at_once(forms: DecisionForms) -> Callable[..., None]:
    def on_press(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        kind, button_value = _AT_ONCE[action["action_id"]], str(action.get("value", ""))
        decision = forms.decide(asker, DecisionRequest(kind, button_value))
        ack()
        forms.show_everywhere(asker, FormState(str(kind), button_value), decision, body)

    return on_press


def _by_form(forms: DecisionForms) -> Callable[..., None]:
    def on_press(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        ack()
        forms.open(body, asker, str(_BY_FORM[action["action_id"]]), str(action.get("value", "")))

    return on_press
