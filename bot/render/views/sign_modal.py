"""The form in which somebody says something of a sign: a closing, or a mute with its reason and end."""

from datetime import date
from typing import Final

from bot.analysis.cases.sign_reviews import ReviewKind, SignKey
from bot.render.blocks.blocks import field_input, section, text_input
from bot.render.blocks.inputs import date_picker, form
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import bold, code
from bot.render.cases import signs

SUBMIT: Final = "sspr.sign.submit"
FIELD: Final = "sspr.sign.field"  # the action id of every input; its block id says which
_REASON: Final = 200
_TITLES: Final = {
    ReviewKind.MUTED: "Mute a sign",
    ReviewKind.ATTACK: "Close as an attack",
    ReviewKind.INNOCENT: "Close as innocent",
}
_MEANINGS: Final = {
    ReviewKind.MUTED: "Until that day begins it stays in `odd` as muted, and reaches no channel.",
    ReviewKind.ATTACK: "It counts as an attack, up to its newest attempt. One that comes later shows again.",
    ReviewKind.INNOCENT: "It counts as no attack, up to its newest attempt. One that comes later shows again.",
}


def view(sign: SignKey, kind: ReviewKind, until: date, metadata: str) -> Block:
    """The form for one sign; `until` is the end that is proposed for a mute."""
    says = section(f"{bold(signs.title(sign))} ({code(sign)}). {_MEANINGS[kind]}")
    reason = text_input(FIELD, placeholder="Training of new people") | {"max_length": _REASON}
    fields = [field_input("reason", "Reason", reason, optional=kind is not ReviewKind.MUTED)]
    if kind is ReviewKind.MUTED:
        fields.insert(0, field_input("until", "Until", date_picker(FIELD, until.isoformat())))
    return form(SUBMIT, _TITLES[kind], "Save", [says, *fields], metadata)
