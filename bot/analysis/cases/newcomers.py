"""Newcomers: the first failure of each person with one cause after a day without one; bursts are counted in these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import FAILED, Selection, filtered, having
from bot.analysis.people.strangers import strangers
from bot.analysis.statistics.scan import DAY, HOUR, Hours, Times
from bot.reports.instants import NEVER
from bot.reports.snapshot import RowsBefore, Snapshot


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those of one cause, in the order of time, in UTC."""

    at: Times
    hours: Hours  # begin when those of some clock do, in UTC as well

    @staticmethod
    def of(at: Times, ahead: int = 0, before: Times | None = None) -> "Newcomers":
        """Those who came at these sorted times, by a clock that is ahead of UTC; `before` came others."""
        hours = Hours.of(at, at + ahead, before)
        return Newcomers(at, replace(hours, at=hours.at - ahead))

    @staticmethod
    def among(who: Ints, at: Times) -> "Newcomers":
        """Those of some failures in the order of time."""
        return Newcomers.of(at[_newcomers(who, at)])

    def since(self, at: int) -> "Newcomers":
        """Those from a moment on."""
        return self.between(at, NEVER)

    def before(self, at: int) -> "Newcomers":
        """Those before a moment."""
        return self.between(-NEVER, at)

    def between(self, start: int, stop: int) -> "Newcomers":
        """Those from a moment on up to another."""
        first, last = (int(place) for place in np.searchsorted(self.at, [start, stop]))
        return Newcomers(self.at[first:last], self.hours.between(first, last))

    def has_any(self, start: int, stop: int) -> bool:
        """Whether there are any from a moment on up to another."""
        first, last = np.searchsorted(self.at, [start, stop])
        return bool(first < last)

    def followed_by(self, later: "Newcomers") -> "Newcomers":
        """With those who come after all of these, in later hours."""
        return Newcomers(np.concatenate([self.at, later.at]), self.hours.followed_by(later.hours))

    def local_hours(self, zone: tzinfo) -> Hours:
        """By the clock on the wall."""
        if local_time.in_step(self.hours.at, zone):
            return replace(self.hours, at=local_time.wall_clock(self.hours.at, zone))
        return Hours.of(self.at, local_time.wall_clock(self.at, zone))  # moved by odd minutes, or another clock's hours


_ByCause = tuple[Sequence[str], Sequence[Newcomers]]  # causes, and of each those who came


@dataclass(frozen=True, slots=True)
class NewcomersOfWindow:
    """The newcomers of a window."""

    causes: int  # how many have any
    of: Callable[[int], Newcomers]  # those of one cause


def failures_with_newcomers(
    snapshot: Snapshot, whole: Selection, filters: Filters, seen: Bools | None, ahead: int
) -> tuple[Ints, NewcomersOfWindow]:
    """The failures among rows of a window, and by cause those that are newcomers, without strangers.

    Where all rows count, the newcomers of all rows are found once, and nothing is sorted. Those who came less than a
    day before the window are new in it.
    """
    before = snapshot.rows_before
    if before is not None and not filters.any() and isinstance(whole.rows, slice) and (seen is None or seen.all()):
        failures = before.failing[before.window(whole.rows.start, whole.rows.stop)]
        return failures, _of_window(snapshot, before, whole.rows, ahead)
    looked = whole if seen is None else whole.where(seen[whole.rows])
    found = filtered(looked.where(having(looked, FAILED)), filters, snapshot.people)
    pairs = found.codes("user").astype(np.int64) * len(found.words("cause")) + found.codes("cause")
    fresh = _by_cause(snapshot, found.numbers()[_newcomers(pairs, found.times())])
    return found.numbers(), NewcomersOfWindow(
        sum(1 for at in fresh if len(at)), lambda cause: Newcomers.of(fresh[cause], ahead)
    )


def _of_window(snapshot: Snapshot, before: RowsBefore, window: slice, ahead: int) -> NewcomersOfWindow:
    """The newcomers among all rows from one up to another."""
    times, every = arrays.times(snapshot.attempts), newcomers(snapshot, before, ahead)
    start, stop = (int(times[row]) if row < len(times) else NEVER for row in (window.start, window.stop))
    again = _known_before(snapshot, before, window.start, start) if window.start else {}
    rest = _full_hour(start + 2 * DAY, ahead)  # from here on no span holds one of those again

    def of(cause: int) -> Newcomers:
        if cause not in again:
            return every[cause].between(start, stop)
        first = np.sort(np.append(again[cause], every[cause].between(start, min(rest, stop)).at))
        return Newcomers.of(first, ahead).followed_by(every[cause].between(rest, max(rest, stop)))

    some = sum(1 for cause, one in enumerate(every) if cause in again or one.has_any(start, stop))
    return NewcomersOfWindow(some, of)


def _full_hour(at: int, ahead: int) -> int:
    """The first moment from one on at which a clock that is ahead of UTC strikes."""
    return -(-(at + ahead) // HOUR) * HOUR - ahead


def _known_before(snapshot: Snapshot, before: RowsBefore, row: int, start: int) -> dict[int, Times]:
    """By cause those of the day behind a row who came less than a day before, but not behind it."""
    times = arrays.times(snapshot.attempts)
    day = before.window(row, int(np.searchsorted(times, start + DAY)))
    rows, last = before.failing[day], before.same_cause[day]
    known = rows[(last >= 0) & (last < row) & (times[rows] - times[last] < DAY)]
    return {cause: at for cause, at in enumerate(_by_cause(snapshot, known)) if len(at)} if len(known) else {}


def newcomers(snapshot: Snapshot, before: RowsBefore, ahead: int = 0) -> Sequence[Newcomers]:
    """By cause, all failures that are their person's first with it after a day without one, without strangers.

    Their hours are those of a clock that is ahead of UTC by so many microseconds.
    """
    name = f"newcomers, {ahead}"
    if strangers(snapshot).any():  # whoever is one may be none when the directory is read again
        return snapshot.once(name, lambda: [Newcomers.of(at, ahead) for at in _newcomers_from(snapshot, before, 0)])
    causes = arrays.words(snapshot.attempts, "cause")
    find = partial(_more_newcomers, snapshot, before, causes, ahead)
    found: _ByCause = snapshot.carried(name, find)
    if found[0] != causes:  # a load may bring a cause and no attempt
        snapshot.kept.pop(name, None)
        found = snapshot.carried(name, find)
    return found[1]


def _more_newcomers(
    snapshot: Snapshot, before: RowsBefore, causes: Sequence[str], ahead: int, last: _ByCause | None, rows: int
) -> _ByCause:
    """By cause, from those of other rows of which so many in front are the same here: of these none has become new."""
    if last is None or last[0] != causes or not rows:
        return causes, [Newcomers.of(at, ahead) for at in _newcomers_from(snapshot, before, 0)]
    times = arrays.times(snapshot.attempts)
    # No row of before that is gone is older, and no hour is cut in two.
    edge = _full_hour(int(times[rows - 1]) - HOUR + 1, ahead)
    later = _newcomers_from(snapshot, before, int(np.searchsorted(times, edge)))
    return causes, [_with_later(some, edge, more, ahead) for some, more in zip(last[1], later, strict=True)]


def _with_later(some: Newcomers, edge: int, later: Times, ahead: int) -> Newcomers:
    """With others from a moment on; as it was where these are the same."""
    if np.array_equal(some.since(edge).at, later):
        return some
    older = some.before(edge)
    return older.followed_by(Newcomers.of(later, ahead, older.at))


def _newcomers_from(snapshot: Snapshot, before: RowsBefore, row: int) -> Sequence[Times]:
    times, some = arrays.times(snapshot.attempts), before.window(row, len(snapshot.attempts))
    failing, last = before.failing[some], before.same_cause[some]
    return _by_cause(snapshot, failing[(last < 0) | (times[failing] - times[last] >= DAY)])


def _by_cause(snapshot: Snapshot, rows: Ints) -> Sequence[Times]:
    """By cause, when the attempts of some rows were, in their order; without strangers."""
    frame, strange = snapshot.attempts, strangers(snapshot)
    if strange.any():
        rows = rows[~strange[arrays.codes(frame, "user")[rows]]]
    codes, causes = arrays.codes(frame, "cause")[rows], len(arrays.words(frame, "cause"))
    at = arrays.times(frame)[rows[np.argsort(codes, kind="stable")]]
    ends = np.cumsum(np.bincount(codes, minlength=causes))
    return np.split(at, ends[:-1])


def _newcomers(who: Ints, at: Times) -> Ints:
    """Which of some rows, in the order of time, are the first of theirs after a day without one."""
    order = np.argsort(who, kind="stable")
    fresh = np.empty(len(who), dtype=np.bool_)
    fresh[order] = (np.diff(who[order], prepend=-1) != 0) | (np.diff(at[order], prepend=0) >= DAY)
    return np.flatnonzero(fresh)
