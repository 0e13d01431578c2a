"""What must hold for every message and view, whatever is in the answer."""

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock

from bot.local_slack.block_kit.surfaces import check_blocks, check_view
from bot.render.blocks import limits
from bot.render.blocks.blocks import characters
from bot.render.blocks.mcp_reply import mcp_blocks
from bot.render.blocks.message import Message
from bot.render.blocks.text_twin import DATA_BLOCKS, plain

_TIME = re.compile(r"<!date\^\d+\^\{date_short_pretty\} at \{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d [A-Z]+[+-]?\d*>")
_LINK = re.compile(r"<https?://(?!evil)[^<>|\s`]+\|[^<>]*>")
_OURS = re.compile(r"<@U0(?:KIM|MAX)>|<#C0HELP>")
_CODE = re.compile(r"```\n.*?\n```|```[^`]*```|`[^`\n]*`", re.DOTALL)
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u0335]")


def check_message(message: Message, tokens: tuple[str, ...] = ("t0ken",)) -> None:
    """Everything that Slack and its readers ask of a message."""
    assert message.text.strip()
    assert len(message.text) <= limits.TEXT
    assert message.blocks
    assert len(message.blocks) <= limits.ROOMY_BLOCKS
    assert characters(message.blocks) <= limits.ROOMY_CHARACTERS
    for blocks in (message.blocks, plain(message).blocks):
        assert check_blocks(list(blocks)) == []
        known = [block for block in blocks if block["type"] not in DATA_BLOCKS]  # the SDK does not know these yet
        assert [block.to_dict()["type"] for block in SdkBlock.parse_all(known)] == [block["type"] for block in known]
    assert check_blocks([*mcp_blocks(message.blocks)], "mcp") == []
    for text in mrkdwn_of(plain(message).blocks):
        check_text(text)
    for text in [message.text, *mrkdwn_of(message.blocks)]:
        check_text(text)
        assert text != "-"  # what stands in for a paragraph of nothing
    for key, value in _keyed(message.blocks):
        if key in {"value", "block_id"}:
            assert value.partition("|")[0] in tokens
        if key == "action_id":
            assert re.fullmatch(r"sspr\.[a-z_]+\.[a-z_]+(\.\d+)?", value)


def check_modal(view: dict[str, Any]) -> None:
    """The same for a view."""
    assert check_view(view) == []
    for text in mrkdwn_of(view["blocks"]):
        check_text(text)


def check_text(text: str) -> None:
    """No mention, link, formatting or invisible sign but ours."""
    assert not _UNSEEN.search(text)
    bare = _OURS.sub("", _LINK.sub("", _TIME.sub("", text)))
    assert "<" not in bare
    assert "&" not in _ENTITY.sub("", bare)
    outside = _CODE.sub("", bare)
    assert "`" not in outside
    for hostile in ("evil.example", "dana@contoso.com", "_it_", ":tada:"):
        assert hostile not in outside


def mrkdwn_of(value: Any) -> Iterator[str]:
    """Every finished mrkdwn text within blocks."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            assert value["verbatim"] is True
            yield value["text"]
        for item in value.values():
            yield from mrkdwn_of(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from mrkdwn_of(item)


def _keyed(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                yield key, item
            yield from _keyed(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _keyed(item)
