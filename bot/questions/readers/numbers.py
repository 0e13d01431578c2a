"""Numbers and lists of many: a window, filters, a breakdown."""

from datetime import timedelta

from bot.analysis.answers import GroupBy
from bot.questions.parse_error import ParseError
from bot.questions.parts import Part, Parts
from bot.questions.question import (
    Changes,
    Data,
    FailedPeople,
    Failures,
    Funnel,
    Helped,
    Incidents,
    Odd,
    Question,
    Registrations,
    Resets,
    Stuck,
    Time,
    Trend,
    Unknown,
)
from bot.questions.question_type import Context
from bot.questions.readers.tokens import nothing_more, parts_of, without
from bot.questions.text import join, split
from bot.reports.window import everything, last

_WINDOW = frozenset({Part.WINDOW})
_FILTERS = frozenset({Part.FILTERS, Part.LEFT_OUT})
_SUBJECTS = frozenset({"failures", "attempts"})
_LONG = timedelta(days=90)


def read_failures(rest: str, context: Context) -> Question:
    """`failures [WINDOW] [by ...] [filters] [top N]`."""
    parts = parts_of(rest, context, Part, (*GroupBy, "person"))
    if parts.by == "person":
        return FailedPeople(parts.window.window, parts.filters, parts.top)
    by = GroupBy(parts.by) if parts.by else GroupBy.DETAIL
    return Failures(parts.window.window, by, parts.filters, parts.top)


def read_resets(rest: str, context: Context) -> Question:
    """`resets [WINDOW] [by method|person|role|day] [filters]`: all succeeded, so `result:` and `cause:` say nothing."""
    parts = parts_of(rest, context, {Part.WINDOW, Part.BY, Part.FILTERS}, ("method", "person", "role", "day"))
    _refuse_filters(parts, ("result", "cause"), "says nothing of resets that succeeded")
    return Resets(parts.window.window, parts.by or "method", parts.filters)


def _refuse_filters(parts: Parts, keys: tuple[str, ...], why: str) -> None:
    for key in (key for key in keys if key in parts.values):
        word = f"{key}:{parts.values[key]}"
        raise ParseError(word, f"{word} {why}.", known=True)


def read_funnel(rest: str, context: Context) -> Question:
    """`funnel [WINDOW] [by method|role|domain] [role: domain:]`: of all attempts, whatever became of them."""
    parts = parts_of(rest, context, {Part.WINDOW, Part.BY, Part.FILTERS}, ("method", "role", "domain"))
    _refuse_filters(parts, ("result", "cause", "method"), "would leave out those who went another way")
    return Funnel(parts.window.window, parts.by or "method", parts.filters)


def read_time(rest: str, context: Context) -> Question:
    """`time [WINDOW] [by cause|method] [filters]`."""
    parts = parts_of(rest, context, {Part.WINDOW, Part.BY, Part.FILTERS}, ("cause", "method"))
    return Time(parts.window.window, parts.by or "cause", parts.filters)


def read_helped(rest: str, context: Context) -> Question:
    """`helped [WINDOW]`: of the last ninety days where none is named, as each act takes a week to be followed."""
    parts = parts_of(rest, context, _WINDOW)
    return Helped(parts.reading.window if parts.reading else last(_LONG, now=context.moment.now))


def read_incidents(rest: str, context: Context) -> Question:
    """`incidents [WINDOW] [filters]`."""
    parts = parts_of(rest, context, {Part.WINDOW, Part.FILTERS})
    return Incidents(parts.window.window, parts.filters)


def read_odd(rest: str, context: Context) -> Question:
    """`odd [WINDOW] [domain:]`: a sign may rest on tries of every result, method and role of a person."""
    parts = parts_of(rest, context, {Part.WINDOW, Part.FILTERS})
    _refuse_filters(parts, ("result", "cause", "method", "role"), "would leave out what signs are made of")
    return Odd(parts.window.window, parts.filters)


def read_changes(rest: str, context: Context) -> Question:
    """`changes [WINDOW]`: of the last ninety days where none is named, as a policy is seldom changed."""
    parts = parts_of(rest, context, _WINDOW)
    return Changes(parts.reading.window if parts.reading else last(_LONG, now=context.moment.now))


def read_registrations(rest: str, context: Context) -> Question:
    """`registrations [WINDOW] [by method|day] [domain:]`."""
    parts = parts_of(rest, context, {Part.WINDOW, Part.BY, Part.FILTERS}, ("method", "day"))
    _refuse_filters(parts, ("result", "cause", "method", "role"), "narrows attempts, not registrations")
    return Registrations(parts.window.window, parts.by or "method", parts.filters)


def read_stuck(rest: str, context: Context) -> Question:
    """`stuck [filters]`."""
    words = without(rest, {"right", "now", "people", "users"})
    return Stuck(parts_of(join(words), context, _FILTERS).filters)


def read_unknown(rest: str, context: Context) -> Question:
    """`unknown [WINDOW]`: of all that is loaded where none is named."""
    parts = parts_of(join(without(rest, {"details", "detail", "reasons"})), context, _WINDOW)
    return Unknown(parts.reading.window if parts.reading else everything(now=context.moment.now))


def read_trend(rest: str, context: Context) -> Question:
    """`trend [WINDOW] [filters]`."""
    parts = parts_of(join(without(rest, {"resets", *_SUBJECTS})), context, _WINDOW | _FILTERS)
    return Trend(parts.window.window, parts.filters)


def read_data(rest: str, _: Context) -> Question:
    """`data`."""
    nothing_more(split(rest))
    return Data()
