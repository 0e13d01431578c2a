"""What a file says of itself beside its table: that it was filtered, or holds the first rows alone.

Programs write so above or below the rows: Power BI "Applied filters: ...", viewers "Showing 1 to 100 of 2,350 entries".
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from bot.reports.parsing.cut_off import SAYS_FILTERED, says_cut_off
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import HEADER_WITHIN

_TAIL: Final = 1 << 14  # bytes at the end; such a note may list what was chosen
# Of the first cell that holds anything.
_START: Final = r"^[\ufeff\"'>#*=,;\t ]*(?:(?:warning|note|notice|attention|info|hinweis|achtung)\b[:!]? *)?"
_NUMBER: Final = r"(\d[\d.,' \u00a0]*\d|\d)"
_ROWS: Final = r"(?:rows?|records?|results?|entries|events?|items?|lines?|zeilen|einträge|lignes|filas)"
_TABLE: Final = "(?:results?|output|data|rows|records|export|list|table|report)"
_SHOWN: Final = "showing|displaying|shown|exported|returned|loaded|page|seite"
_FIRST: Final = "(?:the )?(?:first )?"
_FILTER: Final = re.compile(
    rf"{_START}((?:[\w ]{{0,40}}\bfilt(?:er|r)\w*\b[\w ]{{0,30}}?(?=\s*[:=])|filtered (?:by|on|to|for|rows|list|view)\b"
    r"|applied filters?\b|(?:search|query|where)(?: (?:terms?|criteria|query|filter))?(?=\s*:)))\s*[:=]?",
    re.IGNORECASE | re.MULTILINE,
)
_PIPED: Final = re.compile(rf"{_START}(?:\w+ *)?(\| *(?:search|where|filter)\b)", re.IGNORECASE | re.MULTILINE)
_PART: Final = tuple(
    re.compile(_START + pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"((?:[^\n\"|,;\t]{{0,40}}\b)?(?:first|top|latest|ersten|premières|primeras) {_NUMBER} {_ROWS}\b)",
        rf"({_TABLE}\b[^\n\"|,;\t]{{0,40}}\b(?:truncated|cut off|(?:limited|capped) (?:to|at) {_FIRST}{_NUMBER}))",
        rf"((?:maximum number of {_ROWS}|row limit|record limit|result limit)[^\n\"|]{{0,20}}\b(?:reached|exceeded)\b)",
        rf"((?:too many|more) {_ROWS}\b[^\n\"|]{{0,20}}\b(?:available|exist|found|to (?:show|display|export)))",
        rf"(truncated (?:to|at|after) {_NUMBER})",
        r"((?:\w+ *)?\| *(?:take|limit|head|top) +\d+)",
    )
)
_OF: Final = re.compile(
    rf"{_START}((?:only )?(?:{_SHOWN}|{_ROWS})? ?{_NUMBER}(?: *(?:[-\u2013]|to|bis) *{_NUMBER})?"
    rf" (?:of|von) {_NUMBER})(?: {_ROWS})?\b",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN: Final = re.compile(r"[\n;,&|]+|\band\b")
# Conditions that take nothing away from an attempt: of its service, of a span of time, that a cell is filled, none.
_HARMLESS: Final = re.compile(
    r"[^\w]*(?:(?:no|none|all|any|not applied|keine|aucun|ninguno|n/a|-)?[^\w]*$|no filters?\b|"
    r".*self-?service password (?:management|reset)|\(?(?:activity ?)?(?:date|time|day|week|month|year|period)|"
    r"timegenerated|(?:last|past) \d+|(?:from|since|until|to|between) \d|\d[\d:./ -]*(?:[ap]m)?$|"
    r".*\bis not (?:\(blank\)|blank|empty)|.*(?:[:=]|\bis\b) *[(\[]?(?:all|any|none|alle|tous|todos|\*)[)\]]? *$)",
    re.IGNORECASE,
)


def own_words(head: Head, stream: BinaryIO) -> tuple[str, ...]:
    """What to warn of by the lines around a file's rows."""
    return tuple(dict.fromkeys(_warnings("\n".join(_around(head, stream))))) if head.is_text else ()


def _around(head: Head, stream: BinaryIO) -> Iterator[str]:
    """The first lines of a file, and its end."""
    yield from head.text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL) // 2 * 2)
    codec = head.encoding
    if codec == "utf-16":
        codec = "utf-16-be" if head.start.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    yield stream.read().decode(codec, "replace").replace("\r\n", "\n").replace("\r", "\n")


def _warnings(text: str) -> Iterator[str]:
    filters = (*_FILTER.finditer(text), *_PIPED.finditer(text))
    for one in [one for one in filters if not _is_harmless(_note(text, one))][:1]:
        yield f'A line of the file says {SAYS_FILTERED} ("{_plain(one[1])}"): {_MISSING}'
    parts = [*(one for pattern in _PART for one in pattern.finditer(text)), *filter(_is_part, _OF.finditer(text))]
    for one in parts[:1]:
        yield says_cut_off(_plain(one[1]))


_MISSING: Final = "rows that it left out are missing. Load it without a filter."


def _note(text: str, found: re.Match[str]) -> str:
    """What the note says behind the words found: to the end of its cell, or of its line."""
    opened = '"' in found[0][: found.start(1) - found.start()]
    end = text.find('"' if opened else "\n", found.end())
    return text[found.end() : end if end >= 0 else len(text)]


def _is_harmless(note: str) -> bool:
    """Whether each condition takes nothing away; blank notes go on in other cells, and may say anything."""
    conditions = [condition for condition in _BETWEEN.split(note) if condition.strip(" \"'\t")]
    return bool(conditions) and all(_HARMLESS.match(condition) for condition in conditions)


def _is_part(found: re.Match[str]) -> bool:
    """Whether rows, or pages, from one number to another are not all that there are."""
    first, last, most = (int(re.sub(r"\D", "", number)) if number else None for number in found.groups()[1:])
    assert first is not None
    assert most is not None
    return first > 1 if last == most else (last or first) < most


def _plain(words: str) -> str:
    return " ".join(words.replace("|", " ").split())
