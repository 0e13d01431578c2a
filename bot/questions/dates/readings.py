"""From whole days to a window, and to the one that it is compared with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.questions.dates.calendar import Days, Moment, before, single, unit_of
from bot.questions.parse_error import ParseError
from bot.reports.window import Window

_CLOCKS = {1: "%H:%M", 7: "%A %H:%M"}  # by how many days are compared


class FutureError(ParseError):
    """A span in which no row can lie yet."""

    def __init__(self, words: str, instead: Iterable[str]) -> None:
        super().__init__(words, f"{words} lies in the future.", instead, known=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """A window, and the one to compare it with: the week before a week, the month before a month.

    Of what is not over yet, the one before counts as far as this one has come.
    """

    window: Window
    previous: Window


def plain(window: Window) -> Reading:
    """A window, compared with the span of equal length before it."""
    return Reading(window, window.previous())


def of_days(days: Days, moment: Moment) -> Reading:
    """Whole days, until now where they go on."""
    window = _window(days, moment)
    if days.first <= moment.today < days.after:
        return Reading(until_now(window, moment), _as_far(before(days), days, moment))
    return Reading(window, _window(before(days), moment))


def of_unit(unit: str, moment: Moment, *, current: bool) -> Reading:
    """`this week` ends now; `last week` is whole."""
    words = f"{'this' if current else 'last'} {unit}"
    days = unit_of(unit, moment.today, back=0 if current else 1)
    earlier = unit_of(unit, moment.today, back=1 if current else 2)
    window = _window(replace(days, label=words, relative=True), moment)
    if current:
        return Reading(until_now(window, moment), _as_far(earlier, days, moment))
    return Reading(window, _window(earlier, moment))


def until_now(window: Window, moment: Moment) -> Window:
    """What began and goes on ends now; at its very first instant it holds that instant."""
    return replace(window, end=max(moment.now, window.start + timedelta(microseconds=1)))


def as_far(earlier: Window, later: Window, moment: Moment) -> Window:
    """An earlier window as far as a later one has come, where both are a day, week, month, quarter or year."""
    zone, today = moment.zone, moment.today
    first, after, begun = (at.astimezone(zone).date() for at in (earlier.start, earlier.end, later.start))
    if later.end != moment.now or earlier.end > later.start or moment.start_of(begun) != later.start:
        return earlier
    for unit in ("week", "month", "quarter", "year"):
        whole = unit_of(unit, first, back=0)
        if (whole.first, whole.after) == (first, after) and unit_of(unit, today, back=0).first == begun:
            return _as_far(replace(whole, label=earlier.label), Days(begun, begun, later.label), moment)
    one_day = first + timedelta(days=1) == after and begun == today
    return _as_far(Days(first, after, earlier.label), single(today), moment) if one_day else earlier


def tied(reading: Reading) -> Reading:
    """The window itself knows what it is compared with, where that is not simply the span before it."""
    simple = reading.window.previous()
    same = (simple.start, simple.end) == (reading.previous.start, reading.previous.end)
    return reading if same else replace(reading, window=replace(reading.window, before=reading.previous))


def _window(days: Days, moment: Moment) -> Window:
    return Window(moment.start_of(days.first), moment.start_of(days.after), days.label, days.relative)


def _as_far(earlier: Days, days: Days, moment: Moment) -> Window:
    """The earlier days up to where the present ones have come by the clock: a part is compared with its like."""
    whole = _window(earlier, moment)
    day = earlier.first + (moment.today - days.first)
    into = moment.now - moment.start_of(moment.today)
    end = min(max(moment.start_of(day) + into, whole.start + timedelta(microseconds=1)), whole.end)
    if end == whole.end:
        return whole
    clock = f"{end.astimezone(moment.zone):{_CLOCKS.get((earlier.after - earlier.first).days, '%-d %b %H:%M')}}"
    return replace(whole, end=end, label=f"{whole.label} up to {clock}")
