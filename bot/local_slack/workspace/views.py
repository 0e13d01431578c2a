"""What is on a person's screen besides messages: the stack of modals, and the Home tab."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.local_slack.workspace.messages import Json

_INITIAL = {  # element type -> where its first value stands, and what it is called once chosen
    "static_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "multi_static_select": ("initial_options", "selected_options"),
    "checkboxes": ("initial_options", "selected_options"),
    "users_select": ("initial_user", "selected_user"),
    "multi_users_select": ("initial_users", "selected_users"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
    "channels_select": ("initial_channel", "selected_channel"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
    "plain_text_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
}


@dataclass(slots=True)
class View:
    """One open modal, or a published Home tab."""

    id: str
    hash: str
    body: Json
    root: str
    previous: str | None = None
    entered: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Screen:
    """A person's modals, the open one last, and their Home tab."""

    modals: list[View] = field(default_factory=list)
    home: View | None = None


def stateful_elements(blocks: object) -> Iterator[tuple[Json, Json]]:
    """Pair each element that holds a value with its block."""
    for block in blocks if isinstance(blocks, list) else []:
        listed = block.get("elements") if block.get("type") == "actions" else []
        for element in [*(listed or []), block.get("accessory"), block.get("element")]:
            if isinstance(element, dict) and element.get("type") in _INITIAL:
                yield block, element


def value_key(kind: object) -> str | None:
    """Name the field that carries what a person chose in an element of this kind."""
    found = _INITIAL.get(str(kind))
    return found[1] if found else None


def initial_state(blocks: object) -> dict[str, dict[str, Json]]:
    """Fill the state that a fresh view or message starts with."""
    state: dict[str, dict[str, Json]] = {}
    for block, element in stateful_elements(blocks):
        first, chosen = _INITIAL[str(element["type"])]
        empty: list[object] | None = [] if chosen.endswith("s") and chosen.startswith("selected") else None
        value = {"type": element["type"], chosen: element.get(first, empty)}
        state.setdefault(str(block["block_id"]), {})[str(element["action_id"])] = value
    return state


def missing_inputs(blocks: object, state: dict[str, dict[str, Json]]) -> dict[str, str]:
    """Name the required inputs that are empty: Slack asks for them before the bot hears anything."""
    missing = {}
    for block, element in stateful_elements(blocks):
        if block.get("type") != "input" or block.get("optional"):
            continue
        block_id = str(block["block_id"])
        value = state.get(block_id, {}).get(str(element["action_id"]), {})
        if not value.get(str(value_key(element["type"]))):
            missing[block_id] = "Please complete this required field."
    return missing
