r"""The user ID in a cell, whatever a program or a person has put around it: the one rule for all reports and rosters.

A cell with one address stands for that address: a claim of SharePoint (`i:0#.f|membership|...`), a proxy address
(`SMTP:...`), a link, a name of Windows (`AzureAD\...`), a name with the address in brackets. Blanks, marks and what
cannot be seen belong to nobody's name. Letters, and guests' `#EXT#`, stay as they are written: people are told apart
without their case. Two addresses in one cell are nobody's.
"""

import html
import re
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

from bot.reports.parsing.formula_guard import unguarded

# Letters with one spelling, which nobody needs to look at twice. Written so that Arrow takes it, too.
_LETTERS: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03a1\u03a3-\u03ce\u0400-\u052f\u4e00-\u9fff\uac00-\ud7a3"
)
PLAIN: Final = (
    rf"^(?:[{_LETTERS}0-9_.!^~+-][{_LETTERS}0-9_.!^~+'-]*(?:#(?:EXT|ext)#)?@[{_LETTERS}0-9.-]*[{_LETTERS}0-9]"
    rf"|[{_LETTERS}0-9][{_LETTERS}0-9_.-]*(?: [{_LETTERS}0-9_.-]+)*)$"
)
_PLAIN: Final = re.compile(PLAIN)
_LONGEST: Final = 2_000  # characters; no row may have a longer one
_UNSEEN: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff]+")
_WIDE: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x2019: "'"}  # of other keyboards
_ENTITY: Final = re.compile(r"&(?:#\d+|#x[0-9a-f]+|lt|gt|amp|quot|apos|nbsp);", re.IGNORECASE)
_QUOTED: Final = re.compile(r"%40|%23EXT%23", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(?=[_@.*#'\\-])")  # as Markdown and JSON write such signs
_CLAIM: Final = re.compile(r"[ic]:0\S\.\w\|(?:[^|]*\|)?(?=[^|]+$)")
_TORN: Final = re.compile(r"([^\s@]+)\s*@\s*([^\s@]+)")
_BOLD: Final = re.compile(r"(\*{1,2})([^*]+)\1")
# What may stand around a name. A quotation mark is not enough: it may be a letter of another code page.
_OPENS: Final = r"\s;,|<>({\\:/\["
_CLOSES: Final = _OPENS + r")}\]"
_ATTRIBUTE: Final = re.compile(r"(?:E|email(?:address)?|mail|user(?:principal)?name|upn)=|=(?=[\"'])", re.IGNORECASE)
_ADDRESS: Final = re.compile(rf"(?<![^{_OPENS}])([^{_CLOSES}@]+)@([^{_CLOSES}=@?]+)(?=$|[{_CLOSES}=]|\?\w+=)")
_MARKS: Final = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\xab\xbb"
_ENCLOSED: Final = re.compile(r"<(\w[^<>]*)>")
_MARKUP: Final = re.compile("[<>|*`\u202d\u202e]")  # left over, a stranger typed it: shown as it was
_OTHER_DIRECTORY: Final = re.compile(r"live\.com#", re.IGNORECASE)


def user_id(text: str) -> str:
    """The user ID that a cell holds; the text itself, trimmed, where it holds several addresses or none."""
    typed = text
    while not _PLAIN.match(text) and len(text) <= _LONGEST and (inner := _within(text)) != text:
        text = inner
    return typed.strip() if _MARKUP.search(text) else text


def _within(text: str) -> str:
    """What one layer of marks is around."""
    text = " ".join(_UNSEEN.sub("", normalize("NFC", unguarded(text))).translate(_WIDE).split())
    if _ENTITY.search(text):
        text = html.unescape(text).strip()
    if _QUOTED.search(text):
        text = unquote(text)
    text = _BOLD.sub(r"\2", _CLAIM.sub("", _ESCAPED.sub("", text)))
    if torn := _TORN.fullmatch(text):
        text = f"{torn[1]}@{torn[2]}"
    found = addresses_in(text)
    linked = "://" in text  # typed by whoever wants to be clicked on, and nobody's address
    return found[0] if len(found) == 1 and not linked else _without_marks(text)


def addresses_in(text: str) -> list[str]:
    """The different addresses in a text."""
    found: dict[str, str] = {}
    for local, domain in _ADDRESS.findall(text):
        if name := _OTHER_DIRECTORY.sub("", _ATTRIBUTE.sub("", local).lstrip(_MARKS)):
            domain = domain.rstrip(_MARKS)  # noqa: PLW2901 - three dots say that the rest was cut off
            address = f"{name}@{domain if domain.endswith('...') else domain.rstrip('.!')}"
            found.setdefault(address.casefold(), address)
    return list(found.values())


def _without_marks(text: str) -> str:
    """A text without what lists and spreadsheets put around it."""
    text = text.removeprefix("=") if text.startswith('="') else text
    text = text.rstrip(" ;,|" + _MARKS).lstrip(" |" + _MARKS)
    return _ENCLOSED.sub(r"\1", text)
