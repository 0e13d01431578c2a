"""Interactive elements and images, and which block may hold which."""

import re
from collections.abc import Mapping
from datetime import date

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.objects import (
    CHOICE,
    CONFIRM,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    initial_among_options,
    plain,
)
from bot.local_slack.block_kit.shapes import (
    Check,
    anything,
    boolean,
    both,
    by_type,
    integer,
    items,
    matching,
    one_of,
    shape,
    string,
)

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_WEB = re.compile(r"https?://\S+")
_ID = string(limits.IDENTIFIER)
_URL = string(limits.URL)


def is_date(value: str) -> bool:
    """Say whether a text is a calendar date, year first."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_time(value: str) -> bool:
    """Say whether a text is an hour and a minute."""
    return _TIME.fullmatch(value) is not None


WEB_URL = matching(limits.URL, lambda value: _WEB.fullmatch(value) is not None, "a web address")
SLACK_FILE = shape({}, {"id": _ID, "url": _URL}, either=("id", "url"))


def _element(required: Mapping[str, Check], optional: Mapping[str, Check], either: tuple[str, ...] = ()) -> Check:
    common: dict[str, Check] = {"action_id": _ID, "focus_on_load": boolean, "confirm": CONFIRM}
    return shape({"type": anything, **required}, {**common, **optional}, either=either)


_PLACEHOLDER: dict[str, Check] = {"placeholder": plain(limits.PLACEHOLDER)}
_MOST_CHOSEN: dict[str, Check] = {"max_selected_items": integer(1, limits.SELECT_OPTIONS)}
_OPTIONS: dict[str, Check] = {
    "options": items(OPTION, limits.SELECT_OPTIONS),
    "option_groups": items(OPTION_GROUP, limits.SELECT_OPTIONS),
}
_FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
_CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": _FILTER}
_RESPONSE_URL: dict[str, Check] = {"response_url_enabled": boolean}
_WHEN_TYPING = shape({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
_TYPED: dict[str, Check] = {**_PLACEHOLDER, "dispatch_action_config": _WHEN_TYPING}

BUTTON = shape(
    {"type": anything, "text": plain(limits.BUTTON)},
    {
        "action_id": _ID,
        "url": _URL,
        "value": string(limits.BUTTON_VALUE),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(limits.ACCESSIBILITY_LABEL),
    },
)
_HALF = shape(
    {"text": plain(limits.BUTTON), "value": string(limits.BUTTON_VALUE)},
    {"accessibility_label": string(limits.ACCESSIBILITY_LABEL)},
)
FEEDBACK_BUTTONS = shape({"type": anything, "positive_button": _HALF, "negative_button": _HALF}, {"action_id": _ID})
IMAGE = shape(
    {"type": anything, "alt_text": string(limits.IMAGE_TEXT)},
    {"image_url": WEB_URL, "slack_file": SLACK_FILE},
    either=("image_url", "slack_file"),
)
_OVERFLOW = shape(
    {"type": anything, "options": items(OVERFLOW_OPTION, limits.OVERFLOW_OPTIONS)},
    {"action_id": _ID, "confirm": CONFIRM},
)


def _choices(initial: str, check: Check) -> Check:
    options = {"options": items(CHOICE, limits.CHOICES)}
    return both(_element(options, {initial: check}), initial_among_options)


def _static(initial: str, check: Check, extra: Mapping[str, Check]) -> Check:
    optional = {**_PLACEHOLDER, **_OPTIONS, **extra, initial: check}
    return both(_element({}, optional, either=("options", "option_groups")), initial_among_options)


def _chosen(kind: str, extra: Mapping[str, Check]) -> dict[str, Check]:
    """A select of one kind of thing, and its twin for several."""
    many = {**_PLACEHOLDER, **_MOST_CHOSEN, **extra, f"initial_{kind}": items(_ID, limits.SELECT_OPTIONS)}
    one = {**_PLACEHOLDER, **_RESPONSE_URL, **extra, f"initial_{kind[:-1]}": _ID}
    if kind == "users":
        one = {key: check for key, check in one.items() if key not in _RESPONSE_URL}
    return {f"{kind}_select": _element({}, one), f"multi_{kind}_select": _element({}, many)}


_SELECTS = {
    "static": {
        "static_select": _static("initial_option", OPTION, {}),
        "multi_static_select": _static("initial_options", items(OPTION, limits.SELECT_OPTIONS), _MOST_CHOSEN),
    },
    "users": _chosen("users", {}),
    "conversations": _chosen("conversations", _CONVERSATIONS),
    "channels": _chosen("channels", {}),
}
_SELECT_ONE = {
    name: check for kind in _SELECTS.values() for name, check in kind.items() if not name.startswith("multi_")
}
_SELECT_MANY = {name: check for kind in _SELECTS.values() for name, check in kind.items() if name.startswith("multi_")}
_PICKERS = {
    "datepicker": _element({}, {**_PLACEHOLDER, "initial_date": matching(10, is_date, "a date like 2026-11-23")}),
    "timepicker": _element(
        {},
        {
            **_PLACEHOLDER,
            "initial_time": matching(5, is_time, "a time like 09:00"),
            "timezone": string(limits.IDENTIFIER),
        },
    ),
    "datetimepicker": _element({}, {"initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "checkboxes": _choices("initial_options", items(CHOICE, limits.CHOICES)),
    "radio_buttons": _choices("initial_option", CHOICE),
}
_TEXT_INPUTS = {
    "plain_text_input": _element(
        {},
        {
            **_TYPED,
            "initial_value": string(limits.INPUT_VALUE, 0),
            "multiline": boolean,
            "min_length": integer(0, limits.INPUT_VALUE),
            "max_length": integer(1, limits.INPUT_VALUE),
        },
    ),
    "email_text_input": _element({}, {**_TYPED, "initial_value": string(limits.INPUT_VALUE)}),
    "url_text_input": _element({}, {**_TYPED, "initial_value": string(limits.INPUT_VALUE)}),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {
            **_TYPED,
            "initial_value": string(limits.INPUT_VALUE),
            "min_value": string(limits.INPUT_VALUE),
            "max_value": string(limits.INPUT_VALUE),
        },
    ),
}
_PRESSED = {"button": BUTTON, "overflow": _OVERFLOW}

IN_ACTIONS = by_type({**_PRESSED, **_SELECT_ONE, **_PICKERS})
IN_SECTION = by_type({**_PRESSED, **_SELECT_ONE, **_SELECT_MANY, **_PICKERS, "image": IMAGE})
IN_INPUT = by_type({**_SELECT_ONE, **_SELECT_MANY, **_PICKERS, **_TEXT_INPUTS})
