"""What a person chose in an element, spelled as Slack sends it."""

from collections.abc import Mapping, Sequence

from bot.local_slack.block_kit.shapes import is_object
from bot.local_slack.block_kit.surfaces import elements_of
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import NotOnScreen
from bot.local_slack.workspace.views import value_key


def find_element(blocks: Sequence[Json], action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """Find the one element with an action id among the blocks on screen."""
    found = [
        (block, element)
        for block in blocks
        for element in elements_of(block)
        if element.get("action_id") == action_id and block_id in (None, block["block_id"])
    ]
    if not found:
        raise NotOnScreen(f"There is nothing called {action_id} to press here.")
    if len(found) > 1:
        raise NotOnScreen(f"{action_id} is here {len(found)} times; name the block as well.")
    return found[0]


def options_of(element: Mapping[str, object]) -> list[Json]:
    """List every option of an element, grouped or not."""
    groups = element.get("option_groups")
    lists = [element.get("options")]
    lists += [group.get("options") for group in groups if is_object(group)] if isinstance(groups, list) else []
    return [option for listed in lists if isinstance(listed, list) for option in listed if is_object(option)]


def option(element: Mapping[str, object], value: object) -> Json:
    """Find an option by its value; only what is offered can be chosen."""
    for offered in options_of(element):
        if offered["value"] == value:
            return offered
    raise NotOnScreen(f"{value} is not among the options of {element.get('action_id')}.")


def chosen(element: Mapping[str, object], value: object) -> Json:
    """Build the JSON of the value of an element that holds one."""
    key = str(value_key(element["type"]))
    spelled: object = value or None
    if key == "selected_option":
        spelled = option(element, value) if value else None
    elif key == "selected_options":
        listed = value if isinstance(value, (list, tuple)) else [value]
        spelled = [option(element, one) for one in listed if one]
    elif key.endswith("s") and key.startswith("selected_"):
        spelled = list(value) if isinstance(value, (list, tuple)) else [value]
    return {"type": element["type"], key: spelled}


def action(block: Json, element: Json, ts: str, value: str | None, selected: object) -> Json:
    """Build the JSON of one press or choice."""
    spelled: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    if element["type"] == "button":
        pressed = element.get("value") if value is None else value
        return spelled | {"text": element["text"]} | ({} if pressed is None else {"value": pressed})
    if element["type"] == "feedback_buttons":
        half = element[str(selected)]
        return spelled | {"text": half["text"], "value": half["value"]}
    if element["type"] == "overflow":
        return spelled | {"selected_option": option(element, selected)}
    return spelled | chosen(element, selected)
