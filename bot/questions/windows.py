"""Spans of time as people write them: `7d`, `last week`, `since monday`, `2017-02-01..2017-02-15`, `feb 2017`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.questions.days import DAY, Days, Moment, read_days
from bot.questions.parse_error import Unclear
from bot.reports.window import Window, everything, last

LONGEST = timedelta(days=20 * 366)  # older than the reports themselves
LONGEST_PHRASE = 9  # words: `from 1 february 2017 to 15 february 2017`
KNOWN = (
    *("24h", "7d", "30d", "2w", "today", "yesterday", "all"),
    *("this week", "last week", "this month", "last month", "this year", "last year"),
)

_CLOCKS = {1: "%H:%M", 7: "%A %H:%M"}  # by how many days are compared
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "fourteen": 14}
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(days=7), "m": timedelta(days=30)}
_UNIT = r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|months?)"
_MARKS = r"(?:\s?\.{2,3}\s?| (?:to|until|till|through|and|-) )"


@dataclass(frozen=True, slots=True)
class Reading:
    """A window, and the one to compare it with: the week before a week, the month before a month.

    Of what is not over yet, the one before counts as far as this one has come.
    """

    window: Window
    previous: Window


def take_window(tokens: tuple[str, ...], moment: Moment) -> tuple[Reading, int] | None:
    """The window that the words begin with and how many of them say it; None when they begin with none."""
    text = " ".join(tokens[:LONGEST_PHRASE]).casefold()
    for pattern, read in _FORMS:
        if match := pattern.match(text):
            reading = read(match, moment)
            _check(match[0], reading.window, moment)
            return _tied(reading), match[0].count(" ") + 1
    return None


def _tied(reading: Reading) -> Reading:
    """The window itself knows what it is compared with, where that is not simply the span before it."""
    plain = reading.window.previous()
    same = (plain.start, plain.end) == (reading.previous.start, reading.previous.end)
    return reading if same else replace(reading, window=replace(reading.window, before=reading.previous))


def default_window(moment: Moment) -> Reading:
    """What is meant when no window is named: the last seven days."""
    return _plain(last(timedelta(days=7), now=moment.now))


def _check(words: str, window: Window, moment: Moment) -> None:
    """Refuse what no row can lie in."""
    if window.start > moment.now:
        raise Unclear(words, f"{words} lies in the future.", ["7d"])
    if window.length > LONGEST and window != everything(now=moment.now):
        raise Unclear(words, f"{words} is longer than twenty years.", ["all"])


def _plain(window: Window) -> Reading:
    return Reading(window, window.previous())


def _rolling(match: re.Match[str], moment: Moment) -> Reading:
    count = _COUNTS.get(match["count"]) or int(match["count"])
    if count == 0:
        raise Unclear(match[0], f"{match[0]} is no time at all.", ["24h", "7d"])
    unit = _UNITS[match["unit"][0]]
    if count > LONGEST / unit:
        raise Unclear(match[0], f"{match[0]} is longer than twenty years.", ["all"])
    return _plain(last(count * unit, now=moment.now))


def _rolling_one(match: re.Match[str], moment: Moment) -> Reading:
    return _plain(last(_UNITS[match["unit"][0]], now=moment.now))


def _calendar(match: re.Match[str], moment: Moment) -> Reading:
    """`this week` ends now; `last week` is whole."""
    unit, current = match["unit"], match["which"] in {"this", "current"}
    label = f"{'this' if current else 'last'} {unit}"
    days = _unit_of(unit, moment.today, back=0 if current else 1)
    before = _unit_of(unit, moment.today, back=1 if current else 2)
    window = _window(replace(days, label=label, relative=True), moment)
    if current:
        return Reading(_until_now(window, moment), _as_far(before, days, moment))
    return Reading(window, _window(before, moment))


def _as_far(before: Days, days: Days, moment: Moment) -> Window:
    """The earlier days up to where the present ones have come by the clock: a part is compared with its like."""
    whole = _window(before, moment)
    day = before.first + (moment.today - days.first)
    into = moment.now - moment.start_of(moment.today)
    end = min(max(moment.start_of(day) + into, whole.start + timedelta(microseconds=1)), whole.end)
    if end == whole.end:
        return whole
    clock = f"{end.astimezone(moment.zone):{_CLOCKS.get((before.after - before.first).days, '%-d %b %H:%M')}}"
    return replace(whole, end=end, label=f"{whole.label} up to {clock}")


def _unit_of(unit: str, today: date, *, back: int) -> Days:
    """The calendar week, month or year so many before the present one."""
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * back)
        names = ("this week", "last week", "the week before last")
        return Days(first, first + timedelta(days=7), names[back])
    if unit == "year":
        year = today.year - back
        return Days(date(year, 1, 1), date(year + 1, 1, 1), str(year))
    first = _months_before(today, back)
    return Days(first, _months_before(first, -1), f"{first:%B %Y}")


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many before."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _window(days: Days, moment: Moment) -> Window:
    return Window(moment.start_of(days.first), moment.start_of(days.after), days.label, days.relative)


def _until_now(window: Window, moment: Moment) -> Window:
    """What began and goes on ends now; at its very first instant it holds that instant."""
    return replace(window, end=max(moment.now, window.start + timedelta(microseconds=1)))


def _days(match: re.Match[str], moment: Moment) -> Reading:
    days = read_days(match["day"], moment)
    window = _window(days, moment)
    if days.first <= moment.today < days.after:
        return Reading(_until_now(window, moment), _as_far(_before(days), days, moment))
    return Reading(window, _window(_before(days), moment))


def _before(days: Days) -> Days:
    """The days before: months before months, else as many days."""
    if days.first.day == days.after.day == 1:
        months = (days.after.year - days.first.year) * 12 + days.after.month - days.first.month
        first = _months_before(days.first, months)
    else:
        first = days.first - (days.after - days.first)
    return Days(first, days.first, _label(first, days.first))


def _label(first: date, after: date) -> str:
    """`February 2017`, one ISO day, or `2017-02-01 to 2017-02-15` with both ends inside."""
    final = after - timedelta(days=1)
    if first.day == 1 and after == _months_before(first, -1):
        return f"{first:%B %Y}"
    return first.isoformat() if first == final else f"{first} to {final}"


def _range(match: re.Match[str], moment: Moment) -> Reading:
    first, final = read_days(match["first"], moment), read_days(match["final"], moment)
    if final.first < first.first:
        turned = f"{match['final']}..{match['first']}"
        raise Unclear(match[0], f"{match[0]} ends before it begins.", [turned.replace(" ", "-"), turned])
    days = Days(first.first, final.after, _label(first.first, final.after))
    return Reading(_window(days, moment), _window(_before(days), moment))


def _since(match: re.Match[str], moment: Moment) -> Reading:
    words = match["since"]
    taken = take_window(tuple(words.split()), moment)
    if taken is None:
        raise Unclear(match[0], f"{words} is no time.", ["since yesterday"])
    start = taken[0].window
    label = start.label if start.label.startswith("the last ") else f"since {start.label}"
    return _plain(_until_now(Window(start.start, moment.now, label, start.relative), moment))


def _all(_: re.Match[str], moment: Moment) -> Reading:
    return _plain(everything(now=moment.now))


def _future(match: re.Match[str], _: Moment) -> Reading:
    raise Unclear(match[0], f"{match[0]} lies in the future.", ["this week", "today"])


def _unsure(match: re.Match[str], _: Moment) -> Reading:
    """In `03/04/2017` nobody knows which is the month."""
    first, second, year = match["first"], match["second"], match["year"]
    raise Unclear(
        match["date"],
        f"In {match['date']} the day and the month cannot be told apart for sure; write year-month-day.",
        [f"{year}-{month:0>2}-{day:0>2}" for month, day in ((first, second), (second, first))],
    )


def _form(
    pattern: str, read: Callable[[re.Match[str], Moment], Reading]
) -> tuple[re.Pattern[str], Callable[[re.Match[str], Moment], Reading]]:
    return re.compile(rf"{pattern}(?=\s|$)"), read


_ROLLING = rf"(?P<count>\d{{1,9}}|{'|'.join(_COUNTS)}) ?(?P<unit>{_UNIT})"
_FORMS = (
    _form(rf"(?:from |between )?(?P<first>{DAY}){_MARKS}(?P<final>{DAY})", _range),
    _form(rf"(?P<since>{DAY})\.{{2,3}}", _since),
    _form(
        rf"(?:since|from|after) (?P<since>{DAY}|(?:the )?(?:last |this )?(?:week|month|year)"
        rf"|(?:the )?(?:last |past )?{_ROLLING.replace('?P<count>', '?:').replace('?P<unit>', '?:')})",
        _since,
    ),
    _form(rf"(?:the )?(?:last |past |previous )?{_ROLLING}", _rolling),
    _form(r"(?:the )?(?:past|last) (?P<unit>hour|day)", _rolling_one),
    _form(r"(?:the )?past (?P<unit>week|month)", _rolling_one),
    _form(r"(?:the )?(?P<which>this|current|last|previous) (?P<unit>week|month|year)", _calendar),
    _form(rf"(?P<day>{DAY})", _days),
    _form(r"(?:all time|all data|all|ever|everything)", _all),
    _form(r"(?:since |from )?(?:tomorrow|next (?:week|month|year))", _future),
    _form(r"(?:since |from |after )?(?P<date>(?P<first>\d{1,2})[./](?P<second>\d{1,2})[./](?P<year>\d{4}))", _unsure),
)
