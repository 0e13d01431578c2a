"""Composition objects: text, options, confirmation dialogs."""

from collections.abc import Mapping

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.shapes import (
    Check,
    Problem,
    Problems,
    anything,
    boolean,
    by_type,
    is_object,
    items,
    one_of,
    shape,
    string,
)


def plain(most: int) -> Check:
    """A plain_text object."""
    return by_type({"plain_text": _plain(most)})


def text(most: int) -> Check:
    """A text object of either kind."""
    mrkdwn = shape({"type": anything, "text": string(most)}, {"verbatim": boolean})
    return by_type({"plain_text": _plain(most), "mrkdwn": mrkdwn})


def _plain(most: int) -> Check:
    return shape({"type": anything, "text": string(most)}, {"emoji": boolean})


def _option(words: Check, *, url: bool = False) -> Check:
    optional: dict[str, Check] = {"description": words}
    if url:
        optional["url"] = string(limits.URL)
    return shape({"text": words, "value": string(limits.OPTION_VALUE)}, optional)


OPTION = _option(plain(limits.OPTION))
OVERFLOW_OPTION = _option(plain(limits.OPTION), url=True)
CHOICE = _option(text(limits.OPTION))
OPTION_GROUP = shape(
    {"label": plain(limits.OPTION), "options": items(OPTION, limits.SELECT_OPTIONS)},
)
CONFIRM = shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)


def initial_among_options(value: object, at: str) -> Problems:
    """What is chosen at first must be one of the options, word for word."""
    if not is_object(value):
        return
    offered = _options(value)
    chosen = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    for option in chosen if isinstance(chosen, list) else []:
        if option not in offered:
            key = "initial_options" if "initial_options" in value else "initial_option"
            yield Problem(f"{at}/{key}", "invalid_value", "must be one of the provided options")


def _options(element: Mapping[str, object]) -> list[object]:
    options = element.get("options")
    offered = list(options) if isinstance(options, list) else []
    groups = element.get("option_groups")
    for group in groups if isinstance(groups, list) else []:
        inside = group.get("options") if is_object(group) else None
        offered.extend(inside if isinstance(inside, list) else [])
    return offered
