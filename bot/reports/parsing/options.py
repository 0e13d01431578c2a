"""What a person can decide about the reading of a report."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

Progress = Callable[[int], None]  # is told how many bytes were consumed so far
_UTC: Final = ZoneInfo("UTC")
AHEAD: Final = timedelta(days=1)  # times on any zone's clock, and a clock that is a little wrong, are within


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read what a report leaves open."""

    day_first: bool | None = None  # for dates like 03/04/2017 where no row of the file proves its order
    zone: ZoneInfo = _UTC  # of times written without one
    zone_known: bool = False  # whether somebody has chosen the zone: only then may a local time be read
    now: datetime | None = None  # no row can be of a time to come; None: its times are the service's own
    more_pages: bool = False  # whether whoever reads a page gets those that follow, too

    ahead: list[int] = field(default_factory=list, compare=False)  # times of rows refused as to come, in microseconds

    @property
    def readable_from(self) -> int | None:
        """When half of the times that lay ahead no longer do, in microseconds: the clock may have been behind."""
        if not self.ahead:
            return None
        return sorted(self.ahead)[(len(self.ahead) - 1) // 2] - AHEAD // timedelta(microseconds=1)

    @property
    def local(self) -> tzinfo | None:
        """The zone, or None where it is plain UTC and nothing needs converting."""
        return None if self.zone.key in ("UTC", "Etc/UTC") else self.zone
