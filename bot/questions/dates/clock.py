"""A time of a day as people write it: `8`, `8 am`, `14:30`, `noon`; a bare number needs the half of the day said."""

import re

from bot.questions.dates.calendar import MONTHS
from bot.questions.parse_error import ParseError

Clock = tuple[int, int]
_NOON, _DAY = 12, 24
_MINUTES = 60
CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock|h|uhr)(?![a-z])|\d{1,2}:\d\d(?::00)?|noon|midday|midnight)"
    r"(?: sharp)?"
)
BARE = rf"\d{{1,2}}(?![\d./:]|-day| ?(?:{'|'.join(MONTHS)}|days?|weeks?|months?|hours?|minutes?|%|percent)\b)"
_HALF_OF = {"morning": "am", "afternoon": "pm", "evening": "pm"}
_NIGHT_BEGINS = 6  # o'clock


class HalfSaidError(ParseError):
    """A time of which only the asker knows the half of the day."""


def read_clock(words: str, part: str = "") -> Clock | None:
    """Hour and minute; `part` of the day says its half. None for no time, and for `8` where nothing says its half."""
    words = words.removesuffix(" sharp").removesuffix(" o'clock")
    if whole := re.fullmatch(r"(\d{1,2}) ?(?:uhr|h)", words):
        words = f"{whole[1]}:00"  # of 24 hours
    words = re.sub(r" ?(?:uhr|h)$", "", words)
    if words in {"noon", "midday", "midnight"}:
        return (0, 0) if words == "midnight" else (_NOON, 0)
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d)(?::00)?)? ?(am|pm)?", words)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] and not 0 < hour <= _NOON:
        return None
    on_face = 0 < hour <= _NOON and match[2] is None
    half = match[3] or (_half_of(hour, part) if on_face else "")
    if half:
        hour = hour % _NOON + _NOON * (half == "pm")
    elif on_face and words.isdecimal():
        return None
    return (hour, minute) if hour < _DAY and minute < _MINUTES else None


def _half_of(hour: int, part: str) -> str:
    if part.endswith("night"):
        return "pm" if _NIGHT_BEGINS <= hour < _NOON else "am"
    return _HALF_OF.get(part.rpartition(" ")[2], "")


def read_both(first: str, final: str, part: str, words: str) -> tuple[Clock, Clock] | None:
    """Two times: what one says of the half of the day holds for the other. Raises ParseError where none says it."""
    said = next((half[0] for half in map(re.compile("am|pm").search, (final, first)) if half), "")
    if first.isdecimal() and final.isdecimal() and not part:
        return _numbers(int(first), int(final), words)
    if said and first.isdecimal():  # from 11 to 1 pm
        turned = int(first) % _NOON > int(re.match(r"\d+", final)[0]) % _NOON  # type: ignore[index]
        first = f"{first}{said if not turned else 'am' if said == 'pm' else 'pm'}"
    elif said and final.isdecimal():
        final = f"{final}{said}"
    ends = [read_clock(word, part) or _number(word) for word in (first, final)]
    if ends[1] == (0, 0) and not part.endswith("night"):
        ends[1] = (_DAY, 0)
    return (ends[0], ends[1]) if ends[0] and ends[1] else None


def _number(word: str) -> Clock | None:
    """A number beside a time that says which hour of the day it is: of the same clock."""
    return (int(word), 0) if word.isdecimal() and int(word) < _DAY else None


def _numbers(first: int, final: int, words: str) -> tuple[Clock, Clock] | None:
    """`9 to 17` says its half, `9 to 5` can be but one within a day, `8 to 10` are two."""
    if max(first, final) > _DAY or first == final:
        return None
    if max(first, final) > _NOON or first == 0:
        return ((first, 0), (final, 0)) if first < final else None
    if first > final and first != _NOON:
        return (first, 0), (final + _NOON, 0)
    if first == _NOON:
        early, late = f"noon and {final}pm", f"midnight and {final}am"
    elif final == _NOON:
        early, late = f"{first}am and noon", f"{first}pm and midnight"
    else:
        early, late = (f"{first}{half} and {final}{half}" for half in ("am", "pm"))
    raise half_unsaid(words, rf"(?:(?:between|from) )?{first} ?\S+ ?{final}", [f"between {early}", f"between {late}"])


def half_unsaid(words: str, clocks: str, instead: list[str]) -> ParseError:
    """Ask back with both halves of the day in the place of the times."""
    choices = [re.sub(clocks, choice, words, count=1) for choice in instead]
    return HalfSaidError(words, f"In {words} the half of the day is not said.", choices, known=True)
