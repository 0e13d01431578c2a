"""The time zones to choose from, and which one is meant by an abbreviation, a country or Windows' name."""

import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from bot.digests.calendars import calendar_named

_REGIONS = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "Antarctica")
_MOST = 100
_MOST_MEANT = 4
_DATA = files("tzdata")
_SEASONS = tuple(datetime(2027, month, 15, tzinfo=UTC) for month in (1, 7))  # 2026 changed zones of North America
_NOT_IN_NAMES = str.maketrans("", "", ".()'")  # what a reader of words takes off them
_COUNTRIES = {"uk": "gb"}  # which the table calls Britain (UK)
# Where most people of a country live, where the table of zones does not begin with it: it goes from east to west.
_MOST_PEOPLE = frozenset({
    "America/Sao_Paulo", "America/Toronto", "Asia/Almaty", "Australia/Sydney", "Europe/Lisbon", "Europe/Moscow",
    "Pacific/Tahiti",
})  # fmt: skip
LONGEST = 5  # words of a name of Windows, `E. South America Standard Time`


@cache
def iana_names() -> frozenset[str]:
    """Every IANA name; not `localtime` and the like, which mean another zone on each machine."""
    return frozenset(_DATA.joinpath("zones").read_text("utf-8").split()) - {"Factory"}


def is_zone(name: str) -> bool:
    """Whether this is an IANA name that can be used here."""
    return name in iana_names() and _is_there(name)


@cache
def _is_there(name: str) -> bool:
    try:
        return bool(zoneinfo.ZoneInfo(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False


@cache
def zones_by_region() -> Mapping[str, Sequence[str]]:
    """IANA names under the names of their regions; a long region is parted by its letters."""
    names = sorted(iana_names())
    found: dict[str, Sequence[str]] = {"UTC": ("UTC",)}
    for region in _REGIONS:
        inside = [name for name in names if name.startswith(f"{region}/")]
        parts = [inside[start : start + _MOST] for start in range(0, len(inside), _MOST)]
        for part in parts:
            first, last = (name.partition("/")[2][:1] for name in (part[0], part[-1]))
            found[region if len(parts) == 1 else f"{region}, {first} to {last}"] = tuple(part)
    return found


def zones_meant(words: str) -> tuple[str, ...]:
    """The zones that words stand for: a name in other letters, a city, Windows' name, an abbreviation, a country.

    Never by likeness: zones that are spelled alike lie in different places.
    """
    key = _plain(words)
    for meant in (_named, _windows, _abbreviated, _in_country):
        found = dict.fromkeys(name for name in meant(key) if is_zone(name))
        if found:
            return tuple(found)[:_MOST_MEANT]
    return ()


def zone_meant(words: str) -> str:
    """The one zone that words stand for, also whose time it is: `berlin`, `germany`, `german`; "" for none or several.

    Of a country it is the zone that it has alone, whatever zones of its neighbours a part of it keeps.
    """
    if len(zones := zones_meant(words)) == 1:
        return zones[0]
    code = calendar_named(words) or ""
    own = [name for countries, _, name, *_ in _rows("zone1970.tab") if countries.split(",")[0] == code]
    if not own and "-" not in code and len(zones := zones_meant(code)) == 1:
        return zones[0]
    return own[0] if len(own) == 1 and is_zone(own[0]) else ""


def _plain(words: str) -> str:
    return " ".join(words.replace("_", " ").translate(_NOT_IN_NAMES).split()).casefold()


def _named(key: str) -> Sequence[str]:
    return _ends_of_names().get(key, ())


@cache
def _ends_of_names() -> Mapping[str, Sequence[str]]:
    """The zones whose names are, or end in, these words: `sao paulo`, `north dakota/center`."""
    found: dict[str, list[str]] = {}
    for name in sorted(iana_names()):
        parts = _plain(name).split("/")
        turned = name.startswith("Etc/GMT")  # Etc/GMT+1 is an hour behind: not what GMT+1 stands for
        for start in range(1 if turned else len(parts)):
            found.setdefault("/".join(parts[start:]), []).append(name)
    return found


def _windows(key: str) -> Sequence[str]:
    return _names_of_windows().get(key, ())


@cache
def _names_of_windows() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, zone in _windows_zones().items():
        found.setdefault(_plain(name), []).append(zone)
    return found


def _abbreviated(key: str) -> Iterator[str]:
    """Zones, of those that Windows names, whose clocks are called so in some part of the year.

    First where Windows' name begins with the same letters: `PST`, Pacific Standard Time.
    """
    standard = key.replace("d", "s")
    by_letters = sorted(_initials(), key=lambda name: _initials()[name] != standard)
    zones = dict.fromkeys(_windows_zones()[windows] for windows in by_letters)
    return (name for name in zones if key in _names_of_clock(name))


@cache
def _initials() -> Mapping[str, str]:
    return {name: "".join(word[0] for word in _plain(name).split()) for name in _windows_zones()}


@cache
def _names_of_clock(zone: str) -> frozenset[str]:
    """What a zone's clock is called over the year, in lower case."""
    if not is_zone(zone):
        return frozenset()
    return frozenset((at.astimezone(zoneinfo.ZoneInfo(zone)).tzname() or "").casefold() for at in _SEASONS)


def _in_country(key: str) -> list[str]:
    """A country's zones: first where most people live, then those that Windows names, last those of its neighbours."""
    key = _COUNTRIES.get(key, key)
    codes = {code for code, name in _rows("iso3166.tab") if key in (code.casefold(), name.casefold())}
    inside = {name: countries.split(",") for countries, _, name, *_ in _rows("zone1970.tab")}
    known = {*_windows_zones().values()}
    return sorted(
        (name for name, countries in inside.items() if codes & {*countries}),
        key=lambda name: (inside[name][0] not in codes, name not in _MOST_PEOPLE, name not in known),
    )


@cache
def _windows_zones() -> Mapping[str, str]:
    from tzlocal.windows_tz import win_tz  # noqa: PLC0415 - only for words that are no zone

    return win_tz


@cache
def _rows(table: str) -> tuple[list[str], ...]:
    lines = _DATA.joinpath("zoneinfo", table).read_text("utf-8").splitlines()
    return tuple(line.split("\t") for line in lines if line and not line.startswith("#"))
