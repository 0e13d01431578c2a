"""How many, as people write it in digits and words: `3`, `three`, `a couple of`."""

from bot.questions.parse_error import ParseError

COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fourteen": 14,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "couple of": 2,
    "a couple of": 2,
    "a couple": 2,
}
COUNT = rf"(?:\d{{1,9}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
_MOST_WEEKS = 1_000


def number(words: str) -> int:
    """`3`, `three`, `a couple of`."""
    return COUNTS.get(words) or int(words)


def few(words: str) -> int:
    """The same of weeks, months and nights. Raises ParseError for more than there are in twenty years."""
    count = number(words)
    if count > _MOST_WEEKS:
        raise ParseError(words, f"{words} is longer than twenty years.", known=True)
    return count
