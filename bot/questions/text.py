"""Typed text made plain: one spelling for what keyboards, phones and Slack do to the same words."""

import re
import unicodedata

from bot.digests.plan import quoted

LONGEST = 500  # characters of a question, once it is plain
LONGEST_RAW = 4_000  # links and mentions are longer on the wire than on the screen

_QUOTES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_MAIL = re.compile(r"<mailto:([^<>|\s]+)(?:\|[^<>]*)?>")
_BARE_MAIL = re.compile(r"(?<!\S)mailto:(?=\S+@)", re.IGNORECASE)
_LINK = re.compile(r"<https?://[^<>|]+\|([^<>]*)>")
_URL = re.compile(r"<(https?://[^<>|\s]+)>")
_CHAINED = re.compile(r"&(?:amp;)+")
_MARKED = re.compile(r"(?<![\w*_~])(\*+|_+|~+)(?=[^\s*_~])([^\n]{0,200}?[^\s*_~])\1(?![\w@.*_~])")
_TOKEN = re.compile(r'[^\s":=]+[:=]"[^"]*"|"[^"]*"|\S+')

_PLAIN = re.compile(r"[A-Za-z0-9 .,'\"()/@+-]*")  # most of what is typed: nothing of the above is in it


def normalise(text: str) -> str:
    """The words without what is not seen or only decorates; what is normal already stays as it is."""
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    while (plainer := _once(text)) != text:
        text = plainer
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = "".join(" " if char.isspace() else char for char in text if _seen(char))
    text = _BARE_MAIL.sub("", text)
    text = _URL.sub(r"\1", _LINK.sub(r"\1", _MAIL.sub(r"\1", _MENTION.sub(r"<@\1>", text))))
    text = _CHAINED.sub("&", text).replace("&lt;", "<").replace("&gt;", ">")
    return " ".join(_MARKED.sub(r"\2", text.replace("`", "")).split())


def alike(name: str) -> str:
    """What names that people cannot tell apart have in common: no case, no blanks around them, nothing unseen."""
    plain = unicodedata.normalize("NFKC", name)
    return " ".join("".join(char for char in plain if _seen(char)).split()).casefold()


def _seen(char: str) -> bool:
    """Whether a character shows: zero-width, direction and other control characters do not."""
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs", "Cn"}


def without_mention(text: str, slack_id: str) -> str:
    """A message without the mention that woke the bot, wherever in the sentence it is."""
    return re.sub(rf"<@{re.escape(slack_id)}(?:\|[^<>]*)?>[,:]?", " ", text).strip()


def split(text: str) -> tuple[str, ...]:
    """The words; one in double quotes keeps its blanks, a value its brackets; the punctuation of a sentence goes."""
    return tuple(filter(None, map(_token, _TOKEN.findall(text))))


def _token(typed: str) -> str:
    """A word without its quotes: `role:"Helpdesk (tier 1)"` is all of that role."""
    if typed.isalnum():
        return typed
    is_value = typed.endswith('"') and not typed.startswith('"')
    return typed.replace('"', "").strip() if is_value else _bare(typed.replace('"', ""))


def _bare(token: str) -> str:
    """A word without the commas, stops and brackets around it; `2017-02-01..` keeps its two dots."""
    barer = token.strip().lstrip(" ([{'").rstrip(" ,;!?)]}'")
    if barer.endswith(".") and not re.search(r"(?:^|\d)\.\.\.?$", barer):
        barer = barer.rstrip(".")
    return barer if barer == token else _bare(barer)


def join(tokens: tuple[str, ...]) -> str:
    """The words as one would type them: `split` gives the same words back."""
    return " ".join(map(quoted, tokens))
