"""What a subscription asks for: when a digest comes, what is in it, how much it shows of people."""

from dataclasses import asdict, dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.analysis.answers import Filters
from bot.digests.calendars import is_holiday
from bot.privacy import Visibility


class Day(StrEnum):
    """A day of the week, by the name that schedulers understand."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


EVERY_DAY = tuple(Day)


class Frequency(StrEnum):
    """How often. An hourly plan reports urgent causes only, or those that its `cause:` names.

    One of signs is no digest: it reports urgent signs of attacks when they show, and nothing else.
    """

    DAILY = "daily"
    WEEKLY = "weekly"
    HOURLY = "hourly"
    SIGNS = "odd"


class Empty(StrEnum):
    """What is posted when nothing is new: nothing, one line, or a sign of life once a week."""

    SILENT = "silent"
    LINE = "line"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class SubscriptionPlan:
    """When a digest comes and what it holds, checked. Times are local to `zone`; doubled hours are for `due_times`."""

    frequency: Frequency = field(metadata={"json": "rhythm"})
    zone: str  # an IANA name
    at: time | None  # None: every hour, or at once
    days: tuple[Day, ...] = EVERY_DAY  # in the week's order; a weekly plan has one
    filters: Filters = field(default=Filters())
    show: Visibility = Visibility.MASKED
    empty: Empty = Empty.LINE
    quiet: tuple[time, time] | None = None  # from, to; over midnight when the end is the earlier one
    holidays: tuple[date, ...] = ()
    calendar: str = ""  # whose public holidays count as well, like DE-BY
    unfinished: bool = False  # itemise abandoned and cancelled attempts too
    cutoffs: bool = False  # who loses reset on which date, in the thread of a weekly digest
    recovery_marks: bool = field(
        default=True, metadata={"json": "marks"}
    )  # the old digest is edited when one of its cases closes by success

    def words(self) -> str:
        """Write the plan as one would type it behind `subscribe`; the grammar reads the same plan back."""
        parts = [*self._when(), f"tz:{self.zone}", *filter_words(self.filters), f"show:{self.show}"]
        if self.frequency is not Frequency.SIGNS:
            parts.append(f"empty:{self.empty}")
        if self.quiet:
            parts.append(f"quiet:{clock(self.quiet[0])}-{clock(self.quiet[1])}")
        if free := self.free_days():
            parts.append(f"holidays:{','.join(free)}")
        if self.unfinished:
            parts.append("unfinished")
        if self.cutoffs:
            parts.append("cutoffs")
        if not self.recovery_marks and self.frequency is not Frequency.SIGNS:
            parts.append("marks:off")
        return " ".join(map(quoted, parts))

    def free_days(self) -> tuple[str, ...]:
        """Write the calendar and the days without a digest, as one would type them."""
        return *([self.calendar] if self.calendar else []), *(day.isoformat() for day in self.holidays)

    def is_free(self, day: date) -> bool:
        """Whether there is no digest on a day: one of its own days, or a public holiday of its calendar."""
        return day in self.holidays or bool(self.calendar and is_holiday(self.calendar, day))

    def _when(self) -> list[str]:
        at = [] if self.at is None else ["at", clock(self.at)]
        if self.frequency is Frequency.WEEKLY:
            return ["weekly", "on", *self.days, *at]
        return [str(self.frequency), *at, *([] if self.days == EVERY_DAY else [day_words(self.days)])]

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values for a database, TOML or JSON; what is not set is left out."""
        plain: dict[str, Any] = {"rhythm": str(self.frequency), "zone": self.zone}
        plain |= {"at": clock(self.at)} if self.at else {}
        plain |= {"days": [str(day) for day in self.days], "show": str(self.show), "empty": str(self.empty)}
        plain |= {"filters": {key: value for key, value in asdict(self.filters).items() if value}}
        plain |= {"quiet": [clock(end) for end in self.quiet]} if self.quiet else {}
        plain |= {"holidays": [day.isoformat() for day in self.holidays]}
        plain |= {"calendar": self.calendar} if self.calendar else {}
        return plain | {"unfinished": self.unfinished, "cutoffs": self.cutoffs, "marks": self.recovery_marks}

    @staticmethod
    def from_dict(plain: dict[str, Any]) -> "SubscriptionPlan":
        """Read what `to_dict` wrote. Raises ValueError, TypeError or KeyError when it is no plan."""
        at, quiet = plain.get("at"), plain.get("quiet")
        return SubscriptionPlan(
            frequency=Frequency(plain["rhythm"]),
            zone=plain["zone"],
            at=time.fromisoformat(at) if at else None,
            days=tuple(Day(day) for day in plain.get("days", EVERY_DAY)),
            filters=Filters(**plain.get("filters", {})),
            show=Visibility(plain.get("show", Visibility.MASKED)),
            empty=Empty(plain.get("empty", Empty.LINE)),
            quiet=(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
            holidays=tuple(date.fromisoformat(day) for day in plain.get("holidays", ())),
            calendar=plain.get("calendar", ""),
            unfinished=plain.get("unfinished", False),
            cutoffs=plain.get("cutoffs", False),
            recovery_marks=plain.get("marks", False),
        )


def clock(at: time) -> str:
    """Write a time as `09:00`."""
    return at.isoformat(timespec="minutes")


def day_words(days: tuple[Day, ...]) -> str:
    """Write days as `mon-fri`, or `mon,wed`."""
    first, last = EVERY_DAY.index(days[0]), EVERY_DAY.index(days[-1])
    if len(days) > 2 and days == EVERY_DAY[first : last + 1]:  # noqa: PLR2004 - two days are a list
        return f"{days[0]}-{days[-1]}"
    return ",".join(days)


def filter_words(filters: Filters) -> list[str]:
    """Write the filters that are set: `result:Failed`, `cause:onprem` ..."""
    return [f"{key}:{value}" for key, value in asdict(filters).items() if value]


def quoted(token: str) -> str:
    """Put quotes around a word where its blanks need them: `role:"Global Administrator"`."""
    if " " not in token:
        return token
    key, mark, value = token.partition(":")
    return f'{key}:"{value}"' if mark and " " not in key else f'"{token}"'
