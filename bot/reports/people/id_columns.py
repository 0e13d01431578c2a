"""Columns of user IDs: each different one as `user_ids` has it, and which of them name nobody, and why."""

import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bot.reports.parsing import excerpts, powershell
from bot.reports.people.user_ids import PLAIN, addresses_in, user_id

# How spreadsheets begin a row of sums: `Total`, `Grand Total`, `dana@contoso.com Count`, in the languages they speak.
SUMS: Final = (
    r"(?i)^(?:(?:.*\s)?(?:totals?|sum|average|count|ergebnis|totale|totaal|razem)|subtotals?|gesamt(?:summe|ergebnis|zahl)?"
    r"|teilergebnis|summe|anzahl|mittelwert|durchschnitt|somme|moyenne|suma|promedio|recuento|somma|conteggio|gemiddelde"
    r"|aantal|soma|m[eé]dia|średnia)(?: general| général| geral| complessivo)?(?: *[:(=].*)?$"
)
# What programs write for somebody whom they do not know, in any case and with brackets around it.
_NULLS: Final = (
    "null", "none", "nan", "nil", "n/a", "unknown", "undefined", "0", "not available", "not set", "#n/a", "#null!",
    "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#nv", "#bezug!", "#wert!",
)  # fmt: skip
_AS_WRITTEN: Final = ("NA", "(blank)", "(empty)")  # which are names in another case, or without brackets
_BRACKETS: Final = "()<>[]{} "
_NO_LETTER: Final = r"^[^\pL\pN]+$"
_SHORTENED: Final = re.compile(r"\d+(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
# A user ID in which a program that knew no such letter wrote something else: two people may look like one.
_LOST: Final = "?\ufffd"
_MASKED: Final = re.compile(r"[*\u2022]{2}|[*\u2022]@|@[*\u2022]")
# One word in the place of every name; without an @ somebody may have typed it.
_INSTEAD: Final = r"(?i)^[\[<({]?(?:redacted|anonymi[sz]ed|masked|hidden|removed)[\])>}]?@|\x{2588}"
# Addresses as nearly all are: they are somebody's, unless such a word stands before the @.
_USUAL: Final = r"^[A-Za-z0-9_!^~+-]+(?:\.[A-Za-z0-9_!^~+-]+)*@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]*[A-Za-z0-9]$"
_BEFORE_AT: Final = r"(?i)^(?:redacted|anonymi[sz]ed|masked|hidden|removed)@"
LOST_LETTERS: Final = (
    "has lost letters (? in their place), so nobody can tell whose it is: export it again as UTF-8, with "
    "Export-Csv -Encoding UTF8 or from the portal"
)
MASKED: Final = "is masked (* in the place of letters), so nobody can tell whose it is"
INSTEAD: Final = "is a word in the place of a name, so nobody can tell whose it is"
SEVERAL: Final = "is several people, so nobody can tell whose it is"
NULL: Final = "is written as {}, which stands for nobody"
NO_NAME: Final = "has nothing before its @"
SHORTENED: Final = "is a number that a spreadsheet has shortened, so nobody can tell whose it is"
_ELLIPSIS: Final = r"\x{2026}|\.{3}"  # no user ID has one
CUT: Final = "is cut off (\N{HORIZONTAL ELLIPSIS} in the place of letters), so nobody can tell whose it is"
OF_SUMS: Final = "is a word for sums, so the row is none of the report"


def user_ids(words: Any) -> Any:
    """User IDs, one for each word of an Arrow array; out of an object that PowerShell wrote as text, the name in it."""
    odd = pc.invert(pc.match_substring_regex(words, PLAIN))
    if not pc.any(odd).as_py():
        return words
    named = [_named(word) for word in words.filter(odd).to_pylist()]
    return pc.replace_with_mask(words, odd, pa.array(named, words.type))


def _named(word: str) -> str:
    inner = word.removeprefix("{") if word.startswith("{@{") else word
    if not powershell.is_object(inner):
        return user_id(word)
    name = powershell.name_in(inner)
    return word if powershell.is_object(name) else user_id(name)


def nulls_in(words: Any) -> frozenset[int]:
    """The positions of user IDs that stand for nobody: words of programs for it, or no letter at all."""
    bare = pc.is_in(pc.utf8_lower(pc.utf8_trim(words, _BRACKETS)), pa.array(_NULLS))
    found = pc.or_(pc.or_(bare, pc.is_in(words, pa.array(_AS_WRITTEN))), pc.match_substring_regex(words, _NO_LETTER))
    return frozenset(_positions(found))


def nobodies(words: Any) -> dict[int, str]:
    """The positions of the user IDs that are nobody's, and why: the end of a sentence about the user."""
    return _of_unusual(words, lambda some: _objects(some) | _unnamed(some))


def unnamed(words: Any) -> dict[int, str]:
    """The same but for what PowerShell makes of objects."""
    return _of_unusual(words, _unnamed)


def _of_unusual(words: Any, faults_of: Callable[[Any], dict[int, str]]) -> dict[int, str]:
    """The faults by position; usual addresses, which have none, are not looked at one rule after another."""
    usual = pc.and_not(pc.match_substring_regex(words, _USUAL), pc.match_substring_regex(words, _BEFORE_AT))
    places = _positions(pc.invert(usual))
    found = faults_of(words.take(pa.array(places, pa.int64()))) if places else {}
    return {places[place]: fault for place, fault in found.items()}


def _objects(words: Any) -> dict[int, str]:
    return {position: powershell.fault(words[position].as_py()) for position in powershell.objects_in(words)}


def _unnamed(words: Any) -> dict[int, str]:
    odd = _positions(pc.invert(pc.match_substring_regex(words, PLAIN)))
    faults = dict(zip(odd, map(_fault, words.take(pa.array(odd, pa.int64())).to_pylist()), strict=True))
    nulls = {place: NULL.format(excerpts.cell(words[place].as_py())) for place in nulls_in(words)}
    instead = dict.fromkeys(_positions(pc.match_substring_regex(words, _INSTEAD)), INSTEAD)
    instead |= dict.fromkeys(_positions(pc.match_substring_regex(words, _ELLIPSIS)), CUT)
    return {place: fault for place, fault in faults.items() if fault} | nulls | instead | of_sums(words)


def _fault(text: str) -> str:
    """Why nobody can tell whose a user ID is; "" where there is no doubt."""
    if ("@" in text and any(sign in text for sign in _LOST)) or "ï¿½" in text:
        return LOST_LETTERS
    if _MASKED.search(text):
        return MASKED
    if _SHORTENED.fullmatch(text):
        return SHORTENED
    if text.startswith("@"):
        return NO_NAME
    return SEVERAL if text.count("@") > 1 and len(addresses_in(text)) > 1 else ""


def of_sums(words: Any) -> dict[int, str]:
    """The positions of the words that begin a row of sums."""
    return dict.fromkeys(_positions(pc.match_substring_regex(words, SUMS)), OF_SUMS)


def _positions(flags: Any) -> list[int]:
    return [int(position) for position in np.flatnonzero(flags.to_numpy(zero_copy_only=False))]
