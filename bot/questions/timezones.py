"""The time zones to choose from, by region, in lists of a hundred at most."""

import zoneinfo
from collections.abc import Mapping, Sequence
from functools import cache

_REGIONS = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "Antarctica")
_MOST = 100


@cache
def zones_by_region() -> Mapping[str, Sequence[str]]:
    """IANA names under the names of their regions; a long region is parted by its letters."""
    names = sorted(zoneinfo.available_timezones())
    found: dict[str, Sequence[str]] = {"UTC": ("UTC",)}
    for region in _REGIONS:
        inside = [name for name in names if name.startswith(f"{region}/")]
        parts = [inside[start : start + _MOST] for start in range(0, len(inside), _MOST)]
        for part in parts:
            first, last = (name.partition("/")[2][:1] for name in (part[0], part[-1]))
            found[region if len(parts) == 1 else f"{region}, {first} to {last}"] = tuple(part)
    return found
