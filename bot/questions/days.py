"""Days as people write them - `2017-02-01`, `feb 2017`, `monday`, `yesterday` - read in a time zone."""

import re
from calendar import day_name, month_name, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.questions.parse_error import Unclear

_MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
MONTHS = _MONTHS | {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(day_name)}
WEEKDAYS = (
    _WEEKDAYS | {name[:3]: number for name, number in _WEEKDAYS.items()} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)

_MONTH = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_WEEKDAY = f"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
DAY = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{4}}-\d{{1,2}}|{_NTH} {_MONTH} \d{{4}}|{_MONTH} {_NTH},? \d{{4}}"
    rf"|{_MONTH}(?: \d{{4}})?|(?:last )?{_WEEKDAY}|today|yesterday)"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_NAMED = re.compile(rf"(?:({_NTH}) )?({_MONTH})(?: ({_NTH})(?=,? \d{{4}}))?(?:,? (\d{{4}}))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, and the zone whose days count."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The day it is in the zone."""
        return self.now.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first instant of a day: where a clock change skips midnight, the instant of the change."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, `[first, after)`, with the words for them; `relative` when they are measured from today."""

    first: date
    after: date
    label: str
    relative: bool = False


def read_days(words: str, moment: Moment) -> Days:
    """The days that a text of the form `DAY` means."""
    if words in {"today", "yesterday"}:
        first = moment.today - timedelta(days=words == "yesterday")
        return Days(first, first + timedelta(days=1), words, relative=True)
    weekday = words.removeprefix("last ")
    if weekday in WEEKDAYS:
        return _latest_weekday(WEEKDAYS[weekday], moment.today, before_today=weekday != words)
    if iso := _ISO.fullmatch(words):
        return _written(words, int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
    day, month, later_day, year = _named(words)
    if year is None:
        year = moment.today.year - (month > moment.today.month)
    return _written(words, year, month, day or later_day)


def _named(words: str) -> tuple[int | None, int, int | None, int | None]:
    match = _NAMED.fullmatch(words)
    if match is None:
        raise Unclear(words, f"{words} is no day.")
    day, later = (int(re.sub(r"\D", "", part)) if part else None for part in (match[1], match[3]))
    return day, MONTHS[match[2]], later, int(match[4]) if match[4] else None


def _latest_weekday(number: int, today: date, *, before_today: bool) -> Days:
    back = (today.weekday() - number) % 7
    first = today - timedelta(days=back or 7 * before_today)
    return Days(first, first + timedelta(days=1), f"{day_name[number]} {first}", relative=True)


def _written(words: str, year: int, month: int, day: int | None) -> Days:
    """A written month or day; one that no calendar has is refused with the nearest that exists."""
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise Unclear(words, f"There is no month {month}.", [f"{year:04}-{day:02}-{month:02}"] if day else [])
    if not 1970 <= year <= 9998:  # noqa: PLR2004 - what fits into a clock
        raise Unclear(words, f"The reports have no rows of the year {year}.")
    length = monthrange(year, month)[1]
    if day is None:
        first = date(year, month, 1)
        return Days(first, first + timedelta(days=length), f"{month_name[month]} {year}")
    if not 1 <= day <= length:
        nearest = date(year, month, min(max(day, 1), length))
        raise Unclear(words, f"{month_name[month]} {year} has {length} days.", [nearest.isoformat()])
    first = date(year, month, day)
    return Days(first, first + timedelta(days=1), first.isoformat())
