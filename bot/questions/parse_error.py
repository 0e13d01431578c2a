"""What a reader of words raises when a word does not fit: the word, what is wrong, what might be meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_MOST_LISTED = 8


class ParseError(Exception):
    """`instead` holds words that may stand in the word's place, or whole questions; they are suggested, never taken.

    `whole` says that all of them are questions. `known` says that the word was understood and only its value is wrong:
    to read it otherwise would be a guess. `unread` says that no question was made of any of it; `understood` that
    the sentence asks back what all of it means; `doubtful` that one was made, and such words mostly ask another.
    """

    unread = False
    understood = False
    doubtful = False

    def __init__(
        self, word: str, sentence: str, instead: Iterable[str] = (), *, known: bool = False, whole: bool = False
    ) -> None:
        super().__init__(sentence)
        self.whole = whole
        self.known = known
        self.word = word
        self.sentence = sentence
        self.instead = tuple(instead)


class NoPlaceError(ParseError):
    """A word that fits nowhere: what free words make of it may say more."""

    def __init__(self, word: str, instead: Iterable[str] = (), *, what: str = "") -> None:
        super().__init__(word, f"I do not understand {what or word}.", instead)


class SaidTwiceError(ParseError):
    """A second span of time or breakdown: free words may hold the two against each other."""


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The known words that look like this one, or have a part that begins with it, best first."""
    asked = word.casefold()
    words = tuple(known)
    close = get_close_matches(asked, words, n=most, cutoff=0.6)
    if len(asked) > 1:
        close += [other for other in words if other.startswith(asked) or f"_{asked}" in other]
    return tuple(dict.fromkeys(close))[:most]


def listed(words: Iterable[str]) -> str:
    """`a, b or c`; of a long list the beginning and how many more there are."""
    *most, last = words
    if len(most) > _MOST_LISTED:
        return f"{', '.join(most[:_MOST_LISTED])} and {len(most) + 1 - _MOST_LISTED} more"
    return f"{', '.join(most)} or {last}" if most else last
