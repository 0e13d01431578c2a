"""Whether a file writes the day or the month first: proven by its rows, never guessed in silence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from bot.errors import ReportError
from bot.reports.parsing.times import UNREADABLE, Times

# A few dates that contradict the rest are slips and are rejected; more of them are two files in one.
_SLIPS: Final = 10  # one in so many
_WHAT_NEXT: Final = (
    "say which with the option --dates day-first (or month-first), or set SSPR_DATE_ORDER=day-first (or month-first)."
)


@dataclass(slots=True)
class DateOrder:
    """What the dates read so far say about their order.

    Reading starts with the order that the first such dates suggest; `resolved` says at the end whether that was right.
    """

    asked: bool | None  # a person's choice, for files that prove nothing
    day_first: bool = False  # the order to read by
    final: bool = False  # the whole file has been looked at before
    _seen: bool = field(default=False)
    _days: int = 0  # dates that only day-first can explain
    _months: int = 0  # dates that only month-first can explain
    _open_line: int | None = None  # the first date that may be read both ways

    def learn(self, times: Times, lines: Callable[[int], int]) -> None:
        """Takes note of a stretch of rows, before its times are chosen; `lines` gives the line of a row."""
        differs = times.month_first != times.day_first
        if self.final or times.month_first is times.day_first or not differs.any():
            return
        self._days += int((differs & (times.month_first == UNREADABLE)).sum())
        self._months += int((differs & (times.day_first == UNREADABLE)).sum())
        either = differs & (times.month_first != UNREADABLE) & (times.day_first != UNREADABLE)
        if either.any() and self._open_line is None:
            self._open_line = lines(int(either.argmax()))
        if not self._seen:
            self._seen = True
            self.day_first = self._days > self._months if self._days != self._months else bool(self.asked)

    def resolved(self, name: str) -> bool:
        """The order that the whole file asks for. Raises ReportError when only a person can tell."""
        if self.final or not self._seen:
            return self.day_first
        fewer, more = sorted((self._days, self._months))
        if more and fewer * _SLIPS <= more:
            return self._days > self._months
        if self.asked is not None:
            return self.asked
        if more:
            raise ReportError(
                f"{name} mixes dates: {self._days:,} can only be day-first and {self._months:,} only month-first; "
                f"load its parts one by one, or {_WHAT_NEXT}"
            )
        raise ReportError(
            f"{name} does not show whether its dates are day-first or month-first (line {self._open_line}); "
            f"{_WHAT_NEXT}"
        )

    @property
    def phrase(self) -> str | None:
        """How dates were read, where that was a question."""
        return ("dates day-first" if self.day_first else "dates month-first") if self._seen or self.final else None


class _Ordered(Protocol):
    @property
    def order(self) -> DateOrder: ...


Read = TypeVar("Read", bound=_Ordered)


def read_resolved(name: str, asked: bool | None, assemble: Callable[[DateOrder], Read]) -> Read:
    """What `assemble` makes of a file; made again when its end shows that the dates' order is another.

    Raises ReportError when only a person can tell how the dates are meant.
    """
    made = assemble(DateOrder(asked))
    day_first = made.order.resolved(name)
    return made if day_first == made.order.day_first else assemble(DateOrder(asked, day_first, final=True))
