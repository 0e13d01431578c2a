"""Days as people write them - `2017-02-01`, `november 22nd`, `monday`, `3 days ago` - the past one, where two fit."""

import re
from calendar import day_name, month_name, monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from bot.questions.dates.calendar import (
    COUNTS,
    MONTHS,
    WEEKDAYS,
    Days,
    Moment,
    label,
    months_before,
    quarter,
    single,
    unit_of,
)
from bot.questions.parse_error import ParseError

_MONTH = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_WEEKDAY = f"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
NTH = r"\d{1,2}(?:st|nd|rd|th)?"
MONTH = _MONTH
COUNT = rf"(?:\d{{1,9}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # what fits into a clock
_MONTHS_OF_QUARTER = 3
_DAYS_AGO = {"day": 1, "week": 7, "month": 30}
_LONGEST_AGO = 9_999


def _iso(match: re.Match[str], _: Moment) -> Days:
    return written(match[0], int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None)


def _iso_week(match: re.Match[str], moment: Moment) -> Days:
    """`2026-w47`; `week 47` is the last one of that number which has begun."""
    number = int(match["w"])
    this = moment.today.isocalendar()
    year = int(match["y"]) if match["y"] else this.year - (number > this.week)
    try:
        first = date.fromisocalendar(year, number, 1)
    except ValueError:
        raise ParseError(match[0], f"{year} has no week {number}.", known=True) from None
    return Days(first, first + timedelta(days=7), f"week {number} of {year}")


def _month_day(match: re.Match[str], moment: Moment) -> Days:
    """`22 november`, `november 22nd, 2025`, `feb 2017`, `november`: without a year the last one begun."""
    month = MONTHS[match["m"]]
    day = int(re.sub(r"\D", "", match["d"])) if match["d"] else None
    year = int(match["y"]) if match["y"] else _past_year(moment.today, month, day)
    return written(match[0], year, month, day)


def _past_year(today: date, month: int, day: int | None) -> int:
    return today.year - 1 if (month, day or 1) > (today.month, today.day) else today.year


def _nth(match: re.Match[str], moment: Moment) -> Days:
    """`the 22nd`: of this month, or of the last one that has it, where that day is still to come."""
    day = int(match["d"])
    for back in range(12):
        first = months_before(moment.today, back)
        if day <= monthrange(first.year, first.month)[1] and first.replace(day=max(day, 1)) <= moment.today:
            return written(match[0], first.year, first.month, day)
    raise ParseError(match[0], f"No month has a day {day}.", known=True)


def _numeric(match: re.Match[str], moment: Moment) -> Days:
    """`22.11.2026`, `22/11`: only where one of the two numbers can be no month."""
    first, second = int(match["a"]), int(match["b"])
    if first <= 12 and second <= 12 and first != second:  # noqa: PLR2004 - months of a year
        raise _undecided(match, first, second, moment)
    day, month = (first, second) if first > 12 or first == second else (second, first)  # noqa: PLR2004
    return written(match[0], _numeric_year(match, moment, month, day), month, day)


def _numeric_year(match: re.Match[str], moment: Moment, month: int, day: int) -> int:
    """Two digits are those of this century."""
    if match["y"] is None:
        return _past_year(moment.today, month, day)
    return int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)  # noqa: PLR2004 - two digits


def _undecided(match: re.Match[str], first: int, second: int, moment: Moment) -> ParseError:
    """In `03/04/2017` nobody knows which is the month."""
    words = match[0]
    days = [
        f"{_numeric_year(match, moment, month, day)}-{month:02}-{day:02}"
        for month, day in ((first, second), (second, first))
    ]
    sentence = f"In {words} the day and the month cannot be told apart for sure; write year-month-day."
    return ParseError(words, sentence, days, known=True)


def _relative(match: re.Match[str], moment: Moment) -> Days:
    back = {"today": 0, "yesterday": 1}.get(match[0], 2)
    words = "the day before yesterday" if back == 2 else match[0]  # noqa: PLR2004 - two days back
    return single(moment.today - timedelta(days=back), words, relative=True)


def _ago(match: re.Match[str], moment: Moment) -> Days:
    count = number(match["n"])
    if count * _DAYS_AGO[match["u"]] > _LONGEST_AGO:
        raise ParseError(match[0], f"{match[0]} is longer than twenty years.", ["all"], known=True)
    return single(moment.today - timedelta(days=count * _DAYS_AGO[match["u"]]), relative=True)


def _weekday(match: re.Match[str], moment: Moment) -> Days:
    """The latest one; `last monday` said on a Monday is a week ago."""
    number, today = WEEKDAYS[match["w"]], moment.today
    back = (today.weekday() - number) % 7 or 7 * bool(match["last"])
    first = today - timedelta(days=back)
    return single(first, f"{day_name[number]} {first}", relative=True)


def _last_month(match: re.Match[str], moment: Moment) -> Days:
    """`last october`: the one that is over, or goes on."""
    month = MONTHS[match["m"]]
    return written(match[0], _past_year(moment.today, month, None), month, None)


def _quarter(match: re.Match[str], moment: Moment) -> Days:
    asked, today = int(match["q"]), moment.today
    year = int(match["y"]) if match["y"] else today.year - (asked > (today.month + 2) // 3)
    return quarter(year, asked)


def _nth_quarter(match: re.Match[str], moment: Moment) -> Days:
    """`the third quarter of 2026`, `second half of the year`, `h1`: of this year, or the last one begun."""
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["n"]) or int(match["n"][-1])
    size = 2 if match["unit"] == "half" or match["n"].startswith("h") else 1  # quarters
    first, today = size * (min(number, 4 // size) - 1) + 1, moment.today
    this = match["y"] is None and match["this"]
    year = (
        int(match["y"]) if match["y"] else today.year - (not this and first > (today.month + 2) // _MONTHS_OF_QUARTER)
    )
    begin, end = quarter(year, first), quarter(year, first + size - 1)
    half = f"the {'first' if first == 1 else 'second'} half of {year}"
    return Days(begin.first, end.after, half if size > 1 else begin.label)


def _weekend(match: re.Match[str], moment: Moment) -> Days:
    """`last weekend`, and `the weekend`: on a Saturday or Sunday the one that goes on, else the last."""
    goes_on = moment.today.weekday() > 4  # noqa: PLR2004 - Saturday, Sunday
    which = match["which"]
    back = 1 if which in {"last", "previous", "past"} or (which is None and not goes_on) else 0
    days = unit_of("weekend", moment.today, back=back)
    return Days(days.first, days.after, days.label, relative=True)


def _part_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`the first week of november`, `the second half of october`."""
    month = _month_day(match, moment).first
    length = monthrange(month.year, month.month)[1]
    number = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 4}[match["n"]]
    if match["unit"] == "half":
        first, after = ((1, 16), (16, length + 1))[min(number, 1)]
    else:
        first = length - 6 if number == 4 else 7 * number + 1  # noqa: PLR2004 - the last week
        after = first + 7
    start = month.replace(day=first)
    return Days(start, start + timedelta(days=after - first), f"{start} to {start + timedelta(days=after - first - 1)}")


def _third_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`early november`, `mid november`, `end of november`: ten days each, the end as long as the month is."""
    month = _month_day(match, moment).first
    begin = {"mid": 11, "middle": 11, "end": 21, "late": 21}.get(match["n"], 1)
    start = month.replace(day=begin)
    after = start + timedelta(days=10) if begin < 21 else months_before(month, -1)  # noqa: PLR2004 - the last third
    return Days(start, after, label(start, after))


def _week_of(match: re.Match[str], moment: Moment) -> Days:
    """`the week of 9 november`: the one that the day is in."""
    day = read_days(match["day"], moment).first
    first = day - timedelta(days=day.weekday())
    return Days(first, first + timedelta(days=7), f"the week of {first}")


def _year(match: re.Match[str], _: Moment) -> Days:
    year = int(match[0])
    return Days(date(year, 1, 1), date(year + 1, 1, 1), str(year))


def written(words: str, year: int, month: int, day: int | None) -> Days:
    """A written month or day; one that no calendar has is refused with the nearest that exists."""
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise ParseError(
            words, f"There is no month {month}.", [f"{year:04}-{day:02}-{month:02}"] if day else [], known=True
        )
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ParseError(words, f"The reports have no rows of the year {year}.", known=True)
    length = monthrange(year, month)[1]
    if day is None:
        first = date(year, month, 1)
        return Days(first, first + timedelta(days=length), f"{month_name[month]} {year}")
    if not 1 <= day <= length:
        nearest = date(year, month, min(max(day, 1), length))
        raise ParseError(words, f"{month_name[month]} {year} has {length} days.", [nearest.isoformat()], known=True)
    return single(date(year, month, day))


def number(words: str) -> int:
    """`3`, `three`, `a couple of`."""
    return COUNTS.get(words) or int(words)


_OF_YEAR = r"(?:,? (?P<y>\d{4}))?"
_NTH_QUARTER = r"(?:the )?(?P<n>(?:first|second|third|fourth)(?= quarter| half)|h[12])(?: (?P<unit>quarter|half))?"
_PHRASES: tuple[tuple[str, Callable[[re.Match[str], Moment], Days]], ...] = (
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?", _iso),
    (r"(?:(?P<y>\d{4})-w|(?:calendar )?(?:week|wk|kw|cw) ?)(?P<w>\d{1,2})", _iso_week),
    (rf"(?:the )?(?P<n>first|second|last) (?P<unit>half) (?:of )?(?P<m>{_MONTH})(?P<d>){_OF_YEAR}", _part_of_month),
    (
        rf"(?:the )?(?P<n>first|second|third|fourth|last) (?P<unit>week) of (?P<m>{_MONTH})(?P<d>){_OF_YEAR}",
        _part_of_month,
    ),
    (
        rf"(?:the )?(?P<n>beginning|start|early|middle|mid|end|late)(?: of|-)? ?(?P<m>{_MONTH})(?P<d>){_OF_YEAR}",
        _third_of_month,
    ),
    (rf"(?:the )?(?P<d>{NTH}) (?:of )?(?P<m>{_MONTH}){_OF_YEAR}", _month_day),
    (rf"(?P<m>{_MONTH}) (?:the )?(?P<d>{NTH})(?!-|:){_OF_YEAR}", _month_day),
    (rf"(?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?(?P<d>)", _month_day),
    (r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)", _nth),
    (r"(?P<a>\d{1,2})[./](?P<b>\d{1,2})(?:[./](?P<y>\d{4}|\d{2}))?\.?", _numeric),
    (r"today|(?:the )?day before yesterday|yesterday", _relative),
    (rf"(?P<n>{COUNT}) (?P<u>day|week|month)s? ago", _ago),
    (rf"(?:(?P<last>last|previous) |this |past )?(?P<w>{_WEEKDAY})(?:'s)?", _weekday),
    (rf"(?:last|this past|past) (?P<m>{_MONTH})", _last_month),
    (r"(?:the )?q(?P<q>[1-4])(?: (?:of )?(?P<y>\d{4}))?", _quarter),
    (f"{_NTH_QUARTER}(?:,?(?: of)?(?: (?P<y>20\\d\\d)| (?P<this>the year|this year)))?", _nth_quarter),
    (r"(?:the )?(?:(?P<which>last|previous|past|this) )?weekend", _weekend),
    (r"20[12]\d", _year),
)
_DATE = "|".join(re.sub(r"[?]P<[a-z]+>", "?:", pattern) for pattern, _ in _PHRASES)
_WEEK_OF = rf"(?:the )?week (?:of|beginning|starting|commencing|with) (?P<day>{_DATE})"
DAY = f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _WEEK_OF)}|{_DATE})"

AHEAD = re.compile(
    rf"(?:(?:next|this|the coming|coming) )?(?P<w>{_WEEKDAY})|(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)"
    r"|(?P<one>tomorrow)|next (?P<unit>week|month|quarter|year)"
)
DAY_TO_COME = f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', AHEAD.pattern)}|{DAY})"


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Moment], Days]], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in (*_PHRASES, (_WEEK_OF, _week_of)))


def read_days(words: str, moment: Moment) -> Days:
    """The days that a text of the form `DAY` means. Raises ParseError with what may be meant instead."""
    for pattern, read in _compiled():
        if match := pattern.fullmatch(words):
            return read(match, moment)
    raise ParseError(words, f"{words} is no day.")


def days_to_come(words: str, moment: Moment) -> Days:
    """The days that a text means where it is about what is to come: a month without a year is the next one.

    Raises ParseError with what may be meant instead.
    """
    if (ahead := AHEAD.fullmatch(words)) and (found := _ahead(ahead, moment)):
        return found
    days = read_days(words, moment)
    if days.after > moment.today or days.relative or re.search(r"\d{4}|last|past", words):
        return days
    mark = next((mark for mark in "./" if mark in words), "" if MONTHS.keys().isdisjoint(words.split()) else " ")
    if not mark:
        return days
    dated = (read_days(f"{words.rstrip('.')}{mark}{moment.today.year + more}", moment) for more in range(2))
    return next((each for each in dated if each.after > moment.today), days)


def _ahead(match: re.Match[str], moment: Moment) -> Days | None:
    """`friday`, `the 5th`, `next month`: the next one to come, or the one that it is today."""
    today = moment.today
    if match["one"]:
        return single(today + timedelta(days=1))
    if match["unit"]:
        days = unit_of(match["unit"], today, back=0)
        return unit_of(match["unit"], days.after, back=0)
    if match["w"]:
        return single(today + timedelta(days=(WEEKDAYS[match["w"]] - today.weekday()) % 7))
    number = int(match["d"])
    months = (months_before(today, -ahead) for ahead in range(12))
    fit = (first.replace(day=number) for first in months if 1 <= number <= monthrange(first.year, first.month)[1])
    return next((single(day) for day in fit if day >= today), None)
