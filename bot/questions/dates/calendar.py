"""Now in a zone, whole days, and the calendar's units: week, month, quarter, year."""

from calendar import day_name, month_name
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

_MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
MONTHS = _MONTHS | {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(day_name)}
WEEKDAYS = (
    _WEEKDAYS | {name[:3]: number for name, number in _WEEKDAYS.items()} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)
_QUARTER = 3  # months
_SATURDAY, _WEEKEND = 5, timedelta(days=2)


@dataclass(frozen=True)
class Moment:
    """Now, and the zone whose days count."""

    now: datetime
    zone: ZoneInfo

    @cached_property
    def today(self) -> date:
        """The day it is in the zone."""
        return self.now.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first instant of a day: where a clock change skips midnight, the instant of the change."""
        return self.at(day, 0)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A time of a day, in UTC."""
        return datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, `[first, after)`, with the words for them; `relative` when they are measured from today."""

    first: date
    after: date
    label: str
    relative: bool = False


def single(day: date, label: str | None = None, *, relative: bool = False) -> Days:
    """One day."""
    return Days(day, day + timedelta(days=1), label or day.isoformat(), relative)


def months_before(day: date, months: int) -> date:
    """The first day of the month so many before."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def unit_of(unit: str, today: date, *, back: int) -> Days:
    """The calendar week, weekend, month, quarter or year so many before the present one."""
    match unit:
        case "week":
            first = today - timedelta(days=today.weekday() + 7 * back)
            names = ("this week", "last week", "the week before last")
            name = names[back] if back < len(names) else f"the week of {first}"
            return Days(first, first + timedelta(days=7), name)
        case "weekend":
            return _weekend(today, back)
        case "year":
            year = today.year - back
            return Days(date(year, 1, 1), date(year + 1, 1, 1), str(year))
        case "quarter":
            first = months_before(today, (today.month - 1) % _QUARTER + _QUARTER * back)
            return quarter(first.year, (first.month - 1) // _QUARTER + 1)
    first = months_before(today, back)
    return Days(first, months_before(first, -1), f"{first:%B %Y}")


def _weekend(today: date, back: int) -> Days:
    """`this weekend` is the one that goes on or comes; the last one is always over."""
    saturday = today - timedelta(days=today.weekday()) + timedelta(days=5 - 7 * back)
    return Days(saturday, saturday + timedelta(days=2), f"the weekend of {saturday}")


def quarter(year: int, number: int) -> Days:
    """A quarter of a year."""
    first = date(year, _QUARTER * number - 2, 1)
    return Days(first, months_before(first, -_QUARTER), f"Q{number} {year}")


def before(days: Days) -> Days:
    """The days before: months before months, a weekend before a weekend, else as many days."""
    if days.first.weekday() == _SATURDAY and days.after - days.first == _WEEKEND:
        first = days.first - timedelta(weeks=1)
        return Days(first, first + _WEEKEND, label(first, first + _WEEKEND))
    if days.first.day == days.after.day == 1:
        months = (days.after.year - days.first.year) * 12 + days.after.month - days.first.month
        first = months_before(days.first, months)
    else:
        first = days.first - (days.after - days.first)
    return Days(first, days.first, label(first, days.first))


def label(first: date, after: date) -> str:
    """`February 2017`, one ISO day, or `2017-02-01 to 2017-02-15` with both ends inside."""
    final = after - timedelta(days=1)
    if first.day == 1 and after == months_before(first, -1):
        return f"{first:%B %Y}"
    return first.isoformat() if first == final else f"{first} to {final}"
