"""Which time zone rules count: the newer ones of the system's and the tzdata package's."""

import importlib
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SettingsError

_SYSTEM = zoneinfo.TZPATH  # as it was before a choice


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """The versions at hand, like 2026a; "" where there are none."""

    system: str
    package: str

    @property
    def package_is_newer(self) -> bool:
        """Whether the package's rules are the ones to use. Versions sort as text: a year, then a letter."""
        return self.package > self.system

    def __str__(self) -> str:
        """Write both, the one in use first."""
        named = [f"system {self.system or 'none'}", f"package tzdata {self.package or 'none'}"]
        used, other = reversed(named) if self.package_is_newer else named
        return f"{used}, newer or as new as {other}"


def zone_rules() -> ZoneRules:
    """Look which rules there are."""
    try:
        package = str(importlib.import_module("tzdata").IANA_VERSION)
    except ImportError:
        package = ""
    return ZoneRules(next(filter(None, map(_version_in, _SYSTEM)), ""), package)


def use_newest_zone_rules() -> None:
    """Choose, before any zone is read. Raises SettingsError where there are no rules at all."""
    rules = zone_rules()
    if not rules.system and not rules.package:
        raise SettingsError("There are no time zone rules: install the package tzdata.")
    if rules.package_is_newer:
        zoneinfo.reset_tzpath(())  # what is not found there comes from the package
        zoneinfo.ZoneInfo.clear_cache()


def _version_in(folder: str) -> str:
    """The version of a folder of rules, from the first line of the text they were made from."""
    try:
        with (Path(folder) / "tzdata.zi").open(encoding="utf-8", errors="replace") as lines:
            return lines.readline().removeprefix("# version").strip()
    except OSError:
        return ""
