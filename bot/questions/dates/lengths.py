"""Lengths of time as people write them: `7d`, `a couple of days`, `half an hour`, `the last day and a half`."""

import re
from datetime import timedelta

from bot.questions.dates.calendar import Moment
from bot.questions.dates.counts import COUNT, number
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
_ONE = "(?:hour|day|week|month|quarter|year)"
_HALF = " and a half"
_PARTS = re.compile(rf"(?P<count>{COUNT})(?P<half>{_HALF})?(?: |-|(?<=\d))(?P<unit>{_UNIT})|(?P<one>{_ONE}){_HALF}")
_MINUTES = {"three quarters": 45, "quarter": 15, "half": 30}
_OF_AN_HOUR = rf"(?:half an?|half|(?:{'|'.join(_MINUTES)}) of an) hour"
LENGTH = rf"(?:{COUNT}(?:{_HALF})?(?: |-|(?<=\d)){_UNIT}|{_OF_AN_HOUR}|(?:(?<=last )|(?<=past )){_ONE}{_HALF})"


def read_length(words: str, moment: Moment) -> Window:
    """The last so many of a unit. Raises ParseError for none of them, or more than twenty years."""
    match = _PARTS.fullmatch(words)
    if match is None:
        minutes = next(minutes for part, minutes in _MINUTES.items() if words.startswith(part))
        return last(timedelta(minutes=minutes), now=moment.now)
    half = bool(match["half"] or match["one"])
    count, unit = number(match["count"] or "1") + half / 2, unit_of_length(match["unit"] or match["one"])
    if count == 0:
        raise ParseError(words, f"{words} is no time at all.", ["24h", "7d"], known=True)
    if count > LONGEST / unit:
        raise ParseError(words, f"{words} is longer than twenty years.", ["all"], known=True)
    days = count * unit / timedelta(days=1)
    return last(count * unit, now=moment.now, label=f"the last {days:g} days" if half and days > 1 else None)


def unit_of_length(word: str) -> timedelta:
    """How long a unit is; a month has thirty days."""
    return _UNITS.get(word[:3]) or _UNITS[word[0]]
