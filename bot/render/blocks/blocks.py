"""Small builders of Slack's blocks; each keeps its limits and counts what it cut."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.render.blocks import limits
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import clean, clip, cut, fit
from bot.render.blocks.wording import and_more


def mrkdwn(text: str, limit: int = limits.SECTION) -> Block:
    """A text object of finished mrkdwn; Slack looks for no links of its own in it."""
    return {"type": "mrkdwn", "text": cut(text, limit) or "-", "verbatim": True}


def plain_text(text: str, limit: int) -> Block:
    """A text object in which Slack reads no syntax."""
    return {"type": "plain_text", "text": clip(clean(text), limit) or "-", "emoji": True}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph, shown whole."""
    block: Block = {"type": "section", "text": mrkdwn(text), "expand": True}
    return block | {"accessory": accessory} if accessory else block


def listed(title: str, lines: Sequence[str], total: int | None = None) -> Block:
    """A titled list; lines that do not fit are counted together with those that the caller left out."""
    kept, left = fit(list(lines), limits.SECTION - len(title) - 1, room=40)
    left += max(0, (total or 0) - len(lines))
    return section("\n".join([*([title] if title else []), *kept, *([and_more(left)] if left else [])]))


def fields(facts: Iterable[tuple[str, str]]) -> Block:
    """Facts in two columns: a label in bold, the value below it; nothing at all without facts."""
    shown = list(facts)
    if not shown:
        return {}
    if len(shown) > limits.FIELDS:
        left = len(shown) - limits.FIELDS + 1
        shown = [*shown[: limits.FIELDS - 1], ("More", and_more(left, "fact"))]
    texts = [mrkdwn(f"*{label}*\n{value}", limits.FIELD) for label, value in shown]
    return {"type": "section", "fields": texts}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain_text(text, limits.HEADER)}


def context(*texts: str) -> Block:
    """Small print, one element a text; an empty block without texts, which `assemble` leaves out."""
    shown = [text for text in texts if text]
    if not shown:
        return {}
    if len(shown) > limits.CONTEXT_ELEMENTS:
        left = len(shown) - limits.CONTEXT_ELEMENTS + 1
        shown = [*shown[: limits.CONTEXT_ELEMENTS - 1], and_more(left)]
    return {"type": "context", "elements": [mrkdwn(text, limits.CONTEXT) for text in shown]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def confirm(title: str, text: str, yes: str) -> Block:
    """The question before a change of state."""
    return {
        "title": plain_text(title, limits.CONFIRM_TITLE),
        "text": plain_text(text, limits.CONFIRM_TEXT),
        "confirm": plain_text(yes, limits.CONFIRM_BUTTON),
        "deny": plain_text("Cancel", limits.CONFIRM_BUTTON),
    }


def button(
    label: str, action_id: str, value: str | None = None, *, style: str | None = None, ask: Block | None = None
) -> Block:
    """A button; `action_id` is `sspr.<what>.<verb>`, `value` an opaque id."""
    optional = {"value": value, "style": style, "confirm": ask}
    return {
        "type": "button",
        "text": plain_text(label, limits.BUTTON),
        "action_id": action_id,
        **{key: given for key, given in optional.items() if given},
    }


def actions(*elements: Block) -> Block:
    """A row of buttons and pickers."""
    return {"type": "actions", "elements": list(elements[: limits.ACTION_ELEMENTS])}


def text_input(action_id: str, *, multiline: bool = False, placeholder: str = "") -> Block:
    """A place to type."""
    element: Block = {"type": "plain_text_input", "action_id": action_id, "multiline": multiline}
    return element | ({"placeholder": plain_text(placeholder, limits.PLACEHOLDER)} if placeholder else {})


def select(action_id: str, options: Mapping[str, str], chosen: str | None = None, *, placeholder: str = "") -> Block:
    """A menu of value -> label; the first hundred."""
    shown = {
        value: {"text": plain_text(label, limits.OPTION), "value": value[: limits.OPTION_VALUE]}
        for value, label in list(options.items())[: limits.OPTIONS]
    }
    element: Block = {"type": "static_select", "action_id": action_id, "options": list(shown.values())}
    if placeholder:
        element["placeholder"] = plain_text(placeholder, limits.PLACEHOLDER)
    return element | ({"initial_option": shown[chosen]} if chosen in shown else {})


def field_input(block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """A labelled element of a form."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, limits.LABEL),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain_text(hint, limits.LABEL)} if hint else {})


def characters(value: Any) -> int:
    """How many characters a reader of these blocks sees."""
    seen, left = 0, [value]
    for part in left:
        if isinstance(part, dict):
            for name, inner in part.items():
                if not isinstance(inner, str):
                    left.append(inner)
                elif name == "text":
                    seen += len(inner)
        elif isinstance(part, (list, tuple)):
            left.extend(part)
    return seen
