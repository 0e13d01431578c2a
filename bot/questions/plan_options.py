"""The `name:value` options of a subscription: zone, privacy, empty days, quiet hours, holidays, switches."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from bot.digests.calendars import calendar_code, regions_of
from bot.digests.plan import Day, Empty, Frequency
from bot.privacy import Visibility
from bot.questions.dates.clocktimes import read_time
from bot.questions.parse_error import ParseError, listed, nearest
from bot.questions.timezones import is_zone, zones_meant

_FLAGS = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_MOST_HOLIDAYS = 60
_REGIONS = 12  # named in a sentence
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(slots=True)
class Draft:
    """What was read so far; None where nothing was said."""

    zone: str
    frequency: Frequency | None = None
    at: time | None = None
    days: tuple[Day, ...] = ()
    filters: dict[str, str] = field(default_factory=dict)
    show: Visibility | None = None
    empty: Empty | None = None
    quiet: tuple[time, time] | None = None
    holidays: tuple[date, ...] = ()
    calendar: str = ""
    unfinished: bool = False
    cutoffs: bool = False
    recovery_marks: bool | None = None


def _set_zone(draft: Draft, word: str, value: str) -> None:
    if not is_zone(value):
        sentence = f"{value or 'tz:'} is no time zone; write it like Europe/Berlin."
        raise ParseError(word, sentence, [f"tz:{name}" for name in zones_meant(value) or ("Europe/Berlin",)])
    draft.zone = value


def _choice(kind: type[_Choice], word: str, value: str) -> _Choice:
    try:
        return kind(value.casefold())
    except ValueError:
        key, known = word.partition(":")[0], tuple(map(str, kind))
        close = nearest(value, known) or known
        sentence = f"{key}: is {listed(known)}, not {value or 'nothing'}."
        raise ParseError(word, sentence, [f"{key}:{other}" for other in close]) from None


def _set_show(draft: Draft, word: str, value: str) -> None:
    draft.show = _choice(Visibility, word, value)


def _set_empty(draft: Draft, word: str, value: str) -> None:
    draft.empty = _choice(Empty, word, value)


def _set_quiet(draft: Draft, word: str, value: str) -> None:
    start, _, end = value.partition("-")
    try:
        draft.quiet = (read_time(start), read_time(end))
    except ParseError:
        raise ParseError(word, "quiet: needs two times like 20:00-07:00.", ["quiet:20:00-07:00"]) from None
    if draft.quiet[0] == draft.quiet[1]:
        raise ParseError(word, "Quiet hours that begin and end together leave no time.", ["quiet:20:00-07:00"])


def _set_holidays(draft: Draft, word: str, value: str) -> None:
    days: set[date] = set()
    calendars = [part for part in value.split(",") if part[:1].isalpha()]
    draft.calendar = _calendar(word, calendars) if calendars else ""
    for part in (part for part in value.split(",") if part and part not in calendars):
        try:
            days.add(date.fromisoformat(part))
        except ValueError:
            others = ",".join(other for other in value.split(",") if other != part)
            sentence = f"{part} is no day; write holidays like DE-BY or 2026-12-25,2027-01-01."
            raise ParseError(word, sentence, [f"holidays:{others}"] if others else ()) from None
    if not (calendars or days) or len(days) > _MOST_HOLIDAYS:
        sentence = f"holidays: takes a country like DE-BY, or 1 to {_MOST_HOLIDAYS} days like 2026-12-25,2027-01-01."
        raise ParseError(word, sentence)
    draft.holidays = tuple(sorted(days))


def _calendar(word: str, named: list[str]) -> str:
    """The one calendar that is meant. Raises ParseError for a country or region that has none."""
    code = calendar_code(named[0])
    if code is None:
        country, _, region = named[0].partition("-")
        regions = regions_of(country)
        known = "write it like DE or DE-BY"
        if regions and region:
            known = f"{country.upper()} has {listed(regions[:_REGIONS])}"
        raise ParseError(word, f"{named[0]} is no calendar of holidays: {known}.", ["holidays:DE-BY"])
    if len(named) > 1:
        raise ParseError(word, "A digest goes by the holidays of one country or region.", [f"holidays:{code}"])
    return code


def _flag(word: str, value: str) -> bool:
    if value.casefold() not in _FLAGS:
        key = word.partition(":")[0]
        raise ParseError(word, f"{key}: is on or off.", [f"{key}:on"])
    return _FLAGS[value.casefold()]


def _set_unfinished(draft: Draft, word: str, value: str) -> None:
    draft.unfinished = _flag(word, value)


def _set_cutoffs(draft: Draft, word: str, value: str) -> None:
    draft.cutoffs = _flag(word, value)


def _set_marks(draft: Draft, word: str, value: str) -> None:
    draft.recovery_marks = _flag(word, value)


OPTIONS: dict[str, Callable[[Draft, str, str], None]] = {
    "tz": _set_zone,
    "show": _set_show,
    "empty": _set_empty,
    "quiet": _set_quiet,
    "holidays": _set_holidays,
    "unfinished": _set_unfinished,
    "cutoffs": _set_cutoffs,
    "marks": _set_marks,
}
