"""Lengths of time as people write them: `7d`, `two weeks`, `a couple of days`, `half an hour`, `the last hour or two`.

Of two lengths the longer one counts: it has all of the shorter.
"""

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
_HALF = " and a half"
_MANY = rf"(?:{COUNT} (?:or|to) )?(?P<count>{COUNT})(?P<half>{_HALF})?(?: ?|-)(?P<unit>{_UNIT})"
_ONE = rf"(?P<unit>hour|day|week|month|quarter|year)(?:(?P<half>{_HALF})| or (?P<count>{COUNT}))"
_FORMS = (re.compile(_MANY), re.compile(_ONE))
_MINUTES = {"half": 30, "quarter": 15, "three quarters": 45}
_OF_AN_HOUR = rf"(?:half an?|half|(?:{'|'.join(_MINUTES)}) of an) hour"
LENGTH = rf"(?:{_MANY}|{_OF_AN_HOUR}|(?:(?<=last )|(?<=past )){_ONE})".replace("?P<count>", "?:")
LENGTH = LENGTH.replace("?P<half>", "?:").replace("?P<unit>", "?:")


def read_length(words: str, moment: Moment) -> Window:
    """The last so many of a unit. Raises ParseError for none of them, or more than twenty years."""
    match = next(filter(None, (form.fullmatch(words) for form in _FORMS)), None)
    if match is None:
        minutes = next(minutes for part, minutes in reversed(_MINUTES.items()) if words.startswith(part))
        return last(timedelta(minutes=minutes), now=moment.now)
    unit = unit_of_length(match["unit"])
    count = number(match["count"] or "1") + (0.5 if match["half"] else 0)
    if count == 0:
        raise ParseError(words, f"{words} is no time at all.", ["24h", "7d"], known=True)
    if count > LONGEST / unit:
        raise ParseError(words, f"{words} is longer than twenty years.", ["all"], known=True)
    days = count * unit / timedelta(days=1)
    return last(count * unit, now=moment.now, label=f"the last {days:g} days" if match["half"] and days > 1 else None)


def unit_of_length(word: str) -> timedelta:
    """How long a unit is; a month has thirty days."""
    return _UNITS.get(word[:3]) or _UNITS[word[0]]
