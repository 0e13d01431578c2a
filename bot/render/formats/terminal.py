"""A Slack message as plain text, for a terminal: the same words, no second renderer."""

import html
import re
import textwrap
from collections.abc import Iterable, Iterator

from bot.render.blocks.icons import TERMINAL
from bot.render.blocks.message import Block, Message
from bot.render.blocks.text_twin import plain_blocks

_CODE = re.compile(r"(```\n.*?\n```|`[^`\n]*`)", re.DOTALL)
_TIME = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_MENTION = re.compile(r"<([@#][A-Z0-9]+)>")
_LINK = re.compile(r"<(https?://[^|>]*)\|([^>]*)>")
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?!\w)")
_ITALIC = re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)")
_HELD = "\ue000"  # stands for a code span while the marks around it are read; no report can hold it (`clean`)
_ICON = re.compile(r":[a-z_]+:")
_INDENT = re.compile(r"(\s*(?:\d+\. |• |> )?)")


def show(message: Message, width: int = 80) -> str:
    """The whole message as lines of at most `width` where words allow it."""
    blocks = plain_blocks(message.whole, buttons=False)
    paragraphs = ["\n".join(_wrapped(text, width)) for block in blocks for text in _texts(block)]
    return "\n\n".join(filter(None, paragraphs or ["\n".join(_wrapped(flatten(message.text), width))])) + "\n"


def flatten(mrkdwn: str) -> str:
    """Finished mrkdwn without its marks: what a reader sees."""
    spans = _CODE.findall(mrkdwn)
    prose = iter(_prose(_CODE.sub(_HELD, mrkdwn)).split(_HELD))
    return next(prose) + "".join(_code(span) + after for span, after in zip(spans, prose, strict=True))


def _code(span: str) -> str:
    return html.unescape(span.strip("`").strip("\n") if span.startswith("```") else span[1:-1])


def _prose(text: str) -> str:
    text = _LINK.sub(r"\2 (\1)", _TIME.sub(r"\1", _MENTION.sub(r"\1", text)))
    text = _ITALIC.sub(r"\1", _BOLD.sub(r"\1", text))
    return html.unescape(_ICON.sub(lambda icon: TERMINAL.get(icon[0], icon[0]), text))


def _texts(block: Block) -> Iterator[str]:
    """The paragraphs of a block; buttons and pickers are not for a terminal."""
    match block:
        case {"type": "header", "text": {"text": str(text)}}:
            yield text
            return
        case {"type": "context", "elements": elements}:
            yield "\n".join(flatten(element["text"]) for element in elements)
        case {"type": "section"}:
            if "text" in block:
                yield flatten(block["text"]["text"])
            yield "\n".join(_fact(field["text"]) for field in block.get("fields", ()))


def _fact(field: str) -> str:
    label, _, value = field.partition("\n")
    return f"{flatten(label)}: {flatten(value)}"


def _wrapped(text: str, width: int) -> Iterable[str]:
    for line in text.splitlines():
        indent = _INDENT.match(line)
        hang = " " * len(indent[1]) if indent else ""
        wrapped = textwrap.wrap(line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
        yield from wrapped or [""]
