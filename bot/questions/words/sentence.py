"""A sentence cut into words for the reader: lower case, without punctuation, possessives and contractions apart."""

import re

from bot.questions.text import split

_POSSESSIVE = re.compile(r"(?<=[^\s'])'s$")
_CUT = re.compile(r"[?!,;]+(?=\s|$)|(?<=\s)[-\u2013](?=\s)|[\"]")
_ANGLES = re.compile(r"<([^<>@\s]+@[^<>\s]+)>")


def cut(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words as they were typed and in lower case; `dana's` is `dana`, `'s`."""
    typed: list[str] = []
    for token in split(_ANGLES.sub(r" \1 ", _CUT.sub(" ", text))):
        word = token.strip(":") if not token.endswith("::") else token
        bare = _POSSESSIVE.sub("", word)
        if bare != word and not _is_contraction(word.casefold()):
            typed += [bare, "'s"]
        elif word:
            typed.append(word)
    return tuple(typed), tuple(word.casefold() for word in typed)


def _is_contraction(word: str) -> bool:
    return word in {
        "what's",
        "who's",
        "when's",
        "where's",
        "how's",
        "it's",
        "that's",
        "there's",
        "he's",
        "she's",
        "let's",
    }
