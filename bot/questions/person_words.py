"""Whom a question is about: a user ID, its beginning, a Slack mention, or oneself."""

import re

from bot.questions.parse_error import ParseError

MYSELF = frozenset({"me", "i", "myself", "my"})
_UNNAMED = frozenset(
    {"he", "she", "him", "her", "his", "hers", "them", "they", "caller", "user", "somebody", "someone"}
)
_FILLERS = frozenset({"of", "for", "about", "user", "is", "was"})
_BARE = re.compile(r"[^\s@<>]+@[^\s@<>]*|<@[A-Z0-9]+>")


def is_person(word: str) -> bool:
    """Whether a word alone names a person: `dana@contoso.com`, `dana@`, a mention."""
    return _BARE.fullmatch(word) is not None


def read_person(tokens: tuple[str, ...]) -> str | None:
    """The person named; None for oneself. A user ID has no blanks, so a second word is one too many; `her` is none."""
    words = tokens
    while len(words) > 1 and words[0].casefold() in _FILLERS:
        words = words[1:]
    if len(words) > 1:
        raise ParseError(words[1], f"A user ID has no blanks, and {words[1]} is one word too many.")
    if not words or words[0].casefold() in MYSELF:
        return None
    if words[0].casefold() in _UNNAMED:
        raise ParseError(words[0], f'Whom "{words[0]}" means, I do not know: name the user ID.', known=True)
    return re.sub(r"'s$", "", words[0]).removeprefix("@") or None
