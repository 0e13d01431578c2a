"""Spans of time as people write them: `7d`, `last week`, `since monday`, `between 10 and 15 november`, `last night`.

Every form has a start and an end, and lies in the past. All is our own grammar: five libraries that read dates were run
on the phrases of tests/data/phrasings, and the best of them found 14 of 27 windows and dates in 24 of 73 sentences
that have none; each gives points where spans are meant, and two read `last two weeks` as the future.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Moment
from bot.questions.dates.counts import COUNT
from bot.questions.dates.hours import take_hours
from bot.questions.dates.lengths import LENGTH, LONGEST, read_length
from bot.questions.dates.ranges import CALENDAR, take_range
from bot.questions.dates.readings import FutureError, Reading, of_unit, plain, tied, until_now
from bot.questions.dates.vague import refuse_vague
from bot.questions.parse_error import ParseError
from bot.reports.instants import EPOCH
from bot.reports.window import Window, everything, last

LONGEST_PHRASE = 13  # words: `between 10 pm on 1 february 2017 and 2 am on 2 february 2017`
WHOLE = frozenset({"in total", "overall"})  # these say nothing beside another span of time
KNOWN = (
    *("24h", "7d", "30d", "2w", "today", "yesterday", "all"),
    *("this week", "last week", "this month", "last month", "this year", "last year"),
)


def take_window(tokens: tuple[str, ...], moment: Moment) -> tuple[Reading, int] | None:
    """The window that the words begin with and how many of them say it; None when they begin with none.

    Raises ParseError for a span that is in the future, too long, or in no calendar.
    """
    if not tokens or not may_begin(tokens[0]):
        return None
    text = " ".join(tokens[:LONGEST_PHRASE]).casefold()
    refuse_vague(text)
    for read in (take_hours, take_range, _other):
        if taken := read(text, moment):
            reading, end = taken
            _check(text[:end], reading.window, moment)
            return tied(reading), text.count(" ", 0, end) + 1
    return None


def _other(text: str, moment: Moment) -> tuple[Reading, int] | None:
    """A length, a part of the calendar by its name, all of it, or what lies ahead."""
    for pattern, read in _PHRASES:
        if (match := pattern.match(text)) and (reading := read(match, moment)):
            return reading, match.end()
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
        instead = ["last night", "today"] if words == "tonight" else ["today"]
        raise FutureError(words, instead)
    if window.length > LONGEST and window.start != EPOCH:
        raise ParseError(words, f"{words} is longer than twenty years.", ["all"], known=True)


def _rolling(match: re.Match[str], moment: Moment) -> Reading:
    return plain(read_length(match["length"], moment))


def _rolling_one(match: re.Match[str], moment: Moment) -> Reading:
    return plain(read_length(f"1 {match['unit']}", moment))


def _calendar(match: re.Match[str], moment: Moment) -> Reading:
    return of_unit(match["unit"], moment, current=match["which"] in {"this", "current"})


def _this_hour(_: re.Match[str], moment: Moment) -> Reading:
    """What has passed of the hour on the clock."""
    minutes = moment.now.astimezone(moment.zone).minute
    begun = moment.now.replace(second=0, microsecond=0) - timedelta(minutes=minutes)
    return plain(until_now(Window(begun, moment.now, "this hour", relative=True), moment))


def _so_far(match: re.Match[str], moment: Moment) -> Reading:
    """`so far this week`, `month to date`, `since the beginning of the year`."""
    return of_unit(match["unit"], moment, current=True)


def _all(_: re.Match[str], moment: Moment) -> Reading:
    return plain(everything(now=moment.now))


def _future(match: re.Match[str], _: Moment) -> Reading:
    raise FutureError(match[0], ["this week"])


_Read = Callable[[re.Match[str], Moment], Reading | None]


def _phrase(pattern: str, read: _Read) -> tuple[re.Pattern[str], _Read]:
    return re.compile(rf"{pattern}(?=\s|$)"), read


_PHRASES = (
    _phrase(rf"since (?:the )?(?:beginning|start) of (?:the |this )?(?P<unit>{CALENDAR})", _so_far),
    _phrase(rf"(?:so far )?this (?P<unit>{CALENDAR}) (?:so far|to date)", _so_far),
    _phrase(rf"so far this (?P<unit>{CALENDAR})", _so_far),
    _phrase(rf"(?P<unit>{CALENDAR})[ -]to[ -]date", _so_far),
    _phrase(rf"(?:all|the whole|the entire|whole|entire) (?P<unit>{CALENDAR})", _so_far),
    _phrase(rf"(?:from )?(?!an? )(?:the )?(?:last |past |previous )?(?P<length>{LENGTH})(?! ago)", _rolling),
    _phrase(
        r"(?:in|within|over|during|for) (?P<length>an? (?:minute|hour|day|week|month|quarter|year))(?! of)", _rolling
    ),
    _phrase(r"(?:the )?(?:past|last) (?P<unit>hour|day|minute)", _rolling_one),
    _phrase(r"(?:the )?(?:this|current) hour", _this_hour),
    _phrase(r"(?:the )?past (?P<unit>week|month|quarter|year)", _rolling_one),
    _phrase(rf"(?:the )?(?P<which>this|current|last|previous|prior|preceding) (?P<unit>{CALENDAR})", _calendar),
    _phrase(rf"(?:the )?(?P<unit>{CALENDAR}) prior(?P<which>)", _calendar),
    _phrase(r"(?:up (?:to|until|till) now|until now|from the (?:very )?(?:start|beginning)(?! of))", _all),
    _phrase(r"since (?:forever|ever|(?:the )?(?:beginning|start)(?: of time)?|day one|records began)(?! of)", _all),
    _phrase(r"(?:all[- ]time|all data|all|ever|everything|overall|in total|to date)", _all),
    _phrase(rf"(?:since |from )?(?:tomorrow|next (?:{CALENDAR}|weekend))", _future),
    _phrase(rf"(?:since |from |until )?(?:the )?(?:next|coming) (?:{'|'.join((*WEEKDAYS, *MONTHS))})", _future),
)
_BEGINNING = re.compile(
    rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))}|mon|tue|wed|thu|fri|sat|sun)"
    r"|(?:the|from|between|since|ever|after|as|at|around|about|roughly|approximately|starting|before|until|till|up|so|this|on|in|during|by|prior"
    r"|earlier|later|no|not|through|last|past|previous|current|first|second|third|fourth|h1|h2|beginning|start|early"
    r"|middle|mid|end|late|lunch|lunchtime|noon|midday|midnight|half|same|prior|preceding|coming|entire|throughout|for|over|within|few|several|some|quite|just|ages|long|recent|these|my|our|weeks?|wk|kw|cw|w/c|calendar|month|quarter|year|day"
    r"|today|yesterday|tonight|overnight|weekend|q[1-4]|w\d\d|20\d\d-?w?\d*|all|all-time|whole|everything|overall|to|tomorrow"
    rf"|next|couple|{COUNT})(?![a-z])"
)
