"""A report that a spreadsheet saved again: rows of a known one without their seconds, or at one distance in time."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from bot.later import later_import
from bot.reports.parsing.cut_off import TWICE

if TYPE_CHECKING:
    import pandas as pd
else:  # a sentence is looked for in warnings without it
    pd = later_import("pandas")

SECOND: Final = 1_000_000  # microseconds
MINUTE: Final = 60 * SECOND
QUARTER: Final = 15 * MINUTE  # zones differ by such steps
_MIX: Final = 1_000_003
_MINUTES: Final = 32  # bits in which the minutes since 1970 stand
HOUR: Final = 60 * MINUTE
HALF_DAY: Final = 12 * HOUR
DAY: Final = 24 * HOUR
_HALF: Final = frozenset(range(1, 13))  # hours that a clock of twelve hours shows
FEW_ROWS: Final = 20  # with fewer their order says nothing
FARTHEST: Final = 14 * 60 * MINUTE  # how far a zone's clock may be from UTC
_NEARLY_ALL: Final = 0.9
_FEW: Final = 3  # rows that one distance must explain at least: two may lie so by chance
_SOME: Final = 5  # the same of rows without seconds and without correlations, of several people

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Known:
    """Which rows of a file are those of an earlier load, and what the file has done to their times."""

    rows: Flags
    note: str = ""  # sentences for the receipt; "" where none is known


@dataclass(frozen=True, slots=True)
class Written:
    """How the times of a file were written."""

    zoned: bool  # with their zone
    halved: bool = False  # they may have lost AM and PM
    days: bool = False  # without a time of day


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the times of rows lie from those of a copy: one distance, or two where clocks change in its span."""

    first: int
    then: int
    change: int  # the first moment of the second distance
    until: int  # the last one of the first

    def back(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows at the other times."""
        return rows.assign(at=rows["at"] - np.where(rows["at"] < self.change, self.first, self.then))

    def of_odd_hour(self, rows: pd.DataFrame) -> tuple[pd.DataFrame, Flags]:
        """The rows of the hour around the change at the times of its other side, and which these are."""
        odd = rows["at"].between(self.until - HOUR, self.change + HOUR).to_numpy() & (self.first != self.then)
        return replace(self, first=self.then, then=self.first).back(rows[odd]), odd

    def __str__(self) -> str:
        if self.first == self.then:
            return _apart(self.first)
        until = [f"{_apart(self.first)} until clocks change"] if self.first else []
        return " and ".join([*until, *([f"{_apart(self.then)} from then on"] if self.then else [])])


@dataclass(frozen=True, slots=True)
class Halved:
    """Whose times may have lost their AM and PM: the file's, those of earlier loads."""

    file: bool = False
    loads: frozenset[int] = frozenset()
    few: bool = False  # whether they are too few for their order to say so: all lie between 1:00 and 12:59

    def __bool__(self) -> bool:
        return self.file or bool(self.loads)


@dataclass(frozen=True, slots=True)
class WithoutClocks:
    """Whose times have no time of day: the file's, those of earlier loads."""

    file: bool
    loads: frozenset[int]

    def __bool__(self) -> bool:
        return self.file or bool(self.loads)


class Surer(IntEnum):
    """Whose times are written with their zone: of two clocks, that one is right."""

    HELD = -1
    NEITHER = 0
    FILE = 1


def known_rows(rows: pd.DataFrame, held: pd.DataFrame, surer: Surer = Surer.HELD) -> Known:
    """Compare the rows of one file with those that other loads have brought and that this file does not repeat exactly.

    Both have `at` in microseconds and the same columns of numbers that say the rest; `held` has the number of its
    `load`, too. A row is matched once, so that two equal rows stay two.
    """
    nothing = Known(np.zeros(len(rows), bool))
    if rows.empty or held.empty:
        return nothing
    found = _coarser(rows, held)
    here = _enough(found, _within(rows, held))  # no distance is the first to explain them
    apart = None if here else apart_of(rows, held)
    if apart:
        shifted = apart.back(rows)
        moved = _known(shifted, held)
        odd, of_odd_hour = apart.of_odd_hour(rows)
        moved[of_odd_hour] |= _known(odd, held)
        if _enough(moved, _within(shifted, held) if _is_no_chance(rows, moved) else len(rows)):
            why, next_step = _WHICH_CLOCK[surer]
            how = f"with times {apart}"
            note = _note(int(moved.sum()), how, (why, next_step.format(_the_load(held, shifted))))
            return Known(moved, note + _others(len(rows) - int(moved.sum()), apart, surer))
    return Known(found, _note(int(found.sum()), "with other seconds")) if found.any() else nothing


def uncorrelated(rows: pd.DataFrame, held: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Steps of a file and held ones without their correlations, where one side has none."""
    if (rows["correlation"] != "").any():
        held = held[held["correlation"] == ""]
    return rows.assign(correlation=""), held.assign(correlation="")


def known_uncorrelated(rows: pd.DataFrame, held: pd.DataFrame, surer: Surer) -> Known:
    """Compare steps as `known_rows` does, where one side has no correlations.

    Of the same second folding tells that they are one; without seconds, or at a distance, it cannot.
    """
    rows, held = uncorrelated(rows, held)
    coarse = held if held.empty or is_coarse(rows["at"]) else held[_shows_only(held, MINUTE)]
    known = known_rows(rows, coarse, surer)
    if known.note:
        return known
    others = np.flatnonzero(~matched(_to(rows, SECOND), _to(held, SECOND), ("ordinal", "load")))
    held = held[~matched(_to(held, SECOND), _to(rows, SECOND), ("ordinal", "load"))].reset_index(drop=True)
    found = known_rows(rows.iloc[others].reset_index(drop=True), held, surer)
    flags = np.zeros(len(rows), bool)
    flags[others] = found.rows
    return Known(flags, found.note)


def few_halved(at: pd.Series[int], held: pd.DataFrame, zoned: Collection[int], *, file_zoned: bool) -> Halved:
    """Which of a file and of earlier loads have so few rows that AM and PM may be lost without a sign of it.

    `at` are the times of all rows of the file, `held` the rows around them; times with their zone have lost nothing.
    """
    if not file_zoned and _are_halves(at):
        return Halved(file=True, few=True)
    loads = set(held["load"].unique().tolist()).difference(zoned)
    return Halved(loads=frozenset(load for load in loads if _are_halves(held["at"][held["load"] == load])), few=True)


def _are_halves(at: pd.Series[int]) -> bool:
    return len(at) < FEW_ROWS and _HALF.issuperset((at // HOUR % 24).tolist())


def half_days_apart(rows: pd.DataFrame, held: pd.DataFrame, halved: Halved, repeated: int = 0) -> Known:
    """Compare rows as `known_rows` does, those of the file or those of earlier loads having lost their AM and PM.

    Nearly all that both can have must be the same, as it is or half a day apart: the times of an afternoon have become
    earlier, those of the hour after midnight later. `repeated` is how many of the file's others are known as they are.
    """
    surer = Surer.HELD if halved.file else Surer.FILE
    held = held[held["load"].isin(halved.loads) != halved.file]  # the other side has its halves of the day
    if rows.empty or held.empty:
        return Known(np.zeros(len(rows), bool))
    found, left, counts = np.zeros(len(rows), bool), held, list[int]()
    for distance in (0, surer * HALF_DAY, -surer * HALF_DAY):
        some = np.flatnonzero(~found)
        shifted = rows.iloc[some].assign(at=rows["at"].iloc[some] - distance)
        same = matched(shifted, left) | _coarser(shifted, left)
        left = left[~matched(_to(left, MINUTE), _to(shifted[same], MINUTE), ("ordinal", "load"))]
        found[some[same]] = True
        counts.append(int(same.sum()))
    here, afternoons, midnights = counts
    moved = afternoons + midnights
    least = 1 if afternoons and here + repeated >= _FEW else _FEW  # beside others that are as they were, one is enough
    possible = _within(rows, held, surer * HALF_DAY) + repeated
    is_copy = moved >= least and int(found.sum()) + repeated >= max(_FEW, _NEARLY_ALL * possible)
    if surer is Surer.FILE:  # the copy is the earlier load: of that, too, nearly all must be in both
        is_copy = is_copy and _within(left, rows, -HALF_DAY) <= (1 - _NEARLY_ALL) * _within(held, rows, -HALF_DAY)
    if not is_copy:
        return Known(np.zeros(len(rows), bool))
    loads = held["load"].drop(left.index).unique().tolist()
    why, next_step = _WHICH_HALF[surer]
    next_step = _WHICH if next_step and halved.few else next_step
    notes = [_note(here, "with other seconds")] if here else []
    notes.append(_note(moved, f"with times {hours(HALF_DAY)} apart", (why, next_step.format(behind(loads)))))
    new = len(rows) - int(found.sum())
    if new and surer is Surer.HELD:
        notes.append(f"{_new(new)} {OWN_TIMES}, those of an afternoon 12 hours too early: {_LOAD_IT}")
    return Known(found, " ".join(notes))


def in_other_words(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    """That rows tell of people and minutes of which earlier loads tell in other words; "" where it may be chance."""
    whose, theirs = (_to(frame[["person", "at"]], MINUTE) for frame in (rows, held))
    same = int(matched(whose, theirs).sum())
    if same < max(_FEW, len(rows) / 2):
        return ""
    return (
        f"{same:,} rows tell of a user and a minute of which an earlier load tells in other words: if both list the "
        f"same attempts, {TWICE}. Then take one of the loads back (sspr unload)."
    )


def on_wrong_clock(rows: pd.DataFrame, held: pd.DataFrame, apart: Apart) -> Flags:
    """Which held rows are those of loads that say what `rows` say at this distance before, and nearly nothing else."""
    shifted = apart.back(rows)
    beside = ("ordinal", "load")
    found = np.zeros(len(held), bool)
    for said in (shifted, apart.of_odd_hour(rows)[0]):
        found |= matched(held, said, beside)
        for unit in (SECOND, MINUTE):
            found |= matched(_to(held, unit), _to(said, unit), beside) & _shows_only(held, unit)
    inside = held["at"].between(int(shifted["at"].min()) // MINUTE * MINUTE, int(shifted["at"].max())).to_numpy()
    counts = pd.DataFrame({"load": held["load"], "found": found & inside, "inside": inside}).groupby("load").sum()
    copies = counts.index[(counts["found"] >= _FEW) & (counts["found"] >= _NEARLY_ALL * counts["inside"])]
    return np.asarray(found & held["load"].isin(copies).to_numpy())


def not_repeated(held: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The held rows that the file does not say of the same moment, as far as their load shows it: the others are right.

    What is done each hour on the hour lies at one distance from itself.
    """
    beside = ("ordinal", "load")
    same = matched(_to(held, SECOND), _to(rows, SECOND), beside)
    same = same | matched(_to(held, MINUTE), _to(rows, MINUTE), beside) & _shows_only(held, MINUTE)
    return held[~same].reset_index(drop=True)


def set_right_note(rows: int, apart: Apart, left: Mapping[int, int]) -> str:
    """What to say of rows that were taken out because this file has them at their right times.

    `left` is how many others each of those loads has brought.
    """
    those = "1 row of an earlier load was" if rows == 1 else f"{rows:,} rows of earlier loads were"
    how = replace(apart, first=-apart.first, then=-apart.then)
    said = f"{those} there {how}, as a copy on another clock: this log's own times count, and nothing counts twice."
    for load, others in left.items():
        them = f"1 row of load {load} is" if others == 1 else f"{others:,} rows of load {load} are"
        said += f" {them} not in this log and still on the other clock: take that load back (sspr unload {load})."
    return said


def same_steps(held: pd.DataFrame, load: int) -> int:
    """How many steps of a load are steps of other loads, which know them to another part of a second or of a minute.

    `held` has steps as numbers, with their correlation as text; those of one second are one whatever their correlation.
    """
    minute = (held["person"].to_numpy(np.int64) << _MINUTES) + held["at"].to_numpy(np.int64) // MINUTE
    mine = (held["load"] == load).to_numpy()
    near = np.isin(minute, np.intersect1d(minute[mine], minute[~mine]))
    own, others = held[mine & near].drop(columns="load"), held[~mine & near].drop(columns="load")
    if own.empty:
        return 0
    found = matched(_to(own, SECOND), _to(others, SECOND), ("correlation",))
    found = found | matched(_to(own, MINUTE), others[others["at"] % MINUTE == 0])
    found = found | matched(own, _to(others, MINUTE))
    return int(found.sum())


def _apart(distance: int) -> str:
    return f"{hours(distance)} {'later' if distance > 0 else 'earlier'}"


def hours(distance: int) -> str:
    """A distance in time, in words."""
    number = abs(distance) / 3_600_000_000
    return "1 hour" if number == 1 else f"{number:g} hours"


_SAVED_AGAIN: Final = ", as a spreadsheet saves them again"
OTHER_CLOCK: Final = "Until then the earlier times count."  # in every warning that says so
OWN_TIMES: Final = "at the file's own times"  # the same where rows of it are on another clock than an earlier load's
OTHER_PEOPLE: Final = "Until then the earlier people count."  # the same
UNLOAD: Final = re.compile(r"sspr unload (\d+)")
TAKE_BACK: Final = f"take the earlier load back (sspr unload{{}}), and this file's times count. {OTHER_CLOCK}"
_ZONED: Final = f" This file's times have their zone, the earlier ones have none: {TAKE_BACK}"
_WHICH: Final = f" Nothing says which of the two clocks is right: if it is this file's, {TAKE_BACK}"
_WHICH_CLOCK: Final[Mapping[Surer, tuple[str, str]]] = {
    Surer.HELD: (_SAVED_AGAIN, ""),
    Surer.NEITHER: ("", _WHICH),
    Surer.FILE: ("", _ZONED),
}


_LOAD_IT: Final = "load the report as it was downloaded."
_HALVES_LOST: Final = ", as where a spreadsheet has lost AM and PM"
_WHICH_HALF: Final[Mapping[Surer, tuple[str, str]]] = {
    Surer.HELD: (_HALVES_LOST, ""),
    Surer.FILE: (_HALVES_LOST, f" All times of that load lie between 1:00 and 12:59: {TAKE_BACK}"),
}


def _note(rows: int, how: str, why: tuple[str, str] = (_SAVED_AGAIN, "")) -> str:
    those = "1 row is that" if rows == 1 else f"{rows:,} rows are those"
    return f"{those} of an earlier load {how}{why[0]}: known already, not counted twice.{why[1]}"


def _the_load(held: pd.DataFrame, shifted: pd.DataFrame) -> str:
    """The number of the load that holds these rows, behind a command; "" where several do."""
    found = matched(_to(held, MINUTE), _to(shifted, MINUTE), beside=("ordinal", "load"))
    return behind(held.loc[found, "load"].unique().tolist())


def behind(loads: Sequence[int]) -> str:
    """The number of one load, behind a command; "" for several."""
    return f" {loads[0]}" if len(loads) == 1 else ""


def _others(rows: int, apart: Apart, surer: Surer) -> str:
    """What to say of the file's other rows, whose times nothing proves."""
    if not rows or surer is Surer.FILE:
        return ""
    if surer is Surer.NEITHER:
        return f" {_new(rows)} {OWN_TIMES}."
    return f" {_new(rows)} {OWN_TIMES}, which are {apart} than the log's, too: load the log itself."


def _new(rows: int) -> str:
    return "1 row of it is new and stands" if rows == 1 else f"{rows:,} rows of it are new and stand"


def _is_no_chance(rows: pd.DataFrame, found: Flags) -> bool:
    """Whether rows of so many hours' distance meet by no chance, however many newer rows stand beside them."""
    if not is_coarse(rows["at"]):
        return True
    if _are_correlated(rows, found):
        return True
    return int(found.sum()) >= _SOME and rows.loc[found, "person"].nunique() >= _FEW


def _within(rows: pd.DataFrame, held: pd.DataFrame, distance: int = 0) -> int:
    """How many rows lie in the span of the held ones, as they are or at a distance.

    Newer ones speak neither for nor against a copy.
    """
    span = int(held["at"].min()), int(held["at"].max())
    return int((rows["at"].between(*span) | (rows["at"] - distance).between(*span)).sum())


def _enough(found: Flags, rows: int) -> bool:
    """Whether so many of these rows are known that chance is no reason; times without seconds meet by chance sooner."""
    return int(found.sum()) >= max(_FEW, _NEARLY_ALL * rows)


def is_coarse(at: pd.Series[int]) -> bool:
    """Whether no time shows seconds."""
    return bool(len(at) and (at % MINUTE == 0).all())


def _known(rows: pd.DataFrame, held: pd.DataFrame) -> Flags:
    return matched(rows, held) | _coarser(rows, held)


def _coarser(rows: pd.DataFrame, held: pd.DataFrame) -> Flags:
    """Rows that a held row says of the same minute or second, where the file or that row's load shows nothing finer."""
    return _same(rows, held, MINUTE) | _same(rows, held, SECOND)


def _same(rows: pd.DataFrame, held: pd.DataFrame, unit: int) -> Flags:
    if (rows["at"] % unit == 0).all():
        return matched(_to(rows, unit), _to(held, unit))
    return matched(_to(rows, unit), held[_shows_only(held, unit)])


def _shows_only(held: pd.DataFrame, unit: int) -> Flags:
    """Which held rows are of loads whose times have nothing finer than this."""
    return np.asarray((held["at"] % unit == 0).groupby(held["load"]).transform("all").to_numpy(), bool)


def _to(rows: pd.DataFrame, unit: int) -> pd.DataFrame:
    return rows.assign(at=rows["at"] // unit * unit)


def without(held: pd.DataFrame, repeated: pd.DataFrame) -> pd.DataFrame:
    """The held rows but for those that a file repeats exactly, one for each."""
    return held[~matched(held, repeated, beside=("ordinal", "load"))]


def matched(rows: pd.DataFrame, held: pd.DataFrame, beside: tuple[str, ...] = ("ordinal",)) -> Flags:
    """Which rows have an equal among the held ones; of several equal ones as many as are held."""
    said = [column for column in rows.columns if column not in beside]
    numbers = [name for name in said if rows[name].dtype.kind == held[name].dtype.kind == "i"]
    mine, theirs = (_keys(frame, numbers) for frame in (rows, held))
    near, found = mine.isin(theirs).to_numpy(), np.zeros(len(rows), bool)
    if near.any():  # hardly any at most distances that are tried
        some = held[theirs.isin(mine).to_numpy()]
        numbered = [frame[said].assign(ordinal=frame.groupby(said).cumcount()) for frame in (some, rows[near])]
        found[near] = pd.concat(numbered, ignore_index=True).duplicated().to_numpy()[len(some) :]
    return found


def _keys(rows: pd.DataFrame, numbers: list[str]) -> pd.Series[int]:
    """A number for each row that is the same for equal ones, and seldom for others."""
    key = np.zeros(len(rows), np.int64)
    for name in numbers:
        key = key * _MIX + rows[name].to_numpy()
    return pd.Series(key)


def distance_of(rows: pd.DataFrame, held: pd.DataFrame) -> int:
    """The commonest distance between rows and held ones that say the same, by the steps of zones; 0 where none is."""
    said = [column for column in rows.columns if column not in ("at", "ordinal")]
    first = rows.drop_duplicates(said, keep="first")
    pairs = first.merge(held.drop_duplicates([*said, "at"]), on=said, suffixes=("", "_held"))
    apart = np.rint((pairs["at"] // MINUTE * MINUTE - pairs["at_held"] // MINUTE * MINUTE) / QUARTER) * QUARTER
    near = (apart != 0) & (apart.abs() <= FARTHEST)
    near &= (pairs["at"] - pairs["at_held"] - apart).abs() < MINUTE
    if not near.any():
        return 0
    counts = apart[near].value_counts()
    return int(counts.index[0])


def apart_of(rows: pd.DataFrame, held: pd.DataFrame) -> Apart | None:
    """How far rows and held ones that say the same lie apart; None where none do.

    The clock of a copy may be changed once in its span: from then on its rows are an hour nearer, or farther.
    """
    distance = distance_of(rows, held)
    if not distance:
        return None
    best, own = Apart(distance, distance, 0, 0), _known(rows.assign(at=rows["at"] - distance), held)
    order, most = np.argsort(rows["at"].to_numpy(), kind="stable"), int(own.sum())
    at = rows["at"].to_numpy()[order]
    for other in () if own.all() else (distance - HOUR, distance + HOUR):
        there = _known(rows.assign(at=rows["at"] - other), held)
        least = 1 if _are_correlated(rows, there & ~own) else _FEW
        for first, then, before, after in ((distance, other, own, there), (other, distance, there, own)):
            counts = np.append(0, np.cumsum(before[order])) + np.append(np.cumsum(after[order][::-1])[::-1], 0)
            place = int(np.argmax(counts))
            if counts[place] >= most + least and 0 < place < len(rows):
                best = Apart(first, then, int(at[place]), int(at[place - 1]))
                most, least = int(counts[place]), 1
    return best


def _are_correlated(rows: pd.DataFrame, found: Flags) -> bool:
    return "correlation" in rows and bool((rows.loc[found, "correlation"] != "").all())
