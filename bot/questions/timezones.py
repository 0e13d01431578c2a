"""The time zones to choose from, and which one is meant by an abbreviation, a country or Windows' name."""

import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

_REGIONS = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "Antarctica")
_MOST = 100
_MOST_MEANT = 4
_DATA = files("tzdata")
_SEASONS = tuple(datetime(2026, month, 15, tzinfo=UTC) for month in (1, 7))


@cache
def iana_names() -> frozenset[str]:
    """Every IANA name; not `localtime` and the like, which mean another zone on each machine."""
    return frozenset(_DATA.joinpath("zones").read_text("utf-8").split()) - {"Factory"}


def is_zone(name: str) -> bool:
    """Whether this is an IANA name that can be used here."""
    try:
        return name in iana_names() and bool(zoneinfo.ZoneInfo(name))
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
    key = " ".join(words.replace("_", " ").split()).casefold()
    for meant in (_named, _windows, _abbreviated, _in_country):
        found = dict.fromkeys(name for name in meant(key) if is_zone(name))
        if found:
            return tuple(found)[:_MOST_MEANT]
    return ()


def _named(key: str) -> Iterator[str]:
    for name in sorted(iana_names()):
        plain = name.replace("_", " ").casefold()
        if plain == key or plain.endswith(f"/{key}"):
            yield name


def _windows(key: str) -> Iterator[str]:
    return (zone for name, zone in _windows_zones().items() if name.casefold() == key)


def _abbreviated(key: str) -> Iterator[str]:
    """Zones, of those that Windows names, whose clocks are called so in some part of the year."""
    for name in dict.fromkeys(_windows_zones().values()):
        if is_zone(name) and any(
            (at.astimezone(zoneinfo.ZoneInfo(name)).tzname() or "").casefold() == key for at in _SEASONS
        ):
            yield name


def _in_country(key: str) -> Iterator[str]:
    codes = {code for code, name in _rows("iso3166.tab") if key in (code.casefold(), name.casefold())}
    for inside, _, name, *_ in _rows("zone1970.tab"):
        if codes & set(inside.split(",")):
            yield name


@cache
def _windows_zones() -> Mapping[str, str]:
    from tzlocal.windows_tz import win_tz  # noqa: PLC0415 - only for words that are no zone

    return win_tz


def _rows(table: str) -> Iterator[list[str]]:
    for line in _DATA.joinpath("zoneinfo", table).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
