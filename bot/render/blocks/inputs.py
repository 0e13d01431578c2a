"""Small builders of the elements that people choose with, in forms and in messages; each keeps its limits."""

from collections.abc import Iterable, Mapping, Sequence

from bot.render.blocks import limits
from bot.render.blocks.blocks import plain_text
from bot.render.blocks.message import Block

Options = Mapping[str, str]  # value -> label
_OVERFLOW = 5  # block-elements/overflow-menu-element
_BOXES = 10  # block-elements/checkboxes-element


def option(value: str, label: str) -> Block:
    """One thing to choose. Words of a report stay text, the name of an emoji as well."""
    return {"text": plain_text(label, limits.OPTION) | {"emoji": False}, "value": value[: limits.OPTION_VALUE]}


def menu(action_id: str, options: Options, chosen: str | None = None) -> Block:
    """A menu of value -> label, for labels that come from a report; the first hundred."""
    shown = {value: option(value, label) for value, label in list(options.items())[: limits.OPTIONS]}
    element: Block = {"type": "static_select", "action_id": action_id, "options": list(shown.values())}
    return element | ({"initial_option": shown[chosen]} if chosen in shown else {})


def overflow(action_id: str, options: Options) -> Block:
    """The three dots with up to five more things to do."""
    listed = [option(value, label) for value, label in list(options.items())[:_OVERFLOW]]
    return {"type": "overflow", "action_id": action_id, "options": listed}


def checkboxes(action_id: str, options: Options, chosen: Iterable[str] = ()) -> Block:
    """Boxes to tick, up to ten."""
    shown = {value: option(value, label) for value, label in list(options.items())[:_BOXES]}
    element: Block = {"type": "checkboxes", "action_id": action_id, "options": list(shown.values())}
    ticked = [shown[value] for value in chosen if value in shown]
    return element | ({"initial_options": ticked} if ticked else {})


def grouped_select(action_id: str, groups: Mapping[str, Sequence[str]], chosen: str, placeholder: str) -> Block:
    """A menu of values under headings; each group holds a hundred at most."""
    shown = {title: [option(value, value) for value in values] for title, values in groups.items()}
    first = next((one for options in shown.values() for one in options if one["value"] == chosen), None)
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, limits.PLACEHOLDER),
        "option_groups": [
            {"label": plain_text(title, limits.OPTION), "options": options[: limits.OPTIONS]}
            for title, options in shown.items()
        ],
    }
    return element | ({"initial_option": first} if first else {})


def time_picker(action_id: str, chosen: str | None) -> Block:
    """A time of day like 09:00."""
    return {"type": "timepicker", "action_id": action_id, **({"initial_time": chosen} if chosen else {})}


def date_picker(action_id: str, chosen: str) -> Block:
    """A day like 2026-11-23."""
    return {"type": "datepicker", "action_id": action_id, "initial_date": chosen}


def person_picker(action_id: str, placeholder: str) -> Block:
    """Somebody of the workspace."""
    return {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, limits.PLACEHOLDER),
    }


def channel_picker(action_id: str, chosen: str) -> Block:
    """A channel that is not shared with another organisation."""
    return {
        "type": "conversations_select",
        "action_id": action_id,
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
        **({"initial_conversation": chosen} if chosen else {}),
    }


def form(callback_id: str, title: str, submit: str, blocks: Iterable[Block], metadata: str) -> Block:
    """A modal that is filled in and sent; `metadata` comes back with it, and the client can read it."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, limits.VIEW_TITLE),
        "submit": plain_text(submit, limits.VIEW_TITLE),
        "close": plain_text("Cancel", limits.VIEW_TITLE),
        "private_metadata": metadata[: limits.PRIVATE_METADATA],
        "blocks": [block for block in blocks if block][: limits.VIEW_BLOCKS],
    }
