"""Spans of time as people write them: `7d`, `last week`, `since monday`, `between 10 and 15 november`, `last night`.

Every form has a start and an end, and lies in the past. All is our own grammar: five libraries that read dates were run
on the phrases of tests/data/phrasings, and the best of them found 14 of 27 windows and dates in 24 of 73 sentences
that have none; each gives points where spans are meant, and two read `last two weeks` as the future.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Days, Moment, label
from bot.questions.dates.days import COUNT, DAY, MONTH, NTH, number, read_days, written
from bot.questions.dates.readings import Reading, of_days, of_unit, plain, tied, until_now
from bot.questions.parse_error import ParseError
from bot.reports.instants import EPOCH
from bot.reports.window import Window, everything, last

LONGEST = timedelta(days=20 * 366)  # older than the reports themselves
LONGEST_PHRASE = 9  # words: `from 1 february 2017 to 15 february 2017`
WHOLE = frozenset({"in total", "overall"})  # these say nothing beside another span of time
KNOWN = (
    *("24h", "7d", "30d", "2w", "today", "yesterday", "all"),
    *("this week", "last week", "this month", "last month", "this year", "last year"),
)

_UNITS = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(days=7),
    "min": timedelta(minutes=1),
    "mon": timedelta(days=30),
}
_UNIT = r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|minutes?|mins?|months?)"
_MARKS = r"(?:\s?\.{2,3}\s?| ?- ?| (?:to|until|till|through|thru) )"
_HALF_OF = {"morning": "am", "afternoon": "pm", "evening": "pm"}
_PARTS = {  # of a day: hours from its midnight
    "morning": (0, 12),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "night": (18, 30),
}


def take_window(tokens: tuple[str, ...], moment: Moment) -> tuple[Reading, int] | None:
    """The window that the words begin with and how many of them say it; None when they begin with none.

    Raises ParseError for a span that is in the future, too long, or in no calendar.
    """
    if not tokens or not may_begin(tokens[0]):
        return None
    text = " ".join(tokens[:LONGEST_PHRASE]).casefold()
    for needs, pattern, read in _PHRASES:
        if needs.search(text) and (match := _compiled(pattern).match(text)):
            reading = read(match, moment)
            if reading is None:
                continue
            _check(match[0], reading.window, moment)
            return tied(reading), match[0].count(" ") + 1
    return None


def may_begin(word: str) -> bool:
    """Whether any window begins with this word: cheap, as it is asked of every word of a sentence."""
    return word[:1].isdecimal() or _BEGINNING.match(word.casefold()) is not None


def default_window(moment: Moment) -> Reading:
    """What is meant when no window is named: the last seven days."""
    return plain(last(timedelta(days=7), now=moment.now))


def _check(words: str, window: Window, moment: Moment) -> None:
    """Refuse what no row can lie in."""
    if window.start > moment.now:
        raise ParseError(words, f"{words} lies in the future.", ["today"], known=True)
    if window.length > LONGEST and window.start != EPOCH:
        raise ParseError(words, f"{words} is longer than twenty years.", ["all"], known=True)


def _rolling(match: re.Match[str], moment: Moment) -> Reading:
    count = number(match["count"])
    if count == 0:
        raise ParseError(match[0], f"{match[0]} is no time at all.", ["24h", "7d"], known=True)
    unit = _unit(match["unit"])
    if count > LONGEST / unit:
        raise ParseError(match[0], f"{match[0]} is longer than twenty years.", ["all"], known=True)
    return plain(last(count * unit, now=moment.now))


def _unit(word: str) -> timedelta:
    return _UNITS.get(word[:3]) or _UNITS[word[0]]


def _rolling_one(match: re.Match[str], moment: Moment) -> Reading:
    return plain(last(_unit(match["unit"]), now=moment.now))


def _calendar(match: re.Match[str], moment: Moment) -> Reading:
    return of_unit(match["unit"], moment, current=match["which"] in {"this", "current"})


def _so_far(match: re.Match[str], moment: Moment) -> Reading:
    """`so far this week`, `month to date`, `since the beginning of the year`."""
    return of_unit(match["unit"], moment, current=True)


def _days(match: re.Match[str], moment: Moment) -> Reading:
    return of_days(read_days(match["day"], moment), moment)


def _part_of_day(match: re.Match[str], moment: Moment) -> Reading:
    """`this morning`, `yesterday evening`, `monday afternoon`, `last night`: from 18 to 6 o'clock."""
    part = match["part"] or "night"
    back = 1 if match["which"] in {"yesterday", "last"} or match[0].startswith("overnight") else 0
    weekday = match["which"] in WEEKDAYS
    day = read_days(match["which"], moment).first if weekday else moment.today - timedelta(days=back)
    begin, end = _PARTS[part]
    window = Window(moment.at(day, begin), moment.at(day + timedelta(days=end // 24), end % 24), f"the {part} of {day}")
    return plain(until_now(window, moment) if window.start <= moment.now < window.end else window)


def _range(match: re.Match[str], moment: Moment) -> Reading:
    first, final = read_days(match["first"], moment), read_days(match["final"], moment)
    if final.first < first.first and first.relative and final.relative:
        earlier = timedelta(days=7)  # from friday to monday
        first = replace(first, first=first.first - earlier, after=first.after - earlier)
    return _between(match, first, final, f"{match['final']}..{match['first']}", moment)


def _range_of_month(match: re.Match[str], moment: Moment) -> Reading:
    """`between 10 and 15 november`, `10-15 november`, `nov 10 to 15`."""
    month, year = match["month"], match["year"]
    first, final = (int(re.sub(r"\D", "", match[name])) for name in ("first", "final"))
    of_year = int(year) if year else read_days(f"{first} {month}", moment).first.year
    ends = [written(match[0], of_year, MONTHS[month], day) for day in (first, final)]
    return _between(match, ends[0], ends[1], f"{ends[1].first}..{ends[0].first}", moment)


def _between(match: re.Match[str], first: Days, final: Days, turned: str, moment: Moment) -> Reading:
    if final.first < first.first:
        raise ParseError(match[0], f"{match[0]} ends before it begins.", [turned.replace(" ", "-"), turned], known=True)
    return of_days(Days(first.first, final.after, label(first.first, final.after)), moment)


def _since(match: re.Match[str], moment: Moment) -> Reading:
    words = match["since"]
    taken = take_window(tuple(words.split()), moment)
    if taken is None:
        raise ParseError(match[0], f"{words} is no time.", ["since yesterday"])
    start = taken[0].window
    if re.match(r"(?:the )?mid", words):
        start = replace(start, start=start.start + timedelta(days=4))  # the 15th of eleven to twenty
    part_of_month = " to " in start.label  # a span of days says its end, too: what is asked for goes on to now
    named = f"{start.start.astimezone(moment.zone):%Y-%m-%d}" if part_of_month else start.label
    text = start.label if start.label.startswith("the last ") else f"since {named}"
    return plain(until_now(Window(start.start, moment.now, text, start.relative), moment))


def _after(match: re.Match[str], moment: Moment) -> Reading:
    """`after monday`, `after last week`: from the end of that on. Raises ParseError where it has not ended."""
    taken = take_window(tuple(match["after"].split()), moment)
    before = taken and taken[0].window
    if before is None or before.end >= moment.now:
        raise ParseError(match[0], f"{match[0]} lies in the future.", ["this week"], known=True)
    return plain(until_now(Window(before.end, moment.now, f"after {before.label}", before.relative), moment))


def _until(match: re.Match[str], moment: Moment) -> Reading:
    """`before monday`, `until yesterday`: all that was loaded up to there."""
    days, word = read_days(match["day"], moment), match["word"]
    end = moment.start_of(days.first if word == "before" else days.after)
    return plain(Window(EPOCH, end, f"{word} {days.label}", days.relative))


def _all(_: re.Match[str], moment: Moment) -> Reading:
    return plain(everything(now=moment.now))


def _future(match: re.Match[str], _: Moment) -> Reading:
    raise ParseError(match[0], f"{match[0]} lies in the future.", ["this week"], known=True)


def _neighbours(match: re.Match[str], moment: Moment) -> Reading | None:
    """`the 22nd and 23rd`, `saturday and sunday`: one span, where the one day follows the other."""
    first, final = read_days(match["first"], moment), read_days(match["final"], moment)
    if first.relative and final.relative and final.first < first.first:
        first = replace(first, first=first.first - timedelta(days=7), after=first.after - timedelta(days=7))
    if first.after != final.first:
        return None
    return of_days(Days(first.first, final.after, label(first.first, final.after)), moment)


def _hours(match: re.Match[str], moment: Moment) -> Reading | None:
    """`between 14:00 and 15:00 today`, `yesterday from 2 to 4 pm`, `8 to 10 this morning`: of one day that is named.

    Raises ParseError where no day, or neither half of it, is said: hours may be of each day.
    """
    words, day = match[0], match["day"] or match["before"]
    if not re.search(r"[^\d\s]", match["first"] + match["final"]) and not day:
        return None  # two numbers: of anything
    first, final = _clocks_of(match, day or "")
    if match["final"] == "midnight":
        final = (24, 0)
    if first is None or final is None or first >= final:
        return None
    if day is None:
        clocks = f"between {_shown(first)} and {match['final'] if final == (24, 0) else _shown(final)}"
        raise ParseError(words, f"In {words} no day is named.", [f"{clocks} today", f"{clocks} yesterday"])
    on = _day_of(day, moment)
    end = moment.start_of(on + timedelta(days=1)) if final == (24, 0) else moment.at(on, *final)
    window = Window(moment.at(on, *first), end, f"{_shown(first)} to {_shown(final)} on {on}")
    return plain(until_now(window, moment) if window.start <= moment.now < window.end else window)


def _clocks_of(match: re.Match[str], day: str) -> list[tuple[int, int] | None]:
    """Both ends: what one says of the half of the day holds for the other, and `this morning` says it of both."""
    half = (
        re.search("am|pm", match["final"]) or re.search("am|pm", match["first"]) or _HALF_OF.get(day.rpartition(" ")[2])
    )
    said = half if isinstance(half, str) else half[0] if half else ""
    ends = (match["first"], match["final"])
    bare = [end.isdecimal() for end in ends]
    if all(bare) and not said and max(map(int, ends)) <= 12:  # noqa: PLR2004 - a clock's face
        early, late = (f"between {ends[0]}{each} and {ends[1]}{each} {day}" for each in ("am", "pm"))
        raise ParseError(match[0], f"In {match[0]} the half of the day is not said.", [early, late], known=True)
    return [_clock_of(f"{end}{said}" if plain_number else end) for end, plain_number in zip(ends, bare, strict=True)]


def _near_clock(match: re.Match[str], moment: Moment) -> Reading | None:
    """`before 9:00 today`, `until noon yesterday`; `at 9 am today` is that hour, `around` the hours on both sides.

    None without a day: it may be of each.
    """
    day = match["day"] or match["before"]
    if day is None:
        return None
    said = _HALF_OF.get(day.rpartition(" ")[2], "") if match["clock"].isdecimal() else ""
    clock, on = _clock_of(f"{match['clock']}{said}"), _day_of(day, moment)
    if clock is None:
        return None
    instant, hour = moment.at(on, *clock), timedelta(hours=1)
    start, end = {"at": (instant, instant + hour), "around": (instant - hour, instant + hour)}.get(
        match["word"].replace("about", "around"), (moment.start_of(on), instant)
    )
    zone = moment.zone
    window = Window(start, end, f"{start.astimezone(zone):%H:%M} to {end.astimezone(zone):%H:%M} on {on}")
    if window.start >= window.end:
        return None
    return plain(until_now(window, moment) if window.start <= moment.now < window.end else window)


def _of_span(match: re.Match[str], moment: Moment) -> Reading | None:
    """`the failures from last week`: of it; `from monday` goes on until now."""
    taken = take_window(tuple(match["span"].split()), moment)
    return taken[0] if taken else None


def _since_clock(match: re.Match[str], moment: Moment) -> Reading | None:
    """`since 8 am`, `since yesterday noon`: of today where no day is named."""
    day = match["day"] or match["before"] or "today"
    said = _HALF_OF.get(day.rpartition(" ")[2], "") if match["clock"].isdecimal() else ""
    clock, on = _clock_of(f"{match['clock']}{said}"), _day_of(day, moment)
    if clock is None:
        return None
    start = moment.at(on, *clock)
    return plain(until_now(Window(start, moment.now, f"since {_shown(clock)} on {on}"), moment))


def _day_of(words: str, moment: Moment) -> date:
    return moment.today if words.startswith("this ") else read_days(words.split(maxsplit=1)[0], moment).first


def _clock_of(words: str) -> tuple[int, int] | None:
    """`8`, `8 am`, `14:30`, `noon` as hour and minute."""
    words = re.sub(r" ?(?:o'clock|uhr|h)$", "", words)
    match = re.fullmatch(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>am|pm)?", words)
    if match is None:
        return {"noon": (12, 0), "midnight": (0, 0)}.get(words)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"] == "pm") if 0 < hour <= 12 else 24  # noqa: PLR2004 - a clock's face
    return (hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004


def _shown(clock: tuple[int, int]) -> str:
    return f"{clock[0]:02}:{clock[1]:02}"


_Read = Callable[[re.Match[str], Moment], Reading | None]


def _phrase(pattern: str, read: _Read, needs: str = "") -> tuple[re.Pattern[str], str, _Read]:
    """What the texts of a form all hold, the form, and how it is read: few forms are ever compiled for a question."""
    return re.compile(needs), rf"{pattern}(?=\s|$)", read


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A form that names days is 7,000 characters long, and takes 10 ms."""
    return re.compile(pattern)


_ROLLING = rf"(?P<count>{COUNT})(?: ?|-)(?P<unit>{_UNIT})"
_ROLLING_BARE = re.sub(r"\?P<\w+>", "?:", _ROLLING)
_PART_OF_DAY = "(?:this|last|yesterday) (?:morning|afternoon|evening|night)"
_CALENDAR = "(?:week|month|quarter|year)"
_OF_YEAR = r"(?:,? (?P<year>\d{4}))?"
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock|h|uhr)|\d{1,2}:\d\d|noon|midnight)"
_ON_PAST = r"(?:today|(?:this|yesterday) (?:morning|afternoon|evening)|yesterday)"  # `monday at 7` may be of each week
_ON = (
    r"(?:today|(?:this|yesterday) (?:morning|afternoon|evening)|yesterday"
    rf"|(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})(?: (?:morning|afternoon|evening))?)"
)
_PHRASES = (
    _phrase(
        rf"(?:(?P<before>{_ON}),? )?(?:between|from) (?P<first>{_CLOCK}|\d{{1,2}})(?: and | to | until | till | ?- ?)"
        rf"(?P<final>{_CLOCK}|\d{{1,2}}(?! {MONTH}))(?: (?:on )?(?P<day>{_ON}))?",
        _hours,
        needs=r"(?:between|from) (?:\d|noon|midnight)",
    ),
    _phrase(
        rf"(?:(?P<before>{_ON_PAST}) )?(?P<word>before|until|till|up to|at|around|about) "
        rf"(?P<clock>{_CLOCK}|\d{{1,2}}(?= (?:this|yesterday) (?:morning|afternoon|evening)))"
        rf"(?: (?:on )?(?P<day>{_ON_PAST}))?",
        _near_clock,
        needs=r"(?:before|until|till|up to|at|around|about) (?:\d|noon|midnight)",
    ),
    _phrase(
        rf"from (?:the )?(?P<span>today|yesterday|{_PART_OF_DAY}|(?:last|this) {_CALENDAR}"
        rf"|(?:last|past) {_ROLLING_BARE})(?! (?:on|onwards?|until|till|to|up)(?:\s|$))",
        _of_span,
        needs="^from ",
    ),
    _phrase(
        rf"(?:since|after|from) (?:(?P<before>{_ON}) )?(?:at )?"
        rf"(?P<clock>{_CLOCK}|\d{{1,2}}(?= (?:this|yesterday) (?:morning|afternoon|evening)))"
        rf"(?: (?:on )?(?P<day>{_ON}))?",
        _since_clock,
        needs=rf"^(?:since|after|from) .*(?:{_CLOCK}|\d (?:this|yesterday) )",
    ),
    _phrase(rf"(?P<first>{DAY}) and (?:on )?(?:the )?(?P<final>{DAY})", _neighbours, needs=" and "),
    _phrase(
        rf"(?:from |between )?(?:the )?(?P<first>{NTH})(?:{_MARKS}| and )(?:the )?(?P<final>{NTH}) (?:of )?"
        rf"(?P<month>{MONTH}){_OF_YEAR}",
        _range_of_month,
    ),
    _phrase(
        rf"(?:from |between )?(?P<month>{MONTH}) (?P<first>{NTH}){_MARKS}(?P<final>{NTH}){_OF_YEAR}", _range_of_month
    ),
    _phrase(rf"between (?P<first>{DAY}) and (?P<final>{DAY})", _range, needs="^between "),
    _phrase(rf"(?:from )?(?P<first>{DAY}){_MARKS}(?P<final>{DAY})", _range, needs=_MARKS),
    _phrase(rf"(?P<since>{DAY})\.{{2,3}}", _since, needs=r"\.\."),
    _phrase(rf"since (?:the )?(?:beginning|start) of (?:the |this )?(?P<unit>{_CALENDAR})", _so_far),
    _phrase(
        rf"(?:since|from|as of|starting) (?P<since>{_PART_OF_DAY}|{DAY}|(?:the )?(?:last |this )?{_CALENDAR}"
        rf"|(?:the )?(?:last |past )?{_ROLLING_BARE})",
        _since,
        needs="^(?:since|from|as of|starting) ",
    ),
    _phrase(
        rf"after (?P<after>{_PART_OF_DAY}|{DAY}|(?:the )?(?:last |this )?{_CALENDAR}"
        rf"|(?:the )?(?:last |past )?{_ROLLING_BARE})",
        _after,
        needs="^after ",
    ),
    _phrase(rf"(?P<word>before|until|till|up to) (?P<day>{DAY})", _until, needs="^(?:before|until|till|up to) "),
    _phrase(rf"(?:so far )?this (?P<unit>{_CALENDAR}) so far", _so_far),
    _phrase(rf"so far this (?P<unit>{_CALENDAR})", _so_far),
    _phrase(rf"(?P<unit>{_CALENDAR})[ -]to[ -]date", _so_far),
    _phrase(
        rf"(?:(?P<which>this|last|yesterday|{'|'.join(WEEKDAYS)}) (?P<part>morning|afternoon|evening|night)"
        r"|tonight|overnight)",
        _part_of_day,
    ),
    _phrase(rf"(?P<day>{DAY})", _days, needs=r"^(?!\d+[hdw](?:\s|$))"),  # `7d` is no day
    _phrase(rf"(?:the )?(?:last |past |previous )?{_ROLLING}", _rolling),
    _phrase(r"(?:the )?(?:past|last) (?P<unit>hour|day)", _rolling_one),
    _phrase(r"(?:the )?past (?P<unit>week|month)", _rolling_one),
    _phrase(rf"(?:the )?(?P<which>this|current|last|previous) (?P<unit>{_CALENDAR})", _calendar),
    _phrase(r"(?:all[- ]time|all data|all|ever|everything|overall|in total|to date)", _all),
    _phrase(rf"(?:since |from )?(?:tomorrow|next (?:{_CALENDAR}|weekend))", _future),
)
_BEGINNING = re.compile(
    rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))}|mon|tue|wed|thu|fri|sat|sun)"
    rf"|(?:the|from|between|since|after|as|at|around|about|starting|before|until|till|up|so|this|last|past|previous|current|first|second"
    rf"|third|fourth|h1|h2|beginning|start|early|middle|mid|end|late"
    rf"|week|wk|kw|cw|calendar|month|quarter|year|day|today|yesterday|tonight|overnight|weekend|q[1-4]|20\d\d-?w?\d*"
    rf"|all|all-time|ever|everything|overall|in|to|tomorrow|next|couple|{COUNT})(?![a-z])"
)
