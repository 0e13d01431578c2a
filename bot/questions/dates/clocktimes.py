"""Times of day and days of the week as people write them: `09:00`, `9am`, `mon-fri`, `mon,wed`."""

import re
from datetime import time

from bot.digests.plan import EVERY_DAY, Day
from bot.questions.dates.calendar import WEEKDAYS
from bot.questions.parse_error import ParseError

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s?(am|pm)?")
_GROUPS = {
    "weekdays": EVERY_DAY[:5],
    "weekday": EVERY_DAY[:5],
    "workdays": EVERY_DAY[:5],
    "weekends": EVERY_DAY[5:],
    "weekend": EVERY_DAY[5:],
}
_NOON = 12


def read_time(word: str) -> time:
    """`09:00`, `9`, `9am`, `5:30pm`; anything else is refused."""
    match = _TIME.fullmatch(word.casefold())
    if match is None:
        raise ParseError(word, f"{word} is no time of day; write it like 09:00.", ["09:00"])
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = _hour_of_day(hour, match[3])
    try:
        return time(hour, minute)
    except ValueError:
        raise ParseError(word, f"There is no time {word}; write it like 09:00.", ["09:00"]) from None


def _hour_of_day(hour: int, half: str) -> int:
    """`12am` is 0, `12pm` is 12; an hour that no such clock shows is none of the day either."""
    if not 1 <= hour <= _NOON:
        return 99
    return hour % _NOON + _NOON if half == "pm" else hour % _NOON


def looks_like_time(word: str) -> bool:
    """Whether a word that stands alone is meant as a time: a bare number is not."""
    return re.fullmatch(r"\d{1,2}(?:[:.h]\d{2}\s?(?:am|pm)?|\s?(?:am|pm))", word.casefold()) is not None


def read_weekdays(word: str) -> tuple[Day, ...] | None:
    """The days of `mon-fri`, `mon,wed`, `weekdays`, `monday`; None when the word names no days at all."""
    lower = word.casefold().removesuffix("'s")
    if lower in _GROUPS:
        return _GROUPS[lower]
    parts = [part for part in lower.split(",") if part]
    ranges = [[_weekday(end) for end in part.split("-")] for part in parts]
    if not ranges or not any(day is not None for ends in ranges for day in ends):
        return None
    days: set[int] = set()
    for part, ends in zip(parts, ranges, strict=True):
        known = [end for end in ends if end is not None]
        if len(known) != len(ends) or len(ends) > 2:  # noqa: PLR2004 - a range has two ends
            raise ParseError(word, f"{part} names no days; write them like mon-fri or mon,wed.", ["mon-fri"])
        first, last = known[0], known[-1]
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return tuple(EVERY_DAY[day] for day in sorted(days))


def _weekday(word: str) -> int | None:
    return WEEKDAYS.get(word, WEEKDAYS.get(word.removesuffix("s")))
