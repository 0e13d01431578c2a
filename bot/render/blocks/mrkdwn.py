"""Slack's text syntax, known here alone: text of a report is escaped here, once."""

import re
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

EMPTY = "(empty)"
_LONG = 300
_TYPED = 200  # of a question to type
_KEPT = 2_048  # sentences: those of the catalogue stand in every second answer (0.6 of 4 ms)
_MINUTES = len("2026-11-23 09:14")
USER_ID = 113  # the longest user principal name that the directory allows

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Letters and signs that show nothing though Unicode counts them as visible, and marks that stack over other lines.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
# A word that means nothing to Slack: no link, no address, no emoji, no formatting.
_ORDINARY = re.compile(
    r"[\"'(\u201c\u2018]*[A-Za-z0-9%+'\u2019/-]+(?:[:.,][0-9]+)*[.,:;!?)\"'\u201d\u2019]*|[-+/&]|\.\.\."
)
_FORMATTED = re.compile(r"[*_~`]")
_STOP = re.compile(r"[.,:;!?)]+(?=\s|$)")  # with a word behind it, it may mean something: `:tada:`
_CODE = re.compile(r"(`[^`]+`)")

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{1,30}")
_WEB = re.compile(r"https?://[^\s<>|\"`]+")


def clean(text: str) -> str:
    """The visible characters on one line: no control, direction, zero-width, private or stacking ones."""
    if text.isascii() and text.isprintable():  # most are, and have none of these
        return " ".join(text.split()) if " " in text else text
    normal = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    seen = (
        " " if char.isspace() else char
        for char in normal
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    return " ".join("".join(seen).split())


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut is said."""
    if len(text) <= limit:
        return text
    said = f"... (+{len(text) - limit:,} characters)"
    return text[: max(0, limit - len(said))] + said if limit > len(said) else text[:limit]


def escape(text: str) -> str:
    """The three characters that Slack reserves, made harmless."""
    return text.translate(_ESCAPES)


@lru_cache(maxsize=_KEPT)
def plain(text: str) -> str:
    """Our own words; a word with formatting characters in it (`SSPR_0029`, `*.contoso.com`) is put in back-ticks.

    What stands in back-ticks already stays there.
    """
    return "".join(code(part[1:-1], _LONG) if part[:1] == "`" else _plain(part) for part in _CODE.split(text))


def _plain(text: str) -> str:
    return " ".join(_guarded(part) if _FORMATTED.search(part) else escape(part) for part in text.split(" "))


def _guarded(word: str, limit: int = _LONG) -> str:
    """A word in back-ticks, the comma or full stop behind it outside."""
    bare = word.rstrip(".,;" if word.startswith(":") else ".,;:")  # :tada: stays whole
    return code(bare, limit) + word[len(bare) :] if bare else code(word, limit)


def code(text: str, limit: int = USER_ID) -> str:
    """Text of a report unchanged, where Slack reads no syntax: between back-ticks."""
    shown = clip(clean(text).replace("`", "'"), limit) or EMPTY
    return f"`{escape(shown)}`"


def person(user: str) -> str:
    """A user ID in back-ticks, marked when it holds letters that a real one cannot hold (look-alikes)."""
    return code(user) if clean(user).isascii() else f"{code(user)} (unusual letters)"


def mask(user: str) -> str:
    """A user ID of which only the first letter and the domain are left: `d***@contoso.com`."""
    name, at, domain = clean(user).rpartition("@")
    first = (name if at else domain)[:1]
    return f"{first}***{at}{domain if at else ''}"


def masked(user: str) -> str:
    """The same in back-ticks, marked when it holds letters that a real one cannot hold."""
    return person(mask(user))


@lru_cache(maxsize=_KEPT)
def words(text: str, limit: int = _LONG) -> str:
    """A sentence with report data in it: words that could mean something to Slack are put in back-ticks."""
    parts = clip(clean(text), limit).split(" ")
    return " ".join(escape(part) if _ORDINARY.fullmatch(part) else _guarded(part, limit) for part in parts if part)


def spoken(sentence: str) -> str:
    """A sentence with report data in it, in which what stands in back-ticks is a question to type."""
    pieces = sentence.split("`")
    return "".join(code(piece, _TYPED) if place % 2 else _around(piece) for place, piece in enumerate(pieces))


def _around(piece: str) -> str:
    """Words with the blanks around them kept, as a code stands before or behind; a stop alone is no word."""
    if _STOP.fullmatch(piece):
        return piece
    stop = _STOP.match(piece)  # `rollout`; and more
    inner = words(piece[stop.end() :] if stop else piece)
    before = f"{stop[0] if stop else ''}{' ' * piece[stop.end() if stop else 0 :].startswith(' ')}"
    return f"{before}{inner}{' ' * (piece.endswith(' ') and bool(inner))}"


def bold(text: str) -> str:
    """Our own words in bold."""
    return f"*{plain(text)}*"


def quote(text: str) -> str:
    """Our own words as a quotation that can be copied."""
    return "\n".join(f"> {plain(line)}" for line in text.splitlines() or [""])


def link(url: str, label: str) -> str:
    """A link; only the label where the address is no plain web address."""
    shown = escape(clean(label).replace("|", "/"))
    return f"<{escape(url)}|{shown}>" if _WEB.fullmatch(url) and shown else shown or EMPTY


def mention(slack_id: str) -> str:
    """A live mention of a Slack person; anything that is no Slack user ID is shown as text."""
    return f"<@{slack_id}>" if _SLACK_ID.fullmatch(slack_id) else code(slack_id)


def channel(slack_id: str) -> str:
    """A live mention of a channel; anything that is no channel ID is shown as text."""
    return f"<#{slack_id}>" if _CHANNEL_ID.fullmatch(slack_id) else code(slack_id)


def clock(at: datetime, zone: tzinfo) -> str:
    """A time as plain text: `2026-11-23 09:14 UTC`."""
    return f"{short_clock(at, zone)} {zone_name(at, zone)}"


def zone_name(at: datetime, zone: tzinfo) -> str:
    """What a zone is called at a time: `CET`, or `UTC+03` where it has no name of its own."""
    name = at.astimezone(zone).tzname() or "UTC"
    return f"UTC{name}" if name[:1] in "+-" else name


def short_clock(at: datetime, zone: tzinfo) -> str:
    """A time for a column of times, whose head names the zone: `2026-11-23 09:14`."""
    return at.astimezone(zone).isoformat(" ")[:_MINUTES]


def time(at: datetime, zone: tzinfo = UTC) -> str:
    """A time that each reader's Slack shows in their own zone; `zone` is for those that cannot."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{clock(at, zone)}>"


def date_words(on: date | str) -> str:
    """A day, or a month of which no day is known: `1 February 2027`, `March 2027`."""
    if isinstance(on, date):
        return f"{on.day} {on:%B %Y}"
    try:
        return f"{date.fromisoformat(f'{on}-01'):%B %Y}"
    except ValueError:
        return words(on)


def cut(text: str, limit: int) -> str:
    """Finished mrkdwn within `limit`, cut between lines or words so that no link, time or code span is broken."""
    if len(text) <= limit:
        return text
    lines = text.split("\n")
    kept, left = fit(lines, limit)
    if kept:
        fence = ["```"] if "\n".join(kept).count("```") % 2 else []
        return "\n".join([*kept, *fence, f"... and {left:,} more lines"])
    start = lines[0][: limit - 10].rpartition(" ")[0]
    for opening, closing in (("<", ">"), ("&", ";")):
        if start.rfind(opening) > start.rfind(closing):
            start = start[: start.rfind(opening)]
    return start + ("`" if start.count("`") % 2 else "") + " ..."


def fit(lines: list[str], limit: int, room: int = 32) -> tuple[list[str], int]:
    """The leading lines that fit (with `room` for a closing line when some do not), and how many were left out."""
    total = 0
    for number, line in enumerate(lines):
        total += len(line) + 1
        last = number == len(lines) - 1
        if total - 1 > limit - (0 if last else room):
            return lines[:number], len(lines) - number
    return lines, 0
