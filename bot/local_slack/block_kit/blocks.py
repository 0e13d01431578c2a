"""The shape of each block."""

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.data_blocks import CHART, DATA_TABLE, rectangular
from bot.local_slack.block_kit.elements import (
    FEEDBACK_BUTTONS,
    IMAGE,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    SLACK_FILE,
    WEB_URL,
)
from bot.local_slack.block_kit.objects import plain, text
from bot.local_slack.block_kit.rich_text import RICH_TEXT
from bot.local_slack.block_kit.shapes import (
    Check,
    Problem,
    Problems,
    anything,
    boolean,
    both,
    by_type,
    integer,
    is_object,
    items,
    one_of,
    shape,
    string,
)

_ID = string(limits.IDENTIFIER)


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": anything, **required}, {"block_id": _ID, **(optional or {})})


def _says_something(value: object, at: str) -> Problems:
    if is_object(value) and not ("text" in value or "fields" in value):
        yield Problem(at, "missing_field", "missing required field: text or fields")


_TABLE_CELL = by_type(
    {
        "raw_text": shape({"type": anything, "text": string(limits.TABLE_CHARACTERS)}),
        "raw_number": shape(
            {"type": anything, "value": anything},
            {"text": string(limits.TABLE_CHARACTERS)},
        ),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

CHECKS: dict[str, Check] = {
    "actions": _block({"elements": items(IN_ACTIONS, limits.ACTION_ELEMENTS)}),
    "context": _block(
        {
            "elements": items(
                by_type({"plain_text": plain(limits.CONTEXT), "mrkdwn": text(limits.CONTEXT), "image": IMAGE}),
                limits.CONTEXT_ELEMENTS,
            )
        }
    ),
    "context_actions": _block(
        {"elements": items(by_type({"feedback_buttons": FEEDBACK_BUTTONS}), limits.CONTEXT_ACTION_ELEMENTS)}
    ),
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "divider": _block({}),
    "header": _block({"text": plain(limits.HEADER)}, {"level": integer(1, 4)}),
    "image": shape(
        {"type": anything, "alt_text": string(limits.IMAGE_TEXT)},
        {
            "block_id": _ID,
            "title": plain(limits.IMAGE_TEXT),
            "image_url": WEB_URL,
            "slack_file": SLACK_FILE,
        },
        either=("image_url", "slack_file"),
    ),
    "input": _block(
        {"label": plain(limits.LABEL), "element": IN_INPUT},
        {"hint": plain(limits.LABEL), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": _block({"text": string(limits.MARKDOWN)}),
    "rich_text": RICH_TEXT,
    "section": both(
        _block(
            {},
            {
                "text": text(limits.SECTION),
                "fields": items(text(limits.FIELD), limits.FIELDS),
                "accessory": IN_SECTION,
                "expand": boolean,
            },
        ),
        _says_something,
    ),
    "table": both(
        _block(
            {"rows": items(items(_TABLE_CELL, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
            {"column_settings": items(_COLUMN, limits.TABLE_COLUMNS)},
        ),
        rectangular,
    ),
}
