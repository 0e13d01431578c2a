"""Rich text: blocks, lists, quotes and the pieces inside them."""

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.shapes import Check, anything, boolean, by_type, integer, items, one_of, shape, string

_MANY = 1000  # Slack names no number; a message's sum of text ends it first
_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
_ID = string(limits.IDENTIFIER)


def _piece(*required: str, **optional: Check) -> Check:
    named = dict.fromkeys(required, string(limits.SECTION))
    return shape({"type": anything, **named}, {"style": _STYLE, **optional})


_PIECES = {
    "text": _piece("text"),
    "link": _piece("url", text=string(limits.SECTION), unsafe=boolean),
    "user": _piece("user_id"),
    "usergroup": _piece("usergroup_id"),
    "channel": _piece("channel_id"),
    "emoji": _piece("name", unicode=_ID, skin_tone=integer(1, 6)),
    "broadcast": shape({"type": anything, "range": one_of("here", "channel", "everyone")}),
    "date": shape(
        {"type": anything, "timestamp": integer(0, 9_999_999_999), "format": _ID},
        {"url": string(limits.URL), "fallback": string(limits.SECTION), "style": _STYLE},
    ),
}
_PIECES_LIST = items(by_type(_PIECES), _MANY)
_SECTION = shape({"type": anything, "elements": _PIECES_LIST})
_INDENT = integer(0, 8)
_PARTS = {
    "rich_text_section": _SECTION,
    "rich_text_list": shape(
        {
            "type": anything,
            "style": one_of("bullet", "ordered"),
            "elements": items(by_type({"rich_text_section": _SECTION}), _MANY),
        },
        {"indent": _INDENT, "offset": integer(0, _MANY), "border": integer(0, 1)},
    ),
    "rich_text_preformatted": shape(
        {"type": anything, "elements": _PIECES_LIST}, {"border": integer(0, 1), "language": _ID}
    ),
    "rich_text_quote": shape({"type": anything, "elements": _PIECES_LIST}, {"border": integer(0, 1)}),
}
RICH_TEXT = shape(
    {"type": anything, "elements": items(by_type(_PARTS), _MANY)},
    {"block_id": _ID},
)
