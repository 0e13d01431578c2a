"""Hours of a day that is named: `friday after 5pm`, `the evening of 22 november`, `from friday 5pm to monday 9am`.

Without a day hours may be those of each day, and are no span; only `since 8 am` is of today.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from bot.questions.dates.calendar import WEEKDAYS, Moment
from bot.questions.dates.clock import BARE, CLOCK, Clock, half_unsaid, read_both, read_clock
from bot.questions.dates.counts import COUNT, few
from bot.questions.dates.days import take_days
from bot.questions.dates.readings import Reading, plain, until_now
from bot.questions.parse_error import ParseError
from bot.reports.instants import EPOCH
from bot.reports.window import Window

_ONE_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_NOON, _MIDNIGHT = 12, (24, 0)
_EVENING = 17  # from this hour on what is `since 10pm` may have begun yesterday
_PARTS = {  # of a day: hours from its midnight
    "small hours": (0, 6),
    "early morning": (0, 8),
    "morning": (0, 12),
    "late morning": (9, 12),
    "lunch": (11, 14),
    "early afternoon": (12, 15),
    "afternoon": (12, 18),
    "late afternoon": (15, 18),
    "afternoon and evening": (12, 24),
    "early evening": (18, 21),
    "evening": (18, 24),
    "late evening": (21, 24),
    "early night": (18, 23),
    "night": (18, 30),
    "late night": (21, 30),
}
_SAID_AS = {"early": "early morning", "first thing": "early morning", "late": "evening", "overnight": "night"}
_HALVES = {"am": "morning", "pm": "afternoon and evening"}
_LUNCH = "lunch(?:[ -]?(?:time|break|hour))?"
_PART = rf"(?:(?:early|late)(?: in the)? )?(?:morning|afternoon|evening|night)|{_LUNCH}|(?:small|wee) hours"
_NOW = rf"(?:the )?(?:(?P<more>early |late )?(?P<which>this|last|yesterday) (?P<part>{_PART})|tonight|overnight"
_NOW += rf"|night before last|(?P<nights>{COUNT}) nights ago)"
_WITHIN = "(?:(?:in|on|during|around|over|at) )?(?:the )?"
_NEAR = ("at", "around", "about")
_AT = f"(?:{'|'.join(_NEAR)})"
_AFTER = ("after", "later than", "past")
_BEFORE = ("before", "prior to", "earlier than")
_END = r"(?=\s|$)"
_OF_TWO = r"\d{1,2}(?=(?:-| to | till | until )\d{1,2}(?:am|pm|\s|$))"  # `yesterday 14-16`
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
_JOINT = r" ?- ?|\.\.+| (?:and|to|until|till|through|up to) "
_THIS_TIME = "(?:up to|until|till|by) (?:this|the same|same) time"
_WORTH = re.compile(  # the texts that may be about hours: all others are looked at no further
    rf"{CLOCK}|(?:this|same) time|first thing|morning|afternoon|evening|night|lunch|\b(?:early|late) |{_AT} \d"
    r"|(?:small|wee) hours| [ap]m\b"
    r"|\b(?:before|after|until|till) \d{1,2}$|\b\d{1,2}(?: ?- ?| (?:and|to|until|till) )\d{1,2}\b"
)


class NoDayError(ParseError):
    """Hours of no day: beside a day that is named elsewhere they are a time of each day."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A day, a part of it and a time, as far as they are said; `near` is `at` or `around`."""

    day: date | None = None
    relative: bool = False
    part: str = ""
    clock: str = ""
    near: str = ""
    day_first: bool = True

    @property
    def timed(self) -> bool:
        """Whether more than a day is said."""
        return bool(self.clock or self.part)

    @property
    def sure(self) -> bool:
        """Whether a bare number can be but a time."""
        return not self.clock.isdecimal() or bool(self.day and (self.near or self.part))


def take_hours(text: str, moment: Moment) -> tuple[Reading, int] | None:
    """The hours that a text begins with, and how many letters say them; None where it begins with none.

    Raises ParseError where no day, or neither half of it, is said.
    """
    if not _WORTH.search(text):
        return None
    for read in (_to_this_time, _range, _since, _up_to, _of_day, _alone):
        taken = read(text, moment)
        if taken and re.compile(_END).match(text, taken[1]):
            window, end = taken
            if window.start > moment.now and _WEEKDAY.search(text[:end]):  # of a weekday that is today: a week ago
                window = (read(text, replace(moment, now=moment.now - timedelta(days=7))) or taken)[0]
            goes_on = window.start <= moment.now < window.end
            return _beside_the_day_before(until_now(window, moment) if goes_on else window, moment), end
    return None


def _range(text: str, moment: Moment) -> tuple[Window, int] | None:
    """`between 9 and 12 yesterday`, `yesterday from 2 to 4 pm`, `from friday 5pm to monday 9am`, `nov 22 2pm-4pm`."""
    first = _take_point(text, _skip("(?:between|from) ", text, 0), moment)
    joint = first and _pattern(_JOINT).match(text, first[1])
    if not first or not joint:
        return None
    if first[0].timed and first[0].sure and (now := _pattern(rf"now{_END}").match(text, joint.end())):
        begin = _instants(first[0], text[: now.end()], moment)[0]
        return Window(begin, moment.now, f"since {_name(first[0], text, moment)}"), now.end()
    final = _take_point(text, joint.end(), moment)
    if not final or (joint[0] == " and " and not re.search(r"\b(?:between|from) ", text[: joint.start()])):
        return None
    half = _pattern(rf" in the (morning|afternoon|evening){_END}").match(text, final[1])
    if half and not final[0].part:  # `between 8 and 10 in the morning`
        final = replace(final[0], part=half[1]), half.end()
    return _between(first[0], final[0], text[: final[1]], moment)


def _between(first: _Point, final: _Point, words: str, moment: Moment) -> tuple[Window, int] | None:
    if first.day and final.day and first.day != final.day:
        return (_of_two_days(first, final, words, moment), len(words)) if first.timed or final.timed else None
    if not first.clock or not final.clock:
        return None
    day, part = first.day or final.day, first.part or final.part
    if day is None:
        if first.clock.isdecimal() and final.clock.isdecimal():
            return None  # two numbers of anything
        raise _no_day(words, first.clock, final.clock)
    clocks = read_both(first.clock, final.clock, part, words)
    if clocks is None:
        return None
    begin, close = (_at(day, clock, part, moment) for clock in clocks)
    return (_labelled(begin, close, moment), len(words)) if begin < close else None


def _of_two_days(first: _Point, final: _Point, words: str, moment: Moment) -> Window:
    if first.day and final.day and final.day < first.day and first.relative and final.relative:
        first = replace(first, day=first.day - timedelta(days=7))  # from friday to monday
    begin = _instants(first, words, moment)[0]
    start, close = _instants(final, words, moment)
    close = start if final.clock else close
    if close <= begin:
        raise ParseError(words, f"{words} ends before it begins.", known=True)
    return _labelled(begin, close, moment)


def _beside_the_day_before(window: Window, moment: Moment) -> Reading:
    """Hours of a day are compared with the same hours of the day before; any other span with as long before."""
    if window.length > _ONE_DAY or window.label.startswith(("since ", "after ")):
        return plain(window)
    start, end = (_a_day_before(at, moment) for at in (window.start, window.end))
    return Reading(window, Window(start, end, "the same hours the day before"))


def _a_day_before(at: datetime, moment: Moment) -> datetime:
    local = at.astimezone(moment.zone)
    return moment.at(local.date() - _ONE_DAY, local.hour, local.minute) + timedelta(
        seconds=local.second, microseconds=local.microsecond
    )


def _to_this_time(text: str, moment: Moment) -> tuple[Window, int] | None:
    """`up to this time yesterday`, `yesterday until this time`: of that day, up to the time that it is now."""
    match = _pattern(rf"(?:{_THIS_TIME} (?:on |of )?)?").match(text)
    day = match and _one_day(text, match.end(), moment)
    behind = day and _pattern(rf",? {_THIS_TIME}").match(text, day[1])
    if not match or not day or not day[0].day or bool(match[0]) == bool(behind):
        return None
    now = moment.now.astimezone(moment.zone)
    start, end = moment.start_of(day[0].day), moment.at(day[0].day, now.hour, now.minute)
    return (_labelled(start, end, moment), behind.end() if behind else day[1]) if start < end else None


def _since(text: str, moment: Moment) -> tuple[Window, int] | None:
    """`since friday 3pm`, `after yesterday evening`, `since 8 am` of today, or yesterday where that is to come.

    `after 5pm on friday` is of that day.
    """
    match = re.match(r"(since|as of|from|starting(?: from| at)?|after|later than|past) (?:about |around )?", text)
    taken = match and _take_point(text, match.end(), moment)
    if not match or not taken or not taken[0].timed or not taken[0].sure:
        return None
    point, end = taken
    start, close = _instants(point, text[:end], moment)
    evening = moment.at(moment.today, _EVENING)
    if (
        match[1] == "since" and point.clock and not point.day and start > max(moment.now, evening)
    ):  # `since 10pm`, in the morning
        point = replace(point, day=moment.today - _ONE_DAY)
        start, close = _instants(point, text[:end], moment)
    until_now = _pattern(rf" (?:to|until|till|up to) now{_END}").match(text, end)
    if match[1] in _AFTER and point.clock and point.day and not point.day_first and not until_now:
        return _labelled(start, moment.start_of(point.day + _ONE_DAY), moment), end
    after = match[1] in _AFTER and not point.clock
    name = f"{'after' if after else 'since'} {_name(point, text[:end], moment)}"
    end = _skip(rf" (?:on|onwards?|(?:to|until|till|up to) now){_END}", text, end)
    return Window(close if after else start, moment.now, name), end


def _up_to(text: str, moment: Moment) -> tuple[Window, int] | None:
    """`before 9am on monday` is of that day; `until friday 3pm` is all that was loaded up to there."""
    match = re.match(rf"(up (?:to|until|till)|until|till|by|through|{'|'.join(_BEFORE)}) ", text)
    taken = match and _take_point(text, match.end(), moment)
    if not match or not taken or not taken[0].timed or not taken[0].day or not taken[0].sure:
        return None
    point, end = taken
    start, close = _instants(point, text[:end], moment)
    close = start if point.clock or match[1] in _BEFORE else close
    if point.clock and not point.day_first:
        midnight = moment.start_of(taken[0].day)
        return (_labelled(midnight, close, moment), end) if midnight < close else None
    return Window(
        EPOCH, close, f"{'before' if match[1] in _BEFORE else 'until'} {_name(point, text[:end], moment)}"
    ), end


def _of_day(text: str, moment: Moment) -> tuple[Window, int] | None:
    """`friday after 5pm`, `yesterday before noon`, `yesterday from 2pm`: of that day; `yesterday since 2pm` goes on."""
    day = _take_day(text, 0, moment)
    if opened := _opened(text, day, moment):
        return opened
    word = rf"(?P<word>until|till|up to|{'|'.join((*_BEFORE, *_AFTER))})"
    match = day and _pattern(rf",? {word} (?:(?P<clock>{CLOCK}|{BARE})|(?P<part>{_LUNCH}))").match(text, day[1])
    if not day or not day[0].day or not match:
        return None
    said = replace(day[0], clock=match["clock"] or "", part="lunch" if match["part"] else day[0].part)
    begin, close = _instants(said, text[: match.end()], moment)
    midnight, after = moment.start_of(day[0].day), match["word"] in _AFTER
    start = (close if match["part"] else begin) if after else midnight
    end = moment.start_of(day[0].day + _ONE_DAY) if after else begin
    return (_labelled(start, end, moment), match.end()) if start < end else None


def _opened(text: str, day: tuple[_Point, int] | None, moment: Moment) -> tuple[Window, int] | None:
    """From a time of a day on: to its end, or with `since` until now."""
    match = day and _pattern(
        rf",? (?P<word>since|from|starting(?: from| at)?) (?P<clock>{CLOCK})(?: on(?:wards?)?)?"
    ).match(text, day[1])
    if not day or not day[0].day or not match:
        return None
    point = replace(day[0], clock=match["clock"])
    start = _instants(point, text[: match.end()], moment)[0]
    if match["word"] == "since":
        return Window(start, moment.now, f"since {_name(point, text[: match.end()], moment)}"), match.end()
    return _labelled(start, moment.start_of(day[0].day + _ONE_DAY), moment), match.end()


def _alone(text: str, moment: Moment) -> tuple[Window, int] | None:
    """`yesterday evening`, `on the 22nd in the afternoon`, `at 9 am yesterday`: that hour; `around`: on both sides."""
    taken = _take_point(text, 0, moment)
    if not taken or not taken[0].timed or not taken[0].day or not taken[0].sure:
        return None
    point, end = taken
    start, close = _instants(point, text[:end], moment)
    if not point.clock:
        return Window(start, close, f"{_name(point, text[:end], moment)} ({_hours(start, close, moment)})"), end
    return _labelled(start - _HOUR * (point.near in {"around", "about"}), close, moment), end


def _take_point(text: str, at: int, moment: Moment) -> tuple[_Point, int] | None:
    """A day with or without a time, a time with or without a day; and where it ends."""
    if day := _take_day(text, at, moment):
        near = rf"(?P<near>{'|'.join((*_NEAR, 'between', 'from'))})"
        tail = _pattern(rf"(?:t(?=\d\d:)|,? )(?:{near} (?P<clock>{CLOCK}|{BARE})|(?P<plain>{CLOCK}|{_OF_TWO}))").match(
            text, day[1]
        )
        if tail is None:
            return day
        near = tail["near"] if tail["near"] in _NEAR else ""
        return replace(day[0], clock=tail["clock"] or tail["plain"], near=near), tail.end()
    time = _pattern(rf"(?P<near>{_AT} )?(?P<clock>{CLOCK}|{BARE})").match(text, at)
    if time is None:
        return None
    point = _Point(clock=time["clock"], near=(time["near"] or "").strip(), day_first=False)
    behind = _take_day(text, _skip(",? (?:on |of |in )?", text, time.end()), moment)
    if behind is None:
        return point, time.end()
    return replace(point, day=behind[0].day, relative=behind[0].relative, part=behind[0].part), behind[1]


def _take_day(text: str, at: int, moment: Moment) -> tuple[_Point, int] | None:
    """A day, alone or with a part of it before or behind it: `the evening of the 22nd`, `friday in the afternoon`."""
    before = _pattern(rf"{_WITHIN}(?P<part>{_PART}|early|late|first thing|overnight)(?: of| on)? ").match(text, at)
    if night := _of_two_days_said(text, at, moment):
        return night
    if before and (dated := _one_day(text, before.end(), moment)):
        more = before["part"] if before["part"] in {"early", "late"} else ""
        behind = _pattern(rf" (?P<part>morning|afternoon|evening|night){_END}").match(text, dated[1]) if more else None
        part = f"{more} {behind['part']}" if behind else before["part"]  # `early monday morning`
        return replace(dated[0], part=_part(part)), behind.end() if behind else dated[1]
    if now := _pattern(rf"{_NOW}{_END}").match(text, at):
        part = _part(f"{now['more'] or ''}{now['part'] or 'night'}")
        return _Point(moment.today - timedelta(days=_nights_back(now, moment)), relative=True, part=part), now.end()
    dated = _one_day(text, at, moment)
    form = rf" (?:{_WITHIN}(?P<part>{_PART}|overnight)|(?P<half>am|pm)){_END}"
    behind = dated and _pattern(form).match(text, dated[1])
    if not dated or not behind:
        return dated
    return replace(dated[0], part=_part(behind["part"] or _HALVES[behind["half"]])), behind.end()


def _of_two_days_said(text: str, at: int, moment: Moment) -> tuple[_Point, int] | None:
    """One night that is said by both of its days: `the night from saturday to sunday`."""
    night = _pattern(rf"{_WITHIN}night(?: of| on| from| between)? ").match(text, at)
    first = _one_day(text, night.end(), moment) if night else None
    joint = "to|on|until|into|and" if night and "between" in night[0] else "to|on|until|into"
    to = _pattern(f" (?:{joint}) (?:the )?").match(text, first[1]) if first else None
    final = _one_day(text, to.end(), moment) if to else None
    if not first or not final or not first[0].day or not final[0].day:
        return None
    of_weekdays = first[0].relative and final[0].relative and (final[0].day - first[0].day).days % 7 == 1
    if not of_weekdays and final[0].day - first[0].day != _ONE_DAY:
        return None
    return replace(first[0], day=final[0].day - _ONE_DAY, part="night"), final[1]


def _one_day(text: str, at: int, moment: Moment) -> tuple[_Point, int] | None:
    taken = take_days(text, at, moment)
    if taken is None or taken[0].after - taken[0].first != _ONE_DAY:
        return None
    return _Point(taken[0].first, taken[0].relative), taken[1]


def _nights_back(now: re.Match[str], moment: Moment) -> int:
    """How many days before today a part of a day is: last night is that of yesterday, and tonight before it ends."""
    if now["nights"]:
        return few(now["nights"])
    if now[0].endswith("before last"):
        return 2
    goes_on = now[0] == "tonight" and moment.now < moment.at(moment.today, _PARTS["night"][1] % 24)
    return 1 if now["which"] in {"last", "yesterday"} or now[0] == "overnight" or goes_on else 0


def _part(words: str) -> str:
    if words.startswith("lunch"):
        return "lunch"
    if words.endswith("hours"):
        return "small hours"
    return _SAID_AS.get(words) or words.replace(" in the", "")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _skip(pattern: str, text: str, at: int) -> int:
    """Where a text goes on behind words that need not be there."""
    match = _pattern(pattern).match(text, at)
    return match.end() if match else at


def _instants(point: _Point, words: str, moment: Moment) -> tuple[datetime, datetime]:
    """Both ends of a point: an hour from its time, its part, or its whole day; of today where no day is said."""
    day = point.day or moment.today
    if not point.clock:
        begin, end = _PARTS[point.part] if point.part else (0, 24)
        return moment.at(day, begin), moment.at(day + end // 24 * _ONE_DAY, end % 24)
    clock = read_clock(point.clock, point.part)
    if clock is None:
        hour = point.clock.removesuffix(" o'clock")
        if hour.isdecimal() and 0 < int(hour) <= _NOON:
            raise half_unsaid(words, rf"(?<!\S){point.clock}(?!\S)", [f"{hour}am", f"{hour}pm"])
        raise ParseError(words, f"{point.clock} is no time of a day.", known=True)
    start = _at(day, clock, point.part, moment)
    return start, start + _HOUR


def _at(day: date, clock: Clock, part: str, moment: Moment) -> datetime:
    """A time of a day; the small hours of its night are those of the next."""
    if clock == _MIDNIGHT or (part.endswith("night") and clock[0] < _NOON):
        day, clock = day + _ONE_DAY, (clock[0] % 24, clock[1])
    return moment.at(day, *clock)


def _no_day(words: str, first: str, final: str) -> NoDayError:
    clocks = read_both(first, final, "", words)
    ends = [f"{hour:02}:{minute:02}" if hour < _MIDNIGHT[0] else "midnight" for hour, minute in clocks or ()]
    between = f"between {' and '.join(ends)}" if ends else words
    return NoDayError(words, f"In {words} no day is named.", [f"{between} today", f"{between} yesterday"])


def _name(point: _Point, words: str, moment: Moment) -> str:
    """`the evening of 2026-11-22`, `17:00 on 2026-11-27`."""
    day = point.day or moment.today
    if point.clock:
        return f"{_instants(point, words, moment)[0].astimezone(moment.zone):%H:%M %Z} on {day}"
    return f"{'lunch time' if point.part == 'lunch' else f'the {point.part}'} of {day}"


def _hours(start: datetime, end: datetime, moment: Moment) -> str:
    """`14:00 to 15:00 UTC`: the zone is called what it is called then."""
    first, final = start.astimezone(moment.zone), end.astimezone(moment.zone)
    until = "24:00" if end == moment.start_of(first.date() + _ONE_DAY) else f"{final:%H:%M}"
    return f"{first:%H:%M} to {until} {final:%Z}"


def _labelled(start: datetime, end: datetime, moment: Moment) -> Window:
    """`2026-11-22 14:00 to 15:00 UTC`, `2026-11-27 17:00 to 2026-11-30 09:00 UTC`."""
    first, final = start.astimezone(moment.zone), end.astimezone(moment.zone)
    if end <= moment.start_of(first.date() + _ONE_DAY):
        return Window(start, end, f"{first:%Y-%m-%d} {_hours(start, end, moment)}")
    return Window(start, end, f"{first:%Y-%m-%d %H:%M} to {final:%Y-%m-%d %H:%M} {final:%Z}")
