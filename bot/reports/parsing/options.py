"""What a person can decide about the reading of a report."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

Progress = Callable[[int], None]  # is told how many bytes were consumed so far


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read what a report leaves open."""

    day_first: bool | None = None  # for dates like 03/04/2017 where no row of the file proves its order
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))  # of times written without one

    @property
    def local(self) -> tzinfo | None:
        """The zone, or None where it is plain UTC and nothing needs converting."""
        return None if self.zone.key in ("UTC", "Etc/UTC") else self.zone
