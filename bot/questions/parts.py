"""The parts that questions share - a window, `by ...`, filters, `top N` - read in any order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.analysis.answers import Filters, GroupBy
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import parse_result
from bot.questions.dates.calendar import Moment
from bot.questions.dates.counts import COUNTS
from bot.questions.dates.readings import Reading
from bot.questions.dates.windows import KNOWN, WHOLE, default_window, take_window
from bot.questions.filters import LEFT_OUT, take_filter
from bot.questions.parse_error import NoPlaceError, ParseError, SaidTwiceError, listed, nearest

FILLERS = frozenset(
    ("a", "an", "the", "in", "for", "during", "over", "within", "on", "of", "at", "and", "with", "only", "just", "each")
)
MOST = 100
_TOP = re.compile(r"top:?(\d*)")


class Part(Enum):
    """A part that a question may take."""

    WINDOW = auto()
    BY = auto()
    FILTERS = auto()
    LEFT_OUT = auto()  # `cause:-onprem`
    TOP = auto()


@dataclass(slots=True)
class Parts:
    """What was read; None where nothing was said."""

    moment: Moment
    reading: Reading | None = None
    by: str | None = None
    top: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    in_total: bool = False

    @property
    def window(self) -> Reading:
        """The window that was named, or the last seven days; what is seldom takes a longer one."""
        return self.reading or default_window(self.moment)

    @property
    def filters(self) -> Filters:
        """The filters that were set."""
        return Filters(**self.values)


def read_parts(
    tokens: tuple[str, ...],
    *,
    moment: Moment,
    catalogue: Catalogue,
    takes: frozenset[Part],
    groups: Iterable[str] = GroupBy,
    start: Parts | None = None,
) -> Parts:
    """Read every word, or raise ParseError at the first that fits nowhere."""
    parts = start or Parts(moment)
    groups = tuple(map(str, groups))
    while tokens:
        taken = _take(tokens, parts, takes, groups, catalogue)
        if taken == 0:
            raise _leftover(tokens[0], takes, groups)
        tokens = tokens[taken:]
    return parts


def _take(
    tokens: tuple[str, ...],
    parts: Parts,
    takes: frozenset[Part],
    groups: tuple[str, ...],
    catalogue: Catalogue,
) -> int:
    """How many words the first part is made of; 0 when it is none."""
    word = tokens[0].casefold()
    if window := take_window(tokens, parts.moment):
        reading, count = window
        in_total = " ".join(tokens[:count]).casefold() in WHOLE
        if parts.reading is not None and in_total:
            return count  # `failures yesterday in total`: of that time
        first = parts.reading is None or parts.in_total
        _once(first and Part.WINDOW in takes, tokens[:count], "time span", takes, Part.WINDOW)
        parts.reading, parts.in_total = reading, in_total
        return count
    if taken := take_filter(tokens, catalogue) if word.partition(":")[0] not in {"by", "top"} else None:
        key, value, count = taken
        part = Part.LEFT_OUT if key in LEFT_OUT else Part.FILTERS
        _once(key not in parts.values and part in takes, tokens[:count], key, takes, part)
        parts.values[key] = value
        return count
    if word in {"by", "per"} or word.startswith("by:"):
        by, count = _group(tokens, groups)
        _once(parts.by is None and Part.BY in takes, tokens[:count], "breakdown", takes, Part.BY)
        parts.by = by
        return count
    if match := _TOP.fullmatch(word):
        top, count = _number(tokens, match[1])
        _once(parts.top is None and Part.TOP in takes, tokens[:count], "top", takes, Part.TOP)
        parts.top = top
        return count
    return 1 if word in FILLERS else 0


def _once(fits: bool, words: tuple[str, ...], what: str, takes: frozenset[Part], part: Part) -> None:
    """A part may stand once, and only where the question takes it; the way out is to leave it away."""
    if fits:
        return
    word = " ".join(words)
    if part not in takes:
        raise ParseError(word, f"{word} is nothing that this question takes.")
    error = SaidTwiceError if part in {Part.WINDOW, Part.BY} else ParseError
    raise error(word, f"{word} is a second {what}.", known=part is not Part.WINDOW)  # two spans may be compared


def _group(tokens: tuple[str, ...], groups: tuple[str, ...]) -> tuple[str, int]:
    """`by cause`, `by:cause`, `by causes`, `by root cause`."""
    _, colon, behind = tokens[0].partition(":")
    count = 1 if colon and behind else 2
    word = behind or (tokens[1] if len(tokens) > 1 else "")
    if word.casefold() == "root" and len(tokens) > count:
        word, count = tokens[count], count + 1
    singular = word.casefold() if word.casefold() in groups else word.casefold().removesuffix("s")
    singular = {"reason": "cause"}.get(singular, singular)
    if known := next((each for each in (singular, word.casefold()) if each in groups), None):
        return known, count
    sentence = f"by {word} is no breakdown" if word else "by needs a word behind it"
    close = nearest(singular, groups) or (() if word else groups)
    instead = [f"by {group}" for group in close]
    raise ParseError(" ".join(tokens[:count]), f"{sentence}; there are {listed(groups)}.", instead, known=not word)


def _number(tokens: tuple[str, ...], behind: str) -> tuple[int, int]:
    """`top 5`, `top5`, `top:5`, `top five`."""
    count = 1 if behind else 2
    said = behind or (tokens[1].casefold() if len(tokens) > 1 else "")
    digits = str(COUNTS.get(said, said))
    if digits.isdecimal() and 1 <= int(digits[:9]) <= MOST:
        return int(digits), count
    word = " ".join(tokens[:count])
    raise ParseError(word, f"top needs a number from 1 to {MOST} behind it.", ["top 5"], known=True)


def _leftover(word: str, takes: frozenset[Part], groups: tuple[str, ...]) -> ParseError:
    """A word that fits nowhere, with what may have been meant in its place."""
    instead: list[str] = []
    lower = word.casefold()
    if Part.BY in takes and lower.removesuffix("s") in groups:
        instead.append(f"by {lower.removesuffix('s')}")
    if Part.FILTERS in takes and parse_result(word):
        instead.append(f"result:{lower}")
    if Part.WINDOW in takes:
        instead += (nearest(word, KNOWN) if len(word) > len("to") else ()) or (["7d"] if word[:1].isdecimal() else [])
    return NoPlaceError(word, instead)
