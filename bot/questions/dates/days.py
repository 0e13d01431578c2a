"""Days as people write them - `november 22nd`, `monday last week`, `next month` - past where two fit, or to come."""

import re
from calendar import day_name, month_name, monthrange
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Days, Moment, label, months_before, single, unit_of
from bot.questions.dates.counts import COUNT, few
from bot.questions.dates.day_forms import FORMS, MONTH, NTH, WEEKDAY, Form, Reader
from bot.questions.parse_error import ParseError

_MONTHS = 12
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_NUMERIC_ENDS = re.compile(
    r"(?P<a>\d{1,2})(?P<mark>[./])(?P<b>\d{1,2})\.?(?: (?:to|until|till|through|and) | ?- ?|\.\.)"
    r"(?P<c>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d)"
)


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


def _week_ending(match: re.Match[str], moment: Moment) -> Days:
    """`the week ending 22 november`: the seven days up to it."""
    after = read_days(match["day"], moment).after
    return Days(after - timedelta(days=7), after, label(after - timedelta(days=7), after))


def _weekend_of(match: re.Match[str], moment: Moment) -> Days:
    """`the weekend of 14 november`: that of its week."""
    day = read_days(match["day"], moment).first
    saturday = day + timedelta(days=5 - day.weekday())
    return Days(saturday, saturday + timedelta(days=2), f"the weekend of {saturday}")


def _week_of(match: re.Match[str], moment: Moment) -> Days:
    """`the week of 9 november`: the one that the day is in."""
    day = read_days(match["day"], moment).first
    first = day - timedelta(days=day.weekday())
    return Days(first, first + timedelta(days=7), f"the week of {first}")


_WRITTEN = (
    rf"(?:the )?{NTH} (?:of )?{MONTH}(?:,? \d{{4}})?|{MONTH} (?:the )?{NTH}(?!-\d|:)(?:,? \d{{4}})?"
    r"|(?:the )?\d{1,2}(?:st|nd|rd|th)|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?\.?"
)
_WEEK = rf"(?:(?:the )?(?P<which>last|this|current|previous) week|(?P<n>{COUNT}) weeks? ago)"
_WITH_WEEK: tuple[Form, ...] = (
    (rf"(?P<w>{WEEKDAY}),? (?:the )?(?P<day>{_WRITTEN})", _dated_weekday),
    (rf"(?P<w>{WEEKDAY}) (?:of |in )?{_WEEK}", _weekday_of_week),
    (rf"{_WEEK} (?:on )?(?P<w>{WEEKDAY})", _weekday_of_week),
    (r"(?:the )?(?P<unit>week|weekend|month|quarter|year) before last(?P<n>)", _before_last),
    (rf"(?P<n>{COUNT}) (?P<unit>weekends) ago", _before_last),
    (rf"(?:the )?(?P<unit>week|month|quarter|year) (?P<n>{COUNT}) (?:week|month|quarter|year)s? ago", _unit_ago),
    (r"(?:the )?(?:same|this) (?P<unit>weekday|day) (?:of |in )?(?:last|the previous) (?P<of>week|month|year)", _same),
    (r"(?:the )?same (?P<unit>month|quarter) (?:of |in )?(?:last|the previous) (?P<of>year)", _same),
)
_DATE = "|".join(re.sub(r"[?]P<[a-z]+>", "?:", pattern) for pattern, _ in (*_WITH_WEEK, *FORMS))
_WEEKS: tuple[Form, ...] = (
    (rf"(?:the )?week (?:of|beginning|starting|commencing|with) (?:on )?(?P<day>{_WRITTEN})", _week_of),
    (rf"w/c (?P<day>{_WRITTEN})", _week_of),
    (rf"(?:the )?week ending (?:on )?(?P<day>{_WRITTEN})", _week_ending),
    (rf"(?:the )?weekend of (?P<day>{_WRITTEN})", _weekend_of),
)
DAY = f"(?:{'|'.join(re.sub(r'[?]P<[a-z]+>', '?:', pattern) for pattern, _ in _WEEKS)}|{_DATE})"
AHEAD = re.compile(
    rf"(?:(?:next|this|the coming|coming) )?(?P<w>{WEEKDAY})|(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)"
    r"|(?P<one>tomorrow)|next (?P<unit>week|month|quarter|year)"
)
DAY_TO_COME = f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', AHEAD.pattern)}|{DAY})"


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in (*_WEEKS, *_WITH_WEEK, *FORMS))


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
