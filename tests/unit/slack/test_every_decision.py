"""Every kind of decision: a button, a form that says what it does, a listener, and a word in the README."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.render.cases import decision_buttons, decisions
from bot.render.views import decision_modal
from bot.slack.listeners import decisions as listeners

README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
HEARD = {**listeners.AT_ONCE, **listeners.BY_FORM}
BUTTONS = {value for name, value in vars(decision_buttons).items() if name.isupper() and str(value).startswith("sspr.")}


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_decision_can_be_taken_and_is_explained(kind: DecisionKind) -> None:
    assert kind in decision_buttons.TITLES, "TITLES in bot/render/cases/decision_buttons.py"
    assert kind in decision_modal.MEANINGS, "MEANINGS in bot/render/views/decision_modal.py"
    assert kind in HEARD.values(), "AT_ONCE or BY_FORM in bot/slack/listeners/decisions.py"
    assert decision_buttons.TITLES[kind].split()[0].lower() in README, "Decisions in README.md"


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_decision_is_offered_by_a_button_that_says_what_it_does(kind: DecisionKind) -> None:
    ids = [action for action, heard in HEARD.items() if heard is kind]
    assert [action for action in ids if decision_buttons.LABELS.get(action) == decision_buttons.TITLES[kind].split()[0]]
    standing = Decision(CaseKey("", "onprem"), kind, "U0KIM", datetime(2017, 2, 28, tzinfo=UTC), 1)
    assert str(kind) in decisions.said(standing, UTC)


def test_every_button_of_a_decision_is_heard() -> None:
    of_one_case = {decision_buttons.OPEN, decision_buttons.FOLLOW, decision_buttons.REMIND, decision_buttons.UNDO}
    of_one_case |= {decision_buttons.ESCALATE, decision_buttons.UNFOLLOW, decision_buttons.STOP}
    assert BUTTONS - {decision_buttons.MORE} - of_one_case == set(HEARD)
