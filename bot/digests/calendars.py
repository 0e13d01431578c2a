"""Public holidays of countries and their regions, from a kept package that is loaded when a plan asks for them."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_CODE = re.compile(r"([A-Za-z]{2})(?:-([A-Za-z0-9]{1,4}))?")
_LETTERS = 2  # of a country; the others are aliases
_AHEAD = timedelta(days=366)
# What the package does not call so: regions in English, and whose the holidays are.
_ALSO = {
    "bavaria": "DE-BY", "bavarian": "DE-BY", "hesse": "DE-HE", "hessian": "DE-HE", "lower saxony": "DE-NI",
    "saxony": "DE-SN", "saxon": "DE-SN", "saxony-anhalt": "DE-ST", "thuringia": "DE-TH", "thuringian": "DE-TH",
    "north rhine-westphalia": "DE-NW", "nrw": "DE-NW", "rhineland-palatinate": "DE-RP", "vienna": "AT-9",
    "tyrol": "AT-7", "zurich": "CH-ZH", "geneva": "CH-GE", "english": "GB-ENG", "scottish": "GB-SCT",
    "welsh": "GB-WLS", "british": "GB", "uk": "GB", "german": "DE", "austrian": "AT", "swiss": "CH", "usa": "US",
    "american": "US", "french": "FR", "dutch": "NL", "belgian": "BE", "italian": "IT", "spanish": "ES",
    "irish": "IE", "polish": "PL", "danish": "DK", "swedish": "SE", "norwegian": "NO", "canadian": "CA",
    "portuguese": "PT",
}  # fmt: skip


def calendar_code(text: str) -> str | None:
    """The code as we write it, like `DE-BY`; None when no calendar is called so."""
    match = _CODE.fullmatch(text.strip())
    if match is None:
        return None
    country, region = match[1].upper(), (match[2] or "").upper()
    known = _regions()
    if country not in known or (region and region not in known[country]):
        return None
    return f"{country}-{region}" if region else country


def calendar_named(words: str) -> str | None:
    """The code of the country or region that is called so: `germany`, `bayern`, `bavarian`; None for two of a name."""
    name = words.casefold()
    codes = _names().get(name, frozenset())
    return _ALSO.get(name) or (min(codes) if len(codes) == 1 else None)


def regions_of(country: str) -> tuple[str, ...]:
    """The regions that a country's calendar tells apart."""
    return _regions().get(country.upper(), ())


def is_holiday(code: str, day: date) -> bool:
    """Whether a day is a public holiday there."""
    return day in _days(code, day.year)


def next_holidays(code: str, after: date, most: int = 3) -> tuple[tuple[date, str], ...]:
    """The next holidays with their English names, where the package has such."""
    found = (
        (day, name)
        for year in (after.year, after.year + 1)
        for day, name in sorted(_days(code, year).items())
        if after < day <= after + _AHEAD
    )
    return tuple(found)[:most]


def has_estimates(code: str) -> bool:
    """Whether some days follow the moon: the package estimates them and does not say of which day that is so."""
    from holidays.groups.islamic import IslamicHolidays  # noqa: PLC0415 - loaded when used

    return isinstance(_made(code, None), IslamicHolidays)


@lru_cache(maxsize=256)
def _days(code: str, year: int) -> dict[date, str]:
    return dict(_made(code, year).items())


@lru_cache(maxsize=1)
def _regions() -> dict[str, tuple[str, ...]]:
    import holidays  # noqa: PLC0415 - it takes a tenth of a second, and most plans have no calendar

    listed = holidays.list_supported_countries()
    return {country: tuple(regions) for country, regions in listed.items() if len(country) == _LETTERS}


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    """What countries and their regions are called, in lower case, with the codes."""
    import holidays  # noqa: PLC0415
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    found: dict[str, set[str]] = {}
    for name, (called, code, *_) in COUNTRIES.items():
        found.setdefault(name.replace("_", " "), set()).add(code)
        for region, short in getattr(holidays, called).subdivisions_aliases.items():
            found.setdefault(region.casefold(), set()).add(f"{code}-{short}")
    return {name: frozenset(filter(calendar_code, codes)) for name, codes in found.items()}


def _made(code: str, year: int | None) -> "HolidayBase":
    import holidays  # noqa: PLC0415

    country, _, region = code.partition("-")
    language = "en_US"  # else its names are in the language of the process
    made = holidays.country_holidays(country, subdiv=region or None, years=year, expand=False)
    if language in (made.supported_languages or ()):
        made = holidays.country_holidays(country, subdiv=region or None, years=year, expand=False, language=language)
    return made
