"""Spans of time: half-open, in UTC, with the words they were asked in."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.reports.instants import EPOCH


@dataclass(frozen=True, slots=True)
class Window:
    """`[start, end)` in UTC. `relative` windows (`7d`, `today`) are measured from now; `label` reads in a sentence."""

    start: datetime
    end: datetime
    label: str
    relative: bool = False
    # What to compare with, where that is not simply the span before; follows from the words, so it is no part of JSON.
    before: "Window | None" = field(default=None, compare=False, repr=False, metadata={"json": False})

    @property
    def length(self) -> timedelta:
        """How long the window is."""
        return self.end - self.start

    def previous(self) -> "Window":
        """The span to compare with: the same part of the week before, else that of equal length which ends here."""
        return self.before or Window(self.start - self.length, self.start, f"the {span(self.length)} before")

    def overlaps(self, other: "Window") -> bool:
        """Whether some time is in both."""
        return self.start < other.end and other.start < self.end

    def ending_at(self, newest: datetime) -> "Window":
        """The window of equal length whose last instant is the newest row's."""
        end = newest + timedelta(microseconds=1)
        return replace(
            self,
            start=end - self.length,
            end=end,
            relative=False,
            label=f"the {span(self.length)} up to the newest row",
            before=None,
        )


_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def span(length: timedelta) -> str:
    """A length in words: `7 days`, `24 hours`, `90 minutes`; below two of a unit, in the next smaller one."""
    seconds = int(length.total_seconds())
    unit, size = next(((unit, size) for unit, size in _UNITS if seconds >= 2 * size), _UNITS[-1])
    count = round(seconds / size)
    return f"{count} {unit}{'' if count == 1 else 's'}"


def last(length: timedelta, *, now: datetime, label: str | None = None) -> Window:
    """The window that ends now."""
    return Window(now - length, now, label or f"the last {span(length)}", relative=True)


def everything(*, now: datetime) -> Window:
    """All that was ever loaded."""
    return Window(EPOCH, now, "all loaded data")
