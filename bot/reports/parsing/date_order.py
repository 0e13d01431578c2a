"""Whether a file writes the day or the month first: proven by its rows, never guessed in silence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol, TypeVar

import numpy as np

from bot.errors import ReportError
from bot.reports.instants import EPOCH
from bot.reports.parsing.times import UNREADABLE, Shape, Times, Unfit, full_year
from bot.reports.parsing.zones import Micros

# A few dates that contradict the rest are slips and are rejected; more of them are two files in one.
_MONTHS: Final = 12
_MONTH: Final = 31 * 86_400_000_000  # microseconds
_DAY: Final = 86_400_000_000
_LONG: Final = 62  # days: no report reaches so far back, and two may lie so by chance
_FEW: Final = 3  # dates that lie elsewhere: fewer may be slips
_SLIPS: Final = 10  # one in so many
_WHAT_NEXT: Final = (
    "say which with the option --dates day-first (or month-first), or set SSPR_DATE_ORDER=day-first (or month-first)."
)
_WITH_SECONDS: Final = (
    "Give the column a format of dates with seconds (yyyy-mm-dd hh:mm:ss) and save the file again, or load the report "
    "as it was downloaded."
)
_UNFIT: Final[Mapping[Unfit, str]] = {
    Unfit.DAY_NUMBERS: "The times of {name} are day numbers of a spreadsheet, such as 45961.5 (line {line}), which two "
                       f"calendars count four years apart. {_WITH_SECONDS}",
    Unfit.CLOCKS: "The times of {name} show no day (line {line}), as a spreadsheet displays them (mm:ss.0) and saves "
                  f"what it displays. {_WITH_SECONDS}",
    Unfit.CALENDARS: "The dates of {name} are not of the Gregorian calendar, by their years (line {line}). Load "
                     "the report as it was downloaded, or export it with Gregorian dates.",
    Unfit.YEAR_AND_DAY: "The dates of {name} have the day before the month, behind the year (line {line}), which "
                        f"nobody can tell of days up to the 12th. {_WITH_SECONDS}",
    Unfit.ZONES: "The times of {name} end in the short name of a zone (line {line}), and several zones may have that "
                 "name. Export them with an offset in its place (+02:00), or in UTC.",
}  # fmt: skip


@dataclass(slots=True)
class DateOrder:
    """What the dates read so far say about their order.

    Reading starts with the order that the first such dates suggest; `resolved` says at the end whether that was right.
    """

    asked: bool | None  # a person's choice, for files that prove nothing
    day_first: bool = False  # the order to read by
    year_first: bool = False  # whether dates of two-digit numbers begin with the year
    buddhist: bool = False  # whether any year is of the Buddhist era
    final: bool = False  # the whole file has been looked at before
    _seen: bool = field(default=False)
    _days: int = 0  # dates that only day-first can explain
    _months: int = 0  # dates that only month-first can explain
    _open_line: int | None = None  # the first date that may be read both ways
    _shapes: dict[str, tuple[Shape, int]] = field(default_factory=dict)  # and the line each occurs on first
    _firsts: set[int] = field(default_factory=set)  # of dates of two-digit numbers
    _lasts: set[int] = field(default_factory=set)
    _dotted: bool = True
    _proven: dict[bool, tuple[int, int]] = field(default_factory=dict)  # by order: the span of dates that prove it
    _either: list[tuple[Micros, Micros]] = field(default_factory=list)  # month-first, day-first, of those that do not
    _read_by: set[tuple[bool, bool]] = field(default_factory=set)
    _rows: int = 0
    _any_zoned: bool = False
    _unfit: dict[Unfit, tuple[int, int]] = field(default_factory=dict)  # rows that hold such texts, line of the first
    _dates: set[int] = field(default_factory=set)  # days since 1970, of dates with one order and no zone

    def learn(self, times: Times, lines: Callable[[int], int]) -> None:
        """Takes note of a stretch of rows, before its times are chosen; `lines` gives the line of a row."""
        self.buddhist |= times.buddhist
        if self.final:
            return
        self._learn_shapes(times, lines)
        self._rows += len(times.zoned)
        self._any_zoned |= bool(times.zoned.any())
        for kind, rows in times.unfit.items():
            known, line = self._unfit.get(kind) or (0, lines(int(rows.argmax())))
            self._unfit[kind] = known + int(rows.sum()), line
        if not self._is_any_proven():
            certain = (times.month_first == times.day_first) & (times.month_first != UNREADABLE) & ~times.zoned
            certain &= not times.as_sent
            self._dates |= set(np.unique(times.month_first[certain] // _DAY).tolist())
        differs = times.month_first != times.day_first
        if times.short and self.year_first:
            differs &= ~times.short.rows
        if times.month_first is times.day_first or not differs.any():
            return
        self._days += int((differs & (times.month_first == UNREADABLE)).sum())
        self._months += int((differs & (times.day_first == UNREADABLE)).sum())
        either = differs & (times.month_first != UNREADABLE) & (times.day_first != UNREADABLE)
        self._either.append((times.month_first[either], times.day_first[either]))
        self._prove(times.day_first[differs & (times.month_first == UNREADABLE)], day_first=True)
        self._prove(times.month_first[differs & (times.day_first == UNREADABLE)], day_first=False)
        if either.any() and self._open_line is None:
            self._open_line = lines(int(either.argmax()))
        if not self._seen:
            self._seen = True
            self.day_first = self._days > self._months if self._days != self._months else bool(self.asked)

    def _prove(self, at: Micros, *, day_first: bool) -> None:
        at = at[at != UNREADABLE]
        if len(at):
            first, last = self._proven.get(day_first, (int(at[0]), int(at[0])))
            self._proven[day_first] = min(first, int(at.min())), max(last, int(at.max()))

    def _are_swapped(self) -> bool:
        """Whether most dates that prove no order lie far from the rest as they are, and near when turned.

        So they come from a program that read them in one order and wrote them in the other, and left the rest alone.
        """
        if len(self._proven) != 1 or not self._either:
            return False
        ((day_first, (first, last)),) = self._proven.items()
        month_first, day_first_times = (np.concatenate(parts) for parts in zip(*self._either, strict=True))
        read, turned = (day_first_times, month_first) if day_first else (month_first, day_first_times)
        far = (read < first - _MONTH) | (read > last + _MONTH)
        near = (turned >= first - _MONTH) & (turned <= last + _MONTH)
        return int((far & near).sum()) >= max(_FEW, len(read) / 2)

    def _is_any_proven(self) -> bool:
        """Whether any date has a number that can be no month, or a month by name."""
        return any(shape.proving or "n" in word for word, (shape, _) in self._shapes.items())

    def _are_all_swapped(self) -> bool:
        """Whether dates in one sure order lie months apart on the same day of the month, and days apart when turned."""
        if self._is_any_proven() or len(self._dates) < 2:  # noqa: PLR2004 - one says nothing of the rest
            return False
        dates = [EPOCH.date() + timedelta(days=number) for number in sorted(self._dates)]
        if any(date.day > _MONTHS for date in dates) or len({date.month for date in dates}) < 2:  # noqa: PLR2004
            return False
        turned = sorted(date.replace(month=date.day, day=date.month) for date in dates)
        apart, near = (dates[-1] - dates[0]).days, (turned[-1] - turned[0]).days
        return near * _DAY <= _MONTH < apart * _DAY and (len(dates) >= _FEW or apart > _LONG)

    def _are_day_before_month(self, rows: int) -> bool:
        """Whether so many dates like 2026-28-11 speak for all of the file: one may be a slip where others are ISO."""
        iso = self._any_zoned or any("y" in word and shape.proving > rows for word, (shape, _) in self._shapes.items())
        return _SLIPS * rows > self._rows and (rows > 1 or not iso)

    def choose(self, times: Times) -> Micros:
        """The times of a stretch of rows, in the order that is known so far."""
        if times.month_first is not times.day_first or times.short:
            self._read_by.add((self.day_first, self.year_first))
        return times.chosen(day_first=self.day_first, year_first=self.year_first)

    def is_as_read(self) -> bool:
        """Whether all rows were read in the order that is known now."""
        return self._read_by <= {(self.day_first, self.year_first)}

    def _learn_shapes(self, times: Times, lines: Callable[[int], int]) -> None:
        for word, shape in times.shapes.items():
            known, line = self._shapes.get(word) or (Shape(), lines(shape.first_row))
            self._shapes[word] = known.joined(shape), line
        if times.short:
            self._firsts |= times.short.firsts
            self._lasts |= times.short.lasts
            self._dotted &= times.short.dotted
            self.year_first = self._year_may_be(self._firsts) and not self._year_may_be(self._lasts)

    @staticmethod
    def _year_may_be(numbers: set[int]) -> bool:
        """Whether these can be years of one report: one or two in a row, and none that may be a month."""
        return min(numbers) > _MONTHS and max(numbers) - min(numbers) <= 1

    def check(self, name: str) -> None:
        """Raises ReportError where the dates' shapes show that a spreadsheet has changed some of them."""
        for kind, (rows, line) in self._unfit.items():
            if self._are_day_before_month(rows) if kind is Unfit.YEAR_AND_DAY else 2 * rows > self._rows:
                raise ReportError(_UNFIT[kind].format(name=name, line=line))
        proving = [word for word, (shape, _) in self._shapes.items() if shape.proving and not {"y", "n"} & set(word)]
        if self.asked is None and self._are_all_swapped():
            raise ReportError(
                f"The dates of {name} look turned by a spreadsheet: they lie months apart on one day of the month, "
                "and days apart if day and month change places. Load the report as it was downloaded, without opening "
                f"it in a spreadsheet first; if they are right, {_WHAT_NEXT}"
            )
        turned = [line for word, (shape, line) in self._shapes.items() if not shape.proving and proving]
        if not turned and self._are_swapped():
            raise ReportError(
                f"The dates of {name} look turned by a spreadsheet: those up to the 12th (line {self._open_line}) lie "
                "months away from the rest, and among them if day and month change places. "
                "Load the report as it was downloaded, without opening it in a spreadsheet first."
            )
        if turned:
            raise ReportError(
                f"The dates of {name} look turned by a spreadsheet: those from line {min(turned)} on stand in another "
                "shape than the rest, and none of them has a day after the 12th, so day and month may have changed "
                "places. Load the report as it was downloaded, without opening it in a spreadsheet first."
            )
        if not self._firsts or self.year_first:
            return
        if not self._year_may_be(self._lasts) and max(self._lasts) - min(self._lasts) > 1:
            raise ReportError(
                f"The dates of {name} have years of two digits that spread from {full_year(min(self._lasts))} to "
                f"{full_year(max(self._lasts))}: no report is so long. Load the report as it was downloaded."
            )
        if self._year_may_be(self._firsts) and not self._dotted and self._firsts != self._lasts and self.asked is None:
            raise ReportError(
                f"{name} does not show whether its dates begin with the year or with the day "
                f"({full_year(min(self._firsts))} or {full_year(min(self._lasts))}); load the report as it was "
                f"downloaded, or {_WHAT_NEXT}"
            )

    def resolved(self, name: str) -> bool:
        """The order that the whole file asks for. Raises ReportError when only a person can tell."""
        if not self.final:
            self.check(name)
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
        order = "day-first" if self.day_first else "month-first"
        order = "with the year first" if self.year_first else order if self._seen or self.final else ""
        phrases = [f"dates {order}"] if order else []
        phrases += ["years of the Buddhist era (2569 is 2026)"] if self.buddhist else []
        return ", ".join(phrases) or None


class _Ordered(Protocol):
    @property
    def order(self) -> DateOrder: ...


Read = TypeVar("Read", bound=_Ordered)


def read_resolved(name: str, asked: bool | None, assemble: Callable[[DateOrder], Read]) -> Read:
    """What `assemble` makes of a file; made again when its end shows that the dates' order is another.

    Raises ReportError when only a person can tell how the dates are meant.
    """
    made = assemble(DateOrder(asked))
    made.order.day_first = made.order.resolved(name)
    if made.order.is_as_read():
        return made
    return assemble(DateOrder(asked, made.order.day_first, made.order.year_first, final=True))
