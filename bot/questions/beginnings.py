"""What a pattern may begin with, so that of hundreds only a few are tried at a word."""

import re
from collections.abc import Iterator

_TIMES = r"(?:[?*+]|\{[^}]*\})?\??"
# A group opened, or closed with how often it may stand; a bar; an escape, class or letter with how often.
_TOKEN = re.compile(rf"\((?:\?<?[:=!])?|\){_TIMES}|\||(?:\\.|\[[^\]]*\]|.){_TIMES}")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_DIGITS = "0123456789"
MOST_LETTERS = 6


def beginnings(pattern: str, letters: int = MOST_LETTERS) -> frozenset[str] | None:
    """The first letters, at most so many, of all that a pattern matches; None where they may be any, or none."""
    found: set[str] = set()
    begun, _ = _of_group(iter(_TOKEN.findall(pattern)), {""}, found, letters)
    found |= begun
    return None if "" in found else frozenset(found)


def _of_group(pieces: Iterator[str], before: set[str], found: set[str], letters: int) -> tuple[set[str], str]:
    """What a text may begin with up to the end of a group, where more may follow, and how often the group may stand.

    `found` gets what has letters enough, or something behind it that may be anything.
    """
    ends: set[str] = set()
    begun = before
    for piece in pieces:
        if piece[0] == ")":
            return ends | begun, piece[1:]
        if piece == "|":
            ends, begun = ends | begun, before
        elif piece in _LOOKS:
            _of_group(pieces, set(), found, letters)
        elif piece[0] == "(":
            inside, times = _of_group(pieces, begun, found, letters)
            begun = _times(begun, inside, times, found)
        elif begun and piece[0] not in "^$" and piece != "\\b":
            plain, times = _plain(piece)
            longer = {one + letter for one in begun for letter in plain}
            found |= {one for one in longer if len(one) == letters} if plain else begun
            begun = _times(begun, {one for one in longer if len(one) < letters}, times, found)
    return ends | begun, ""


def _times(before: set[str], after: set[str], times: str, found: set[str]) -> set[str]:
    """What is begun behind a part that may be left out, or stand again: what is behind that is not looked at."""
    if times.startswith(("*", "+", "{")):
        found |= after
        after = set()
    return after | before if times.startswith(("?", "*", "{0,")) else after


def _plain(piece: str) -> tuple[str, str]:
    """The letters that an escape, class or letter may be, "" for any, and how often it may stand."""
    if piece[0] == "\\":
        letters, times = (_DIGITS if piece[1] == "d" else "" if piece[1].isalpha() else piece[1]), piece[2:]
    elif piece[0] == "[":
        inside, _, times = piece[1:].partition("]")
        letters = inside if inside.replace("'", "a").replace(" ", "a").isalnum() else ""
    else:
        letters, times = piece[0].replace(".", ""), piece[1:]
    return letters, times
