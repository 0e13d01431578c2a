"""Lengths of time as people write them: `7d`, `two weeks`, `a couple of days`, `half an hour`."""

import re
from datetime import timedelta

from bot.questions.dates.calendar import Moment
from bot.questions.dates.days import COUNT, number
from bot.questions.parse_error import ParseError
from bot.reports.window import Window, last

LONGEST = timedelta(days=20 * 366)  # older than the reports themselves
_UNITS = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(days=7),
    "f": timedelta(days=14),
    "min": timedelta(minutes=1),
    "mon": timedelta(days=30),
    "q": timedelta(days=90),
    "y": timedelta(days=365),
}
_UNIT = r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|minutes?|mins?|months?|fortnights?|quarters?|years?|yrs?)"
LENGTH = rf"(?:{COUNT}(?: ?|-){_UNIT}|half (?:an|a) hour|half hour)"
_PARTS = re.compile(rf"(?P<count>{COUNT})(?: ?|-)(?P<unit>{_UNIT})")


def read_length(words: str, moment: Moment) -> Window:
    """The last so many of a unit. Raises ParseError for none of them, or more than twenty years."""
    match = _PARTS.fullmatch(words)
    if match is None:
        return last(timedelta(minutes=30), now=moment.now)
    count, unit = number(match["count"]), unit_of_length(match["unit"])
    if count == 0:
        raise ParseError(words, f"{words} is no time at all.", ["24h", "7d"], known=True)
    if count > LONGEST / unit:
        raise ParseError(words, f"{words} is longer than twenty years.", ["all"], known=True)
    return last(count * unit, now=moment.now)


def unit_of_length(word: str) -> timedelta:
    """How long a unit is; a month has thirty days."""
    return _UNITS.get(word[:3]) or _UNITS[word[0]]
