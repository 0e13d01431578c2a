"""What a pattern may begin with, so that of hundreds only a few are tried at a word."""

_OPTIONAL = ("?", "*", "{0,")
_REPEATED = ("+", "*", "{")
_DIGITS = "0123456789"
_ZERO_WIDTH = ("(?=", "(?!", "(?<", "\\b", "^", "$")
_UNKNOWN = frozenset({("", False)})
MOST_LETTERS = 3

_Begun = frozenset[tuple[str, bool]]  # what a text begins with, and whether that is all of it


def beginnings(pattern: str, letters: int = MOST_LETTERS) -> frozenset[str] | None:
    """The first letters, at most so many, of all that a pattern matches; None where they may be any, or none."""
    found = frozenset(begun for begun, _ in _of_any(pattern, letters))
    return None if "" in found else found


def _of_any(pattern: str, letters: int) -> _Begun:
    return frozenset[tuple[str, bool]]().union(*(_of_one(each, letters) for each in _alternatives(pattern)))


def _of_one(pattern: str, letters: int) -> _Begun:
    """Of a pattern without alternatives: part by part, until there are letters enough."""
    begun: _Begun = frozenset({("", True)})
    while pattern and any(whole for _, whole in begun):
        part, pattern = _part(pattern)
        optional, once = pattern.startswith(_OPTIONAL), not pattern.startswith(_REPEATED)
        pattern = pattern.partition("}")[2] if pattern.startswith("{") else pattern
        pattern = pattern.lstrip("?*+")
        longer = {
            ((before + first)[:letters], whole and once and len(before + first) <= letters)
            for before, goes_on in begun
            for first, whole in (_of_part(part, letters) if goes_on else {("", False)})
        }
        begun = frozenset(longer) | (begun if optional else frozenset())
    return begun


def _of_part(part: str, letters: int) -> _Begun:
    if part.startswith(_ZERO_WIDTH):
        return frozenset({("", True)})
    if part.startswith("(?:"):
        return _of_any(part[3:-1], letters)
    if part.startswith("\\"):
        plain = _DIGITS if part[1] == "d" else "" if part[1].isalpha() else part[1]
    elif part.startswith("["):
        plain = part[1:-1] if part[1:-1].replace("'", "a").replace(" ", "a").isalnum() else ""
    else:
        plain = part if part != "." else ""
    return frozenset((letter, True) for letter in plain) or _UNKNOWN


def _part(pattern: str) -> tuple[str, str]:
    """The first group, class, escape or letter of a pattern, and the rest."""
    if pattern[0] == "(":
        depth, place = 0, 0
        while place < len(pattern):
            depth += {"(": 1, ")": -1}.get(pattern[place], 0)
            place += 2 if pattern[place] == "\\" else 1
            if depth == 0:
                break
        return pattern[:place], pattern[place:]
    if pattern[0] == "[":
        stop = pattern.index("]") + 1
        return pattern[:stop], pattern[stop:]
    stop = 2 if pattern[0] == "\\" else 1
    return pattern[:stop], pattern[stop:]


def _alternatives(pattern: str) -> list[str]:
    """A pattern cut at the bars that stand in no group."""
    found, depth, begin, place = [], 0, 0, 0
    while place < len(pattern):
        letter = pattern[place]
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            found.append(pattern[begin:place])
            begin = place + 1
        place += 2 if letter == "\\" else 1
    return [*found, pattern[begin:]]
