"""Days as people write them - `2017-02-01`, `november 22nd`, `monday`, `3 days ago` - the past one, where two fit."""

import re
from calendar import day_name, month_name, monthrange
from collections.abc import Callable
from dataclasses import replace
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
_ORDER = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 4, "1st": 0, "2nd": 1, "3rd": 2, "4th": 3}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # what fits into a clock
_MONTHS_OF_QUARTER = 3
_MONTHS = 12
_A_LEAP_YEAR = 2000
_NUMERIC_ENDS = re.compile(
    r"(?P<a>\d{1,2})(?P<mark>[./])(?P<b>\d{1,2})\.?(?: (?:to|until|till|through|and) | ?- ?|\.\.)"
    r"(?P<c>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d)"
)
_DAYS_AGO = {"day": 1, "week": 7, "month": 30}
_LONGEST_AGO = 9_999
_MOST_WEEKS = 1_000


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


def _dated_weekday(match: re.Match[str], moment: Moment) -> Days:
    """`sunday 22 november`, `sunday the 22nd`: the date, the next one where that is nearer and such a day.

    Raises ParseError where it is another day of the week.
    """
    day = read_days(match["day"], moment)
    weekday = WEEKDAYS[match["w"]]
    coming = days_to_come(match["day"], moment)
    nearer = (coming,) if coming.first - moment.today < moment.today - day.first else ()
    for each in (day, *nearer):
        if each.first.weekday() == weekday:
            return single(each.first, f"{day_name[weekday]} {each.first}")
    sentence = f"{day.first} was a {day_name[day.first.weekday()]}, no {day_name[weekday]}."
    raise ParseError(match[0], sentence, [match["day"], match["w"]], known=True)


def _weekday_of_week(match: re.Match[str], moment: Moment) -> Days:
    """`monday last week`, `tuesday of this week`, `two weeks ago monday`.

    Raises ParseError where so many weeks ago is one day by the calendar and another counted back from the last one.
    """
    weekday, today = WEEKDAYS[match["w"]], moment.today
    monday = today - timedelta(days=today.weekday())
    if match["n"] is None:
        week = 0 if match["which"] in {"this", "current"} else 1
        day = monday + timedelta(days=weekday - 7 * week)
        return single(day, f"{day_name[weekday]} {day}")
    back = timedelta(weeks=few(match["n"]))
    by_week = monday - back + timedelta(days=weekday)
    counted = today - timedelta(days=(today.weekday() - weekday) % 7) - back
    if by_week != counted:
        sentence = f"{match[0]} may be {counted} or {by_week}."
        raise ParseError(match[0], sentence, [counted.isoformat(), by_week.isoformat()], known=True)
    return single(by_week)


def _before_last(match: re.Match[str], moment: Moment) -> Days:
    """`the week before last`, `the weekend before last`, `the month before last`; `two weekends ago`."""
    unit = match["unit"].removesuffix("s")
    back = few(match["n"]) if match["n"] else 2
    if unit == "weekend" and moment.today.weekday() > 4:  # noqa: PLR2004 - the one that goes on is none of the past
        back = max(back, 1)
    return replace(unit_of(unit, moment.today, back=back), relative=True)


def _unit_ago(match: re.Match[str], moment: Moment) -> Days:
    """`the week 3 weeks ago`, `the month 2 months ago`: the whole one."""
    days = unit_of(match["unit"], moment.today, back=few(match["n"]))
    return replace(days, relative=True)


def _same(match: re.Match[str], moment: Moment) -> Days:
    """`the same day last week`, `same month last year`: as far back by the calendar."""
    today, unit = moment.today, match["unit"]
    if unit in {"day", "weekday"}:
        day = today - timedelta(weeks=1) if match["of"] == "week" else _months_back(today, _MONTHS_IN[match["of"]])
        return single(day, f"{day:%A} {day}", relative=True)
    first = unit_of(unit, today, back=0).first
    back = unit_of(unit, months_before(first, _MONTHS_IN[match["of"]]), back=0)
    return replace(back, relative=True)


def _months_back(day: date, months: int) -> date:
    first = months_before(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _weeks(match: re.Match[str], moment: Moment) -> Days:
    """`weeks 46 to 48`, `week 46 and 47`."""
    ends = [read_days(f"week {match[name]}", moment) for name in ("first", "final")]
    if ends[1].first < ends[0].first:
        raise ParseError(match[0], f"{match[0]} ends before it begins.", known=True)
    return Days(ends[0].first, ends[1].after, label(ends[0].first, ends[1].after))


def _week_ending(match: re.Match[str], moment: Moment) -> Days:
    """`the week ending 22 november`: the seven days up to it."""
    after = read_days(match["day"], moment).after
    return Days(after - timedelta(days=7), after, label(after - timedelta(days=7), after))


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


def _weekend_of(match: re.Match[str], moment: Moment) -> Days:
    """`the weekend of 14 november`: that of its week."""
    day = read_days(match["day"], moment).first
    saturday = day + timedelta(days=5 - day.weekday())
    return Days(saturday, saturday + timedelta(days=2), f"the weekend of {saturday}")


def _third_of_month(match: re.Match[str], moment: Moment) -> Days:
    """`early november`, `mid november`, `end of last month`: ten days each, the end as long as the month is."""
    month = _month_of(match["m"], moment, match["y"])
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


def few(words: str) -> int:
    """The same of weeks, months and nights. Raises ParseError for more than there are in twenty years."""
    count = number(words)
    if count > _MOST_WEEKS:
        raise ParseError(words, f"{words} is longer than twenty years.", known=True)
    return count


_OF_YEAR = r"(?:,? (?P<y>\d{4}))?"
_THIS_MONTH = "(?:the )?(?:this|current|last|previous|past) month|the month"
_A_MONTH = f"(?P<m>{_MONTH}|{_THIS_MONTH})"
_THIRD = "(?P<n>beginning|start|early|middle|mid|end|late)"
_WEEKS_BY_NUMBER = "(?:calendar )?(?:weeks?|wks?|kw|cw)"
_NTH = "(?P<n>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_NTH_QUARTER = r"(?:the )?(?P<n>(?:first|second|third|fourth)(?= quarter| half)|h[12])(?: (?P<unit>quarter|half))?"
_PHRASES: tuple[tuple[str, Callable[[re.Match[str], Moment], Days]], ...] = (
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?", _iso),
    (
        rf"{_WEEKS_BY_NUMBER} (?P<first>\d{{1,2}})(?: ?- ?| (?:and|to|until|till) )(?P<final>\d{{1,2}})",
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
    (rf"(?:the )?{_NTH} (?P<w>{_WEEKDAY}) (?:of|in) {_A_MONTH}{_OF_YEAR}", _weekday_of_month),
    (rf"(?:the )?(?P<n>first|last) (?P<c>)(?P<unit>day) (?:of|in) {_A_MONTH}{_OF_YEAR}", _days_of_month),
    (
        rf"(?:the )?{_THIRD}(?: of|-)? ?{_A_MONTH}{_OF_YEAR}",
        _third_of_month,
    ),
    (rf"(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th) of (?P<m>{_THIS_MONTH})", _nth_of_month),
    (rf"(?:the )?(?P<d>{NTH}) (?:of )?(?P<m>{_MONTH}){_OF_YEAR}", _month_day),
    (rf"(?P<m>{_MONTH}) (?:the )?(?P<d>{NTH})(?!-\d|:){_OF_YEAR}", _month_day),
    (rf"(?:(?:the )?month of )?(?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?(?P<d>)", _month_day),
    (r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)", _nth),
    (r"(?P<a>\d{1,2})[./](?P<b>\d{1,2})(?:[./](?P<y>\d{4}|\d{2}))?\.?", _numeric),
    (r"(?P<a>\d{1,2})-(?P<b>\d{1,2})-(?P<y>\d{4})", _numeric),
    (r"(?P<y>20\d\d)[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})", _iso),
    (rf"(?P<d>\d{{1,2}})-(?P<m>{_MONTH})-(?P<y>\d{{4}})", _month_day),
    (rf"(?P<d>\d{{1,2}})-?(?P<m>{_MONTH})(?P<y>)", _month_day),
    (rf"(?P<m>{_MONTH})(?P<d>\d{{1,2}})(?P<y>)", _month_day),
    (r"(?P<m>\d{1,2})/(?P<y>20\d\d)(?P<d>)", _iso),
    (r"today|(?:the )?day before yesterday|yesterday", _relative),
    (rf"(?:(?P<or>{COUNT}) (?:or|to) )?(?P<n>{COUNT}) (?P<u>day|week|month)s? ago(?: today)?", _ago),
    (rf"(?:the )?(?P<w>{_WEEKDAY}) (?P<last>last)", _weekday),
    (rf"(?:(?P<last>last|previous) |this |past )?(?P<w>{_WEEKDAY})(?:'s)?", _weekday),
    (rf"(?P<which>last|this past|past|this) (?P<m>{_MONTH})", _last_month),
    (r"(?:the )?q(?P<q>[1-4])(?: (?:of )?(?P<y>\d{4}))?", _quarter),
    (f"{_NTH_QUARTER}(?:,?(?: of)?(?: (?P<y>20\\d\\d)| (?P<this>the year|this year)))?", _nth_quarter),
    (r"(?:the )?(?:(?P<which>last|previous|past|this) )?weekend", _weekend),
    (r"20[12]\d", _year),
)
_WRITTEN = (
    rf"(?:the )?{NTH} (?:of )?{_MONTH}(?:,? \d{{4}})?|{_MONTH} (?:the )?{NTH}(?!-\d|:)(?:,? \d{{4}})?"
    r"|(?:the )?\d{1,2}(?:st|nd|rd|th)|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?\.?"
)
_WEEK = rf"(?:(?:the )?(?P<which>last|this|current|previous) week|(?P<n>{COUNT}) weeks? ago)"
_WITH_WEEK: tuple[tuple[str, Callable[[re.Match[str], Moment], Days]], ...] = (
    (rf"(?P<w>{_WEEKDAY}),? (?:the )?(?P<day>{_WRITTEN})", _dated_weekday),
    (rf"(?P<w>{_WEEKDAY}) (?:of |in )?{_WEEK}", _weekday_of_week),
    (rf"{_WEEK} (?:on )?(?P<w>{_WEEKDAY})", _weekday_of_week),
    (r"(?:the )?(?P<unit>week|weekend|month|quarter|year) before last(?P<n>)", _before_last),
    (rf"(?P<n>{COUNT}) (?P<unit>weekends) ago", _before_last),
    (rf"(?:the )?(?P<unit>week|month|quarter|year) (?P<n>{COUNT}) (?:week|month|quarter|year)s? ago", _unit_ago),
    (r"(?:the )?(?:same|this) (?P<unit>weekday|day) (?:of |in )?(?:last|the previous) (?P<of>week|month|year)", _same),
    (r"(?:the )?same (?P<unit>month|quarter) (?:of |in )?(?:last|the previous) (?P<of>year)", _same),
)
_DATE = "|".join(re.sub(r"[?]P<[a-z]+>", "?:", pattern) for pattern, _ in (*_WITH_WEEK, *_PHRASES))
_WEEKS: tuple[tuple[str, Callable[[re.Match[str], Moment], Days]], ...] = (
    (rf"(?:the )?week (?:of|beginning|starting|commencing|with) (?:on )?(?P<day>{_WRITTEN})", _week_of),
    (rf"w/c (?P<day>{_WRITTEN})", _week_of),
    (rf"(?:the )?week ending (?:on )?(?P<day>{_WRITTEN})", _week_ending),
    (rf"(?:the )?weekend of (?P<day>{_WRITTEN})", _weekend_of),
)
DAY = f"(?:{'|'.join(re.sub(r'[?]P<[a-z]+>', '?:', pattern) for pattern, _ in _WEEKS)}|{_DATE})"

AHEAD = re.compile(
    rf"(?:(?:next|this|the coming|coming) )?(?P<w>{_WEEKDAY})|(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)"
    r"|(?P<one>tomorrow)|next (?P<unit>week|month|quarter|year)"
)
DAY_TO_COME = f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', AHEAD.pattern)}|{DAY})"


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Moment], Days]], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in (*_WEEKS, *_WITH_WEEK, *_PHRASES))


def read_days(words: str, moment: Moment) -> Days:
    """The days that a text of the form `DAY` means. Raises ParseError with what may be meant instead."""
    for pattern, read in _compiled():
        if match := pattern.fullmatch(words):
            try:
                return read(match, moment)
            except (ValueError, OverflowError):
                raise ParseError(words, f"No calendar has {words}.", known=True) from None
    raise ParseError(words, f"{words} is no day.")


_LENGTH = re.compile(r"\d+[hdw]\b")  # `7d`: no day begins so, and the most common window compiles none of them


def take_days(text: str, at: int, moment: Moment) -> tuple[Days, int] | None:
    """The days that stand at a place of a text, and where they end. Raises ParseError as `read_days` does."""
    match = None if _LENGTH.match(text, at) else _days().match(text, at)
    return (read_days(_in_order(match[0], text), moment), match.end()) if match else None


def _in_order(words: str, text: str) -> str:
    """`12.11` as `12 november`, where the other end of its span tells which is the month: `12.11. to 18.11.`."""
    ends = _NUMERIC_ENDS.search(text)
    numbers = re.fullmatch(r"(\d{1,2})[./](\d{1,2})\.?", words)
    if not ends or not numbers:
        return words
    days_first, days_last = (max(int(ends[one]), int(ends[two])) > _MONTHS for one, two in ("ac", "bd"))
    day, month = (int(number) for number in (numbers.groups() if days_first else reversed(numbers.groups())))
    return words if days_first == days_last or not 1 <= month <= _MONTHS else f"{day} {month_name[month].lower()}"


@cache
def _days() -> re.Pattern[str]:
    """Compiled once: it is 6,000 characters long, and takes 20 ms."""
    return re.compile(rf"{DAY}(?=[\s,]|$|-|\.\.|t\d\d:)")


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
