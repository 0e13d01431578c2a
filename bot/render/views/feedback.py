"""Whether an answer helped: two small buttons below it, and the form that asks what was wrong with it."""

from dataclasses import replace
from typing import Final

from bot.render.blocks import limits
from bot.render.blocks.blocks import field_input, plain_text, section, select
from bot.render.blocks.inputs import form
from bot.render.blocks.message import Block, Message
from bot.render.views.answer_modals import view as notice

GIVE, SUBMIT = "sspr.feedback.give", "sspr.feedback.submit"
HELPED, DID_NOT = "helped", "did_not"
REASONS: Final = {
    "wrong": "It is wrong",
    "other": "It answers another question",
    "unclear": "I do not understand it",
    "missing": "Something is missing",
    "long": "It is too long",
}
_FIELD = "reason"
_COUNTED = "That is counted, with the kind of question and without your name."


def with_feedback(message: Message, question: str) -> Message:
    """The message with the buttons at its end; `question` is the kind of what was asked, like `stuck`."""
    buttons = {
        "type": "feedback_buttons",
        "action_id": GIVE,
        "positive_button": _button("Helpful", f"{HELPED}|{question}", "This answer helped"),
        "negative_button": _button("Not helpful", f"{DID_NOT}|{question}", "This answer did not help"),
    }
    return replace(message, blocks=(*message.blocks, {"type": "context_actions", "elements": [buttons]}))


def reason_form(metadata: str) -> Block:
    """The form that asks why an answer did not help."""
    why = field_input(_FIELD, "What was wrong with the answer?", select(_FIELD, REASONS))
    asked = form(SUBMIT, "Not helpful", "Send", [why, section(f"_{_COUNTED}_")], metadata)
    return {**asked, "notify_on_close": True}  # whoever gives no reason is counted, too


def thanks() -> Block:
    """What is shown when it has been counted."""
    return notice("Thank you", [section(_COUNTED)])


def _button(label: str, value: str, spoken: str) -> Block:
    return {
        "text": plain_text(label, limits.BUTTON),
        "value": value,
        "accessibility_label": spoken[: limits.ACCESSIBILITY_LABEL],
    }
