"""Codes as callers read them out: `SSPR_0029`, `sspr 12`, `S S P R zero zero three zero`, `hr=80230818`, an event."""

import re
from collections.abc import Callable, Iterable

_DIGITS = {"zero": "0", "oh": "0", "o": "0", "null": "0", "nought": "0", "one": "1", "two": "2", "three": "3"}
_DIGITS |= {"four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
_ZERO = frozenset({"zero", "oh", "o", "null", "nought"})
_SPELT = ("s", "s", "p", "r")
_SSPR = re.compile(r"sspr[_:#-]?(\d{1,4})")
_OTHER = re.compile(r"aadsts\d{4,7}|0x[0-9a-f]{6,8}|hr=(?:0x)?[0-9a-f]{8}|8023[0-9a-f]{4}")
_EVENT = re.compile(r"\d{3,5}")
_GUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_BEFORE = frozenset({"error", "code", "codes", "event", "events", "id", "number", "fix"})
_OF_AN_ERROR = frozenset({"error", "errors", "code", "codes", "event", "events", "eventid"})
_LONG = re.compile(r"\d{5,10}")
_LONGEST = 4  # digits
_UNITS = frozenset(
    {"min", "minute", "hour", "hr", "day", "week", "month", "time", "people", "user", "attempt", "failure"}
)


def of_a_document(words: Iterable[str]) -> str | None:
    """The first code of the documents among lower-case words, as it is typed: `SSPR_9999`; None for no such code."""
    return next((f"SSPR_{match[1]}" for word in words if (match := _SSPR.fullmatch(word))), None)


def not_mapped(code: str) -> str:
    """Why a code of the documents is given no cause."""
    return f"{code} is none of the codes that `unknown` lists, which look like u1a2b3: map takes these alone."


def take_code(words: tuple[str, ...], start: int, is_event: Callable[[str], bool]) -> tuple[str, int] | None:
    """The code that begins at a word, as the documents write it, and where it ends."""
    word = words[start]
    if match := _SSPR.fullmatch(word):
        return _sspr(match[1]), start + 1
    if word == "sspr" or words[start : start + 4] == _SPELT:
        return _spoken(words, start + (1 if word == "sspr" else 4))
    if word in _ZERO and start and words[start - 1] in _BEFORE:
        return _spoken(words, start)
    if _OTHER.fullmatch(word) or _GUID.fullmatch(word):
        return (word if _GUID.fullmatch(word) else word.removeprefix("hr=").upper().replace("0X", "0x")), start + 1
    meant = words[max(start - 2, 0) : start] == ("what", "does") and words[start + 1 : start + 2] == ("mean",)
    if _LONG.fullmatch(word) and (meant or _is_of_an_error(words[max(start - 2, 0) : start])):
        return word, start + 1
    of_sspr = word.startswith("00")
    known = _EVENT.fullmatch(word) and (is_event(word) or (of_sspr and len(word) == _LONGEST))
    return (_sspr(word) if of_sspr else word, start + 1) if known else None


def _is_of_an_error(before: tuple[str, ...]) -> bool:
    """Whether a long number is said to be an error's: `error 50053`, `event id 31099`; not a ticket's."""
    named = before[:-1] if before[-1:] in {("id",), ("number",)} else before
    return not _OF_AN_ERROR.isdisjoint(named[-1:])


def is_correlation(code: str) -> bool:
    """Whether it is the support code under an error: it finds one session in a log, and no document explains it."""
    return _GUID.fullmatch(code) is not None


def _spoken(words: tuple[str, ...], start: int) -> tuple[str, int] | None:
    """`sspr 12`, `sspr zero zero one two`."""
    digits, stop = "", start
    while stop < len(words) and len(digits) < _LONGEST:
        piece = words[stop] if words[stop].isdecimal() else _DIGITS.get(words[stop], "")
        if words[stop] in {"code", "error", "number"} and not digits:
            stop += 1
            continue
        if not piece or len(digits + piece) > _LONGEST:
            break
        digits, stop = digits + piece, stop + 1
    counted = words[stop : stop + 1] and words[stop].rstrip("s") in _UNITS  # "did sspr 5 min ago"
    return (_sspr(digits), stop) if digits and not counted else None


def _sspr(digits: str) -> str:
    """SSPR_009 has three digits and is another error than SSPR_0009."""
    return "SSPR_009" if digits == "009" else f"SSPR_{digits.zfill(4)}"
