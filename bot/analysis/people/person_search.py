"""Who is meant: an exact user ID, the beginning of one, or nobody, with near names to choose from.

How far a search may go depends on who asks, so every caller says it.
"""

from bisect import bisect_left
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import Final

import numpy as np

from bot.reports.snapshot import People

LISTED: Final = 20  # of several matches
NEAR: Final = 5
_ALIKE: Final = 0.6  # share of like letters; below it a name is not worth a suggestion
_LOOKED_AT: Final = 100  # neighbours in the alphabet, on each side
_BEGINNINGS: Final = (1, 2, 4)  # letters of the name whose neighbourhoods are looked at


class Matching(Enum):
    """What a text may lead to."""

    OWN = auto()  # the asker's own address: that very user ID or nobody, and nobody else is named
    ADDRESS = auto()  # somebody's whole address, for the helpdesk: that very user ID, or near ones to choose from
    WORDS = auto()  # what the helpdesk typed: a user ID or the beginning of one, or near ones to choose from


def find(people: People, asked: str, matching: Matching) -> range:
    """The numbers of the people that a text may mean: an exact user ID, else all that begin so, else a guest."""
    exact = people.number(asked)
    if exact is not None:
        return range(exact, exact + 1)
    if matching is not Matching.WORDS:
        return range(0)
    return people.starting_with(asked) or people.starting_with(_as_guest(asked))


def by_name(people: People, asked: str, found: range) -> list[int]:
    """Those found, whose name before the @ is exactly what was asked first: `dan` is dan@ before dana@."""
    name = asked.strip().casefold()
    return sorted(found, key=lambda number: (_name(people.keys[number]) != name, number))


def _as_guest(asked: str) -> str:
    """How the directory writes a guest's mail address: `kim@fabrikam.com` is `kim_fabrikam.com#EXT#@...`."""
    name, _, domain = asked.strip().rpartition("@")
    return f"{name}_{domain}#ext#" if name and "." in domain else asked


def near(people: People, asked: str, matching: Matching) -> tuple[str, ...]:
    """User IDs that look like the text, the likest first; for suggestions only, at the same cost for any number."""
    if matching is Matching.OWN:
        return ()
    name = _name(asked.strip().casefold())
    numbers = list(_neighbours(people, name))
    others = dict(zip(numbers, map(_name, people.keys_of(np.array(numbers, dtype=np.int64))), strict=True))
    at_most = sorted((-_at_most(name, other), number) for number, other in others.items())
    best: list[tuple[float, int]] = []
    for least, number in at_most:
        if -least < _ALIKE or (len(best) == NEAR and least > best[-1][0]):
            break  # none of those that follow is as much alike
        score = SequenceMatcher(None, name, others[number], autojunk=False).ratio()
        if score >= _ALIKE:
            best = sorted([*best, (-score, number)])[:NEAR]
    return tuple(people.shown[number] for _, number in best)


def _neighbours(people: People, name: str) -> set[int]:
    """The neighbours in the alphabet of a name and of its first letters."""
    texts = (name, *(name[:letters] for letters in _BEGINNINGS))
    starts = (bisect_left(people.keys, text) for text in texts)
    return {
        number
        for start in starts
        for number in range(max(0, start - _LOOKED_AT), min(len(people.keys), start + _LOOKED_AT))
    }


def _at_most(name: str, other: str) -> float:
    """How much alike two names can be, 0 to 1: as if the letters that both have stood in one order."""
    left = other
    for letter in name:
        left = left.replace(letter, "", 1)
    both = len(name) + len(other)
    return 2 * (len(other) - len(left)) / both if both else 1.0


def _name(user: str) -> str:
    return user.partition("@")[0]
