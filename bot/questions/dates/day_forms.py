"""Forms in which people write days, a month, a week or another part of the calendar: each a pattern and its reader."""

import re
from calendar import day_name, month_name, monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Days, Moment, label, months_before, quarter, single, unit_of
from bot.questions.dates.counts import COUNT, number
from bot.questions.parse_error import ParseError

Reader = Callable[[re.Match[str], Moment], Days]
Form = tuple[str, Reader]  # a pattern, and what it means
MONTH = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
WEEKDAY = f"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDER = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 4, "1st": 0, "2nd": 1, "3rd": 2, "4th": 3}
_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # what fits into a clock
_MONTHS_OF_QUARTER = 3
_MONTHS = 12
_A_LEAP_YEAR = 2000
_DAYS_AGO = {"day": 1, "week": 7, "month": 30}
_LONGEST_AGO = 9_999


def _iso(match: re.Match[str], _: Moment) -> Days:
    return written(match[0], int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None)


def _iso_week(match: re.Match[str], moment: Moment) -> Days:
    """`2026-w47`; `week 47` is the last one of that number which has begun."""
    return _numbered_week(match[0], int(match["w"]), match["y"], moment)


def _numbered_week(words: str, number: int, year_said: str | None, moment: Moment) -> Days:
    this = moment.today.isocalendar()
    year = int(year_said) if year_said else this.year - (number > this.week)
    try:
        first = date.fromisocalendar(year, number, 1)
    except ValueError:
        raise ParseError(words, f"{year} has no week {number}.", known=True) from None
    return Days(first, first + timedelta(days=7), f"week {number} of {year}")


def _weeks(match: re.Match[str], moment: Moment) -> Days:
    """`weeks 46 to 48`, `week 46 and 47`."""
    ends = [_numbered_week(f"week {match[name]}", int(match[name]), None, moment) for name in ("first", "final")]
    if ends[1].first < ends[0].first:
        raise ParseError(match[0], f"{match[0]} ends before it begins.", known=True)
    if match["joined"] == "and" and ends[1].first > ends[0].after:
        raise ParseError(
            match[0], f"{match[0]} are apart: ask for one, or for all between.", _between(match), known=True
        )
    return Days(ends[0].first, ends[1].after, label(ends[0].first, ends[1].after))


def _between(match: re.Match[str]) -> list[str]:
    """The first of two weeks, and all from it to the other."""
    return [f"week {match['first']}", f"weeks {match['first']} to {match['final']}"]


def _month_day(match: re.Match[str], moment: Moment) -> Days:
    """`22 november`, `november 22nd, 2025`, `feb 2017`, `november`: without a year the last one begun."""
    month = MONTHS[match["m"]]
    day = int(re.sub(r"\D", "", match["d"])) if match["d"] else None
    year = int(match["y"]) if match["y"] else _past_year(moment.today, month, day)
    return written(match[0], year, month, day)


def _past_year(today: date, month: int, day: int | None) -> int:
    """The last year in which it has begun; of a day that no calendar has, in which its month has."""
    begins = day if day and 1 <= month <= _MONTHS and day <= monthrange(_A_LEAP_YEAR, month)[1] else 1
    return today.year - 1 if (month, begins) > (today.month, today.day) else today.year


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
    sentence = f"In {words} the day and the month cannot be told apart for sure: it may be {' or '.join(days)}."
    return ParseError(words, sentence, days, known=True)


def _relative(match: re.Match[str], moment: Moment) -> Days:
    back = {"today": 0, "yesterday": 1}.get(match[0], 2)
    words = "the day before yesterday" if back == 2 else match[0]  # noqa: PLR2004 - two days back
    return single(moment.today - timedelta(days=back), words, relative=True)


def _ago(match: re.Match[str], moment: Moment) -> Days:
    """`3 days ago`; `two or three days ago` is both, with what lies between."""
    counts = [number(count) * _DAYS_AGO[match["u"]] for count in (match["n"], match["or"]) if count]
    if max(counts) > _LONGEST_AGO:
        raise ParseError(match[0], f"{match[0]} is longer than twenty years.", ["all"], known=True)
    first, final = (moment.today - timedelta(days=count) for count in (max(counts), min(counts)))
    after = final + timedelta(days=1)
    return Days(first, after, label(first, after), relative=True)


def _weekday(match: re.Match[str], moment: Moment) -> Days:
    """The latest one; `last monday` said on a Monday is a week ago."""
    number, today = WEEKDAYS[match["w"]], moment.today
    back = (today.weekday() - number) % 7 or 7 * bool(match["last"])
    first = today - timedelta(days=back)
    return single(first, f"{day_name[number]} {first}", relative=True)


def _last_month(match: re.Match[str], moment: Moment) -> Days:
    """`last october`: the one that is over; `this november`: the one of this year."""
    month = MONTHS[match["m"]]
    year = _past_year(moment.today, month, None)
    if match["which"] == "last" and month == moment.today.month:
        year -= 1
    return written(match[0], year, month, None)


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


def _month_of(words: str, moment: Moment, year: str | None = None) -> date:
    """The first day of `november`, `last month`, `the month`; `year` where one is said."""
    if month := MONTHS.get(words):
        return date(int(year) if year else _past_year(moment.today, month, None), month, 1)
    return months_before(moment.today, 1 if re.search("last|previous|past", words) else 0)


def _nth_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`the 22nd of last month`, `5th of this month`."""
    month = _month_of(match["m"], moment)
    return written(match[0], month.year, month.month, int(match["d"]))


def _weekday_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`the first monday of november`, `last friday in october`."""
    month = _month_of(match["m"], moment, match["y"])
    begin = month + timedelta(days=(WEEKDAYS[match["w"]] - month.weekday()) % 7)
    count = _ORDER[match["n"]]
    day = begin + timedelta(weeks=count)
    return single(day if day < months_before(month, -1) else day - timedelta(weeks=1))


def _part_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`the first week of november`, `the second half of last month`."""
    month = _month_of(match["m"], moment, match["y"])
    length = monthrange(month.year, month.month)[1]
    number = _ORDER[match["n"]]
    if match["unit"] == "half":
        first, after = ((1, 16), (16, length + 1))[min(number, 1)]
    else:
        first = length - 6 if number == 4 else 7 * number + 1  # noqa: PLR2004 - the last week
        after = first + 7
    start = month.replace(day=first)
    return Days(start, start + timedelta(days=after - first), f"{start} to {start + timedelta(days=after - first - 1)}")


def _days_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`the first 3 days of november`, `the last two weeks of october`."""
    month = _month_of(match["m"], moment, match["y"])
    end = months_before(month, -1)
    length = timedelta(days=min(number(match["c"] or "1"), 31) * (7 if match["unit"] == "week" else 1))
    first, after = (month, min(month + length, end)) if match["n"] == "first" else (max(end - length, month), end)
    return Days(first, after, label(first, after))


def _part_of_week(match: re.Match[str], moment: Moment) -> Days:
    """`the beginning of last week`, `end of this week`: three days, those in the middle two."""
    first = moment.today - timedelta(days=moment.today.weekday() + 7 * (match["which"] not in {"this", "the"}))
    begin, end = {"mid": (2, 4), "middle": (2, 4), "end": (4, 7), "late": (4, 7)}.get(match["n"], (0, 3))
    days = Days(first + timedelta(days=begin), first + timedelta(days=end), "", relative=True)
    return replace(days, label=label(days.first, days.after))


def _third_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`early november`, `mid november`, `end of last month`: ten days each, the end as long as the month is."""
    month = _month_of(match["m"], moment, match["y"])
    begin = {"mid": 11, "middle": 11, "end": 21, "late": 21}.get(match["n"], 1)
    start = month.replace(day=begin)
    after = start + timedelta(days=10) if begin < 21 else months_before(month, -1)  # noqa: PLR2004 - the last third
    return Days(start, after, label(start, after))


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


_OF_YEAR = r"(?:,? (?P<y>\d{4}))?"
_THIS_MONTH = "(?:the )?(?:this|current|last|previous|past) month|the month"
_A_MONTH = f"(?P<m>{MONTH}|{_THIS_MONTH})"
_THIRD = "(?P<n>beginning|start|early|middle|mid|end|late)"
_WEEKS_BY_NUMBER = "(?:calendar )?(?:weeks?|wks?|kw|cw)"
_NTH = "(?P<n>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_NTH_QUARTER = r"(?:the )?(?P<n>(?:first|second|third|fourth)(?= quarter| half)|h[12])(?: (?P<unit>quarter|half))?"
FORMS: tuple[Form, ...] = (
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?", _iso),
    (
        rf"{_WEEKS_BY_NUMBER} (?P<first>\d{{1,2}})(?: ?- ?| (?P<joined>and|to|until|till) )(?P<final>\d{{1,2}})",
        _weeks,
    ),
    (r"(?:(?P<y>\d{4})-?w|(?:calendar )?(?:week|wk|kw|cw) ?|w(?=\d\d))(?P<w>\d{1,2})(?!/|\d| of)", _iso_week),
    (r"(?:calendar )?(?:week|wk|kw|cw) ?(?P<w>\d{1,2})(?:/| of | )(?P<y>20\d\d)", _iso_week),
    (rf"(?:the )?{_NTH} (?P<unit>half) (?:of )?{_A_MONTH}{_OF_YEAR}", _part_of_month),
    (rf"(?:the )?{_NTH} (?P<unit>week) (?:of |in )?{_A_MONTH}{_OF_YEAR}", _part_of_month),
    (
        rf"(?:the )?(?P<n>first|last) (?P<c>{COUNT}) (?P<unit>day|week)s (?:of|in) {_A_MONTH}{_OF_YEAR}",
        _days_of_month,
    ),
    (rf"(?:the )?{_THIRD}(?: of|-)? ?(?P<which>this|last|previous|the) week", _part_of_week),
    (rf"(?:the )?{_NTH} (?P<w>{WEEKDAY}) (?:of|in) {_A_MONTH}{_OF_YEAR}", _weekday_of_month),
    (rf"(?:the )?(?P<n>first|last) (?P<c>)(?P<unit>day) (?:of|in) {_A_MONTH}{_OF_YEAR}", _days_of_month),
    (
        rf"(?:the )?{_THIRD}(?: of|-)? ?{_A_MONTH}{_OF_YEAR}",
        _third_of_month,
    ),
    (rf"(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th) of (?P<m>{_THIS_MONTH})", _nth_of_month),
    (rf"(?:the )?(?P<d>{NTH}) (?:of )?(?P<m>{MONTH}){_OF_YEAR}", _month_day),
    (rf"(?P<m>{MONTH}) (?:the )?(?P<d>{NTH})(?!-\d|:){_OF_YEAR}", _month_day),
    (rf"(?:(?:the )?month of )?(?P<m>{MONTH})(?: (?P<y>\d{{4}}))?(?P<d>)", _month_day),
    (r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)", _nth),
    (r"(?P<a>\d{1,2})[./](?P<b>\d{1,2})(?:[./](?P<y>\d{4}|\d{2}))?\.?", _numeric),
    (r"(?P<a>\d{1,2})-(?P<b>\d{1,2})-(?P<y>\d{4})", _numeric),
    (r"(?P<y>20\d\d)[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})", _iso),
    (rf"(?P<d>\d{{1,2}})-(?P<m>{MONTH})-(?P<y>\d{{4}})", _month_day),
    (rf"(?P<d>\d{{1,2}})-?(?P<m>{MONTH})(?P<y>)", _month_day),
    (rf"(?P<m>{MONTH})(?P<d>\d{{1,2}})(?P<y>)", _month_day),
    (r"(?P<m>\d{1,2})/(?P<y>20\d\d)(?P<d>)", _iso),
    (r"today|(?:the )?day before yesterday|yesterday", _relative),
    (rf"(?:(?P<or>{COUNT}) (?:or|to) )?(?P<n>{COUNT}) (?P<u>day|week|month)s? ago(?: today)?", _ago),
    (rf"(?:the )?(?P<w>{WEEKDAY}) (?P<last>last)", _weekday),
    (rf"(?:(?P<last>last|previous) |this |past )?(?P<w>{WEEKDAY})(?:'s)?", _weekday),
    (rf"(?P<which>last|this past|past|this) (?P<m>{MONTH})", _last_month),
    (r"(?:the )?q(?P<q>[1-4])(?: (?:of )?(?P<y>\d{4}))?", _quarter),
    (f"{_NTH_QUARTER}(?:,?(?: of)?(?: (?P<y>20\\d\\d)| (?P<this>the year|this year)))?", _nth_quarter),
    (r"(?:the )?(?:(?P<which>last|previous|past|this) )?weekend", _weekend),
    (r"20[12]\d", _year),
)
