"""Spans of time of days: with two ends, with one, and several days in a row.

`between 10 and 15 november`, `since the 20th`, `before last week`, `from monday to friday`, `the 22nd and 23rd`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Days, Moment, label, months_before, unit_of
from bot.questions.dates.counts import COUNT, few
from bot.questions.dates.day_forms import MONTH, NTH, written
from bot.questions.dates.days import read_days, take_days
from bot.questions.dates.lengths import LENGTH, read_length
from bot.questions.dates.readings import FutureError, Reading, of_days, plain, until_now
from bot.questions.parse_error import ParseError
from bot.reports.instants import EPOCH
from bot.reports.window import Window

CALENDAR = "(?:week|month|quarter|year)"
_ONE_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NEAR, _BACK = timedelta(days=60), timedelta(days=200)
_YEAR = re.compile(r"\b20\d\d\b")
_END = r"(?=\s|$)"
_AND = r",| and| &| \+| plus"
_UP_TO = "to|until|till|through|up to|up until"
_MARKS = rf"(?:\s?\.{{2,3}}\s?| ?- ?| (?:{_UP_TO}) )"
_NOW = rf"(?:now|today so far|(?<=till |ntil )date){_END}"
_BEFORE = "before|prior to|earlier than"
_UNTIL = (
    "on or before|(?:up )?(?:to|until|till) and including|(?:up )?(?:until|till)|up to|through|(?:no|not) later than|by"
)
_AFTER = "after|later than"
_SINCE = "on or after|(?:ever )?since|as (?:of|from)|from|(?:starting|beginning)(?: from| on| with)?"
_WORDS = rf"(?P<until>{_UNTIL})|(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<since>{_SINCE})"
_OPENS = re.compile(
    rf"(?:{_WORDS}) (?:(?<=by |ll |il )the end of )?(?:on )?(?:the (?=\w+day))?(?:(?:about|around|roughly|at least) )?"
)
_CALENDAR = re.compile(rf"(?:the )?(?P<which>last|this|current|previous|prior) (?P<unit>{CALENDAR}){_END}")
_LENGTH = re.compile(rf"(?:the )?(?P<past>last |past |previous )?(?P<length>{LENGTH})(?: ago)?{_END}")
_SIDE = rf"(?P<the>the )?(?:(?P<n>{COUNT}) )?(?P<unit>day|week)s? (?P<side>before|after) "
_AGO = re.compile(rf"{COUNT} (?P<unit>day|week|month)s? ago{_END}")
_ABOUT = rf"(?:about|roughly|approximately) (?={_AGO.pattern.replace('?P<unit>', '?:')})"
_BESIDE = re.compile(rf"(?P<around>(?:on or )?around |{_ABOUT})|{_SIDE}")
_EITHER_SIDE = {"day": _ONE_DAY, "week": timedelta(days=3), "month": _WEEK}  # of what was about so long ago
_OVER = re.compile(rf"(?:the )?(?:today|yesterday|(?:last|this) {CALENDAR})")


def take_range(text: str, moment: Moment) -> tuple[Reading, int] | None:
    """The span that a text begins with, and how many letters say it; None where it begins with none.

    Raises ParseError for a day that no calendar has, or an end before its beginning.
    """
    for taken in _readings(text, moment):
        if taken and _pattern(_END).match(text, taken[1]):
            return taken
    return None


def _readings(text: str, moment: Moment) -> Iterator[tuple[Reading, int] | None]:
    """Every form in its turn; days that the text itself begins with are read once for those that may begin so."""
    yield _of_month(text, moment)
    yield _beside(text, moment)
    days = take_days(text, 0, moment)
    span = days or _by_name(text, 0, moment)
    yield _closed(text, span, moment)
    yield _open(text, span, moment)
    yield _several(text, days, moment)


def _of_month(text: str, moment: Moment) -> tuple[Reading, int] | None:
    """`between 10 and 15 november`, `10-15 november`, `nov 10 to 15`."""
    joint = rf"(?:{_MARKS}| and )(?:the )?"
    for form in (
        rf"(?:from |between )?(?:the )?(?P<first>{NTH}){joint}(?P<final>{NTH}) (?:of )?(?P<month>{MONTH})",
        rf"(?:from |between )?(?P<month>{MONTH}) (?:the )?(?P<first>{NTH}){joint}(?P<final>{NTH})(?!:)",
    ):
        if match := _pattern(rf"{form}(?:,? (?P<year>\d{{4}}))?{_END}").match(text):
            first, final = (int(re.sub(r"\D", "", match[name])) for name in ("first", "final"))
            month, year = match["month"], match["year"]
            of_year = int(year) if year else read_days(f"{first} {month}", moment).first.year
            ends = [written(match[0], of_year, MONTHS[month], day) for day in (first, final)]
            if match["month"] and " and " in match[0] and "between" not in match[0] and final - first != 1:
                return None  # two days, and not those between
            return _between(match[0], ends[0], ends[1], moment), match.end()
    return None


def _closed(text: str, span: tuple[Days, int] | None, moment: Moment) -> tuple[Reading, int] | None:
    """`from monday to friday`, `between october and november`, `2017-02-01..2017-02-15`, `monday until now`."""
    head = _pattern("(?:from|between|starting) (?:the )?").match(text)
    first = _take_span(text, head.end(), moment) if head else span
    between = " and " if head and head[0].startswith("between") else None
    joint = first and _pattern(f"{_MARKS}|{between or _MARKS}").match(text, first[1])
    if not first or not joint:
        return None
    if now := _pattern(_NOW).match(text, joint.end()):
        return _from(first[0], text[: first[1]], moment), now.end()
    the = _pattern(r"the (?=\w+day)").match(text, joint.end())
    final = _take_span(text, the.end() if the else joint.end(), moment)
    if final is None:
        open_end = joint[0].strip() in {"..", "..."} and joint.end() == len(text)
        return (_from(first[0], text[: first[1]], moment), joint.end()) if open_end else None
    said = text[head.end() if head else 0 : first[1]]
    of_week = _pattern(r".* ((?:last|previous) week)").fullmatch(text[: final[1]])
    if said in WEEKDAYS and of_week:  # `between monday and wednesday last week` are of the same week
        first = read_days(f"{said} {of_week[1]}", moment), first[1]
    weekday = bool({*text[: first[1]].split()} & WEEKDAYS.keys())  # from friday to monday
    if final[0].first < first[0].first and first[0].relative and final[0].relative and not weekday:
        return None  # `compare this week to last week` are two
    return _between(text[: final[1]], first[0], final[0], moment), final[1]


def _between(words: str, first: Days, final: Days, moment: Moment) -> Reading:
    if final.first < first.first and first.relative and final.relative:
        first = replace(first, first=first.first - _WEEK, after=first.after - _WEEK)  # from friday to monday
    if final.first < first.first and first.first > moment.today - _BACK and not _YEAR.search(words):
        final = _of_this_year(final, moment)
    if final.first < first.first:
        turned = f"{final.first}..{first.after - _ONE_DAY}"
        raise ParseError(words, f"{words} ends before it begins.", [turned], known=True)
    return of_days(_days(first.first, final.after), moment)


def _of_this_year(days: Days, moment: Moment) -> Days:
    """A day of last year that is near: on 28 November `to 30 november` is the one to come."""
    first = months_before(days.first, -12) + _ONE_DAY * (days.first.day - 1)
    near = first <= moment.today + _NEAR
    return replace(days, first=first, after=first + (days.after - days.first)) if near else days


def _open(text: str, span: tuple[Days, int] | None, moment: Moment) -> tuple[Reading, int] | None:
    """`since monday`, `after last week`, `before the 20th`, `until yesterday`, `22 november onwards`."""
    opens = _OPENS.match(text)
    at = opens.end() if opens else 0
    taken = _take_span(text, at, moment) if opens else span
    if taken is None:
        return _since_length(text, opens, moment) if opens else None
    days, words = taken[0], text[: taken[1]]
    on = _pattern(rf" (?:on|(?:and )?(?:onwards?|forwards?|upwards?|later)){_END}").match(text, taken[1])
    end = on.end() if on else taken[1]
    if opens is None:
        return (_from(days, words, moment), end) if on and on[0] != " on" else None
    if opens["since"] is None:
        return _to_or_after(opens, days, words, moment)
    if (opens["since"] == "beginning" and days.after - days.first != _ONE_DAY) or (
        opens["since"] == "from" and _goes_on(text, days, end, moment)
    ):
        return None  # `beginning november` is the first days of it, `from october and november` both
    if opens["since"] == "from" and on is None and _OVER.fullmatch(text, at, end):
        return of_days(days, moment), end  # `the failures from last week`
    return _from(days, words, moment), end


def _goes_on(text: str, days: Days, end: int, moment: Moment) -> bool:
    """Whether days are the first of several in a row."""
    joint = _pattern(rf"(?:{_AND}) ").match(text, end)
    following = joint and take_days(text, joint.end(), moment)
    return bool(following and _joined(days, following[0]))


def _to_or_after(opens: re.Match[str], span: Days, words: str, moment: Moment) -> tuple[Reading, int] | None:
    """Before a span ends when it begins, until a span when it ends; after it begins then."""
    if opens["after"]:
        return _after(span, words, moment), len(words)
    length = span.after - span.first
    if opens["until"] == "through" and _ONE_DAY < length <= _WEEK:
        return of_days(span, moment), len(words)  # `through the weekend` is during it
    if opens["until"] == "by" and length != _ONE_DAY:
        return None  # `by march` is more often about what is to come
    end = moment.start_of(span.first if opens["before"] else span.after)
    word = "before" if opens["before"] else "until"
    return plain(Window(EPOCH, end, f"{word} {span.label}", span.relative)), len(words)


def _beside(text: str, moment: Moment) -> tuple[Reading, int] | None:
    """`the day after the 22nd`, `the week before 9 november`, `around the 22nd`, `about two weeks ago`: days beside it.

    Raises ParseError where a day or all days up to it may be meant: `two days before the 22nd`.
    """
    match = _BESIDE.match(text)
    if match and not match["n"] and text[match.end() :].startswith("yesterday"):
        return None  # a day of its own
    taken = match and take_days(text, match.end(), moment)
    if not match or not taken or taken[0].after - taken[0].first != _ONE_DAY:
        return None
    day, end = taken
    if match["around"]:
        ago = _AGO.match(text, match.end())
        side = _EITHER_SIDE[ago["unit"] if ago else "day"]
        return of_days(_days(day.first - side, day.after + side), moment), end
    length = few(match["n"] or "1") * (_WEEK if match["unit"] == "week" else _ONE_DAY)
    first, after = (day.first - length, day.first) if match["side"] == "before" else (day.after, day.after + length)
    if match["n"] and not match["the"] and length > _ONE_DAY:
        one = first if match["side"] == "before" else after - _ONE_DAY
        instead = [str(one), f"{first}..{after - _ONE_DAY}"]
        raise ParseError(text[:end], f"{text[:end]} may be one day, or the days up to it.", instead, known=True)
    return of_days(_days(first, after), moment), end


def _days(first: date, after: date) -> Days:
    return Days(first, after, label(first, after))


def _since_length(text: str, opens: re.Match[str], moment: Moment) -> tuple[Reading, int] | None:
    """`since 3 days`, `from the last two weeks`; what is so long after is to come."""
    match = _LENGTH.match(text, opens.end())
    if match is None or opens["until"]:
        return None
    window = read_length(match["length"], moment)
    if opens["after"]:
        raise FutureError(text[: match.end()], ["this week"])
    if opens["since"]:
        return plain(window), match.end()
    if not match["past"] and (ago := take_days(f"{match['length']} ago", 0, moment)):
        return of_days(ago[0], moment), match.end()  # as other languages say it
    before = Window(EPOCH, window.start, f"before {window.label}", window.relative)
    return (plain(before), match.end()) if match["past"] else None


def _from(span: Days, words: str, moment: Moment) -> Reading:
    """From the beginning of a span to now; the middle of a month is its fifteenth day."""
    first = span.first + _ONE_DAY * 4 * bool(re.search(r"\bmid", words))
    if first > moment.today:
        raise FutureError(words.rpartition(" ")[2], ["today"])
    named = str(first) if " to " in span.label else span.label
    return plain(until_now(Window(moment.start_of(first), moment.now, f"since {named}", span.relative), moment))


def _after(span: Days, words: str, moment: Moment) -> Reading:
    """From the end of a span on. Raises ParseError where it has not ended."""
    begin = moment.start_of(span.after)
    if begin >= moment.now:
        raise FutureError(words, ["this week"])
    return plain(until_now(Window(begin, moment.now, f"after {span.label}", span.relative), moment))


def _several(text: str, days: tuple[Days, int] | None, moment: Moment) -> tuple[Reading, int] | None:
    """A day, month or other part of the calendar; or several in a row: `the 20th, 21st and 22nd`."""
    all_of = _pattern(r"(?:all(?: of)?|all day(?: on)?|(?:the )?(?:whole|entire)(?: of)?|throughout|from) ").match(text)
    taken = take_days(text, all_of.end(), moment) if all_of else days
    if taken is None:
        return None
    (whole, end), many = taken, False
    while joint := _pattern(rf"(?:{_AND}|) (?:on |in )?(?:the )?").match(text, end):
        following = take_days(text, joint.end(), moment)
        joined = following and _joined(whole, following[0])
        if following is None or joined is None:
            break
        whole, end, many = joined, following[1], True
    if all_of and all_of[0] == "from " and not many:
        return None
    return of_days(replace(whole, label=label(whole.first, whole.after)) if many else whole, moment), end


def _joined(one: Days, other: Days) -> Days | None:
    """Two spans as one, where the one follows the other: `sunday and monday`, `today and yesterday`."""
    if one.relative and other.relative and other.first < one.first and other.after != one.first:
        one = replace(one, first=one.first - _WEEK, after=one.after - _WEEK)
    if one.after == other.first:
        return replace(one, after=other.after)
    return replace(one, first=other.first) if other.after == one.first else None


def _take_span(text: str, at: int, moment: Moment) -> tuple[Days, int] | None:
    """Days, or a week, month, quarter or year by its name, and where they end."""
    return take_days(text, at, moment) or _by_name(text, at, moment)


def _by_name(text: str, at: int, moment: Moment) -> tuple[Days, int] | None:
    """`last week`, `this month`."""
    match = _CALENDAR.match(text, at)
    if match is None:
        return None
    back = 0 if match["which"] in {"this", "current"} else 1
    named = unit_of(match["unit"], moment.today, back=back)
    return replace(named, label=f"{'last' if back else 'this'} {match['unit']}", relative=True), match.end()


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
