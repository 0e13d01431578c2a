"""The letters that a pattern may begin with, so that of hundreds only a few are tried at a word."""

_OPTIONAL = ("?", "*", "{0,")
_CLASSES = {"d": frozenset("0123456789")}
_ZERO_WIDTH = ("(?=", "(?!", "(?<")


def beginnings(pattern: str) -> frozenset[str] | None:
    """The first letters of all that a pattern matches; None where it may begin with any, or match nothing."""
    found = frozenset[str]()
    for alternative in _alternatives(pattern):
        first = _of_one(alternative)
        if first is None:
            return None
        found |= first
    return found


def _of_one(pattern: str) -> frozenset[str] | None:
    """Of a pattern without alternatives: its parts up to the first that must be there."""
    found = frozenset[str]()
    while pattern:
        part, pattern = _part(pattern)
        if part.startswith(_ZERO_WIDTH):
            continue
        optional = pattern.startswith(_OPTIONAL)
        first = _of_part(part)
        if first is None:
            return None
        found |= first
        if not optional:
            return found
        pattern = pattern.partition("}")[2] if pattern[0] == "{" else pattern
        pattern = pattern.lstrip("?*+")
    return None


def _of_part(part: str) -> frozenset[str] | None:
    if part.startswith("(?:"):
        return beginnings(part[3:-1])
    if part.startswith("\\"):
        return _CLASSES.get(part[1]) if part[1].isalpha() else frozenset(part[1])
    plain = part[1:-1] if part.startswith("[") else part
    return frozenset(plain) if plain.replace("'", "a").replace(" ", "a").isalnum() else None


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
