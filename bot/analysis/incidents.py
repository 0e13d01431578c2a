"""Incidents: so many people with one cause within minutes, hours or a day that it is no usual day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import FAILED, Selection, filtered, having, within
from bot.analysis.people.strangers import strangers
from bot.analysis.statistics.scan import DAY, Times, Usual, alarms, limit, usual
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.instants import from_micros, to_micros
from bot.reports.snapshot import RowsBefore, Snapshot
from bot.reports.window import Window

BUDGET: Final = 1.0  # false alarms a month, all causes together
HISTORY: Final = timedelta(weeks=8)
_SHORT: Final = 14  # days of history; with fewer, half the budget
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Incident:
    """One burst of one cause."""

    cause: Cause
    first_at: datetime
    last_at: datetime
    people: int  # different people who failed with the cause between the two
    usual: float  # people that this span of the week usually brings
    first_position: int = 0  # the smallest ledger position of its rows


@dataclass(frozen=True, slots=True)
class _Newcomers:
    """The first failure of each person with one cause after a day without one: when in UTC, and on the wall."""

    at: Times
    local: Times

    @staticmethod
    def of(at: Times, zone: tzinfo) -> "_Newcomers":
        """Those who came at these sorted times."""
        return _Newcomers(at, local_time.wall_clock(at, zone))

    def since(self, at: int) -> "_Newcomers":
        """Those from a moment on."""
        place = int(np.searchsorted(self.at, at))
        return _Newcomers(self.at[place:], self.local[place:])

    def before(self, at: int) -> "_Newcomers":
        """Those before a moment."""
        place = int(np.searchsorted(self.at, at))
        return _Newcomers(self.at[:place], self.local[:place])


def incidents(
    snapshot: Snapshot,
    window: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    zone: tzinfo,
    budget: float = BUDGET,
    seen: Bools | None = None,
) -> tuple[Incident, ...]:
    """The bursts that begin or go on in a window, against the eight weeks before it; oldest first.

    `seen` are the attempts that count, all by default. `budget` is how many false ones a month are put up with;
    docs/statistics.md says how many there are.
    """
    whole = within(snapshot.attempts, Window(window.start - HISTORY, window.end, ""))
    failing, fresh = _failing(snapshot, whole, filters, seen)
    strange, users = strangers(snapshot), arrays.codes(snapshot.attempts, "user")
    if strange.any():
        failing, *fresh = (rows[~strange[users[rows]]] for rows in (failing, *fresh))
    if not len(failing):
        return ()
    times, edge = arrays.times(snapshot.attempts), to_micros(window.start)
    begins = max(window.start - HISTORY, from_micros(times[0]))
    days = max((window.start - begins) // _ONE_DAY, 0)
    share = (budget if days >= _SHORT else budget / 2) / sum(1 for rows in fresh if len(rows))
    recent = Selection(snapshot.attempts, failing[np.searchsorted(failing, np.searchsorted(times, edge - DAY)) :])
    causes, words = recent.codes("cause"), recent.words("cause")
    found = [
        incident
        for code in arrays.present(causes[int(np.searchsorted(recent.times(), edge)) :], len(words))
        for incident in _of_cause(
            catalogue.causes[words[code]],
            _Newcomers.of(times[fresh[code]], zone),
            recent.where(causes == code),
            edge,
            days,
            share,
            zone,
        )
    ]
    return tuple(sorted(found, key=lambda one: (one.first_at, one.cause.key)))


def bursts(
    rows: Selection, window: Window, *, zone: tzinfo, budget: float, since: datetime | None = None
) -> list[tuple[int, int]]:
    """From the first to the last person of each burst of any rows that begins or goes on in a window.

    `rows` are those of the window and the eight weeks before it, known since `since`, by default the first attempt.
    Microseconds.
    """
    if not len(rows):
        return []
    begins = max(window.start - HISTORY, since or from_micros(arrays.times(rows.frame)[0]))
    days = max((window.start - begins) // _ONE_DAY, 0)
    at, edge = rows.times(), to_micros(window.start)
    fresh = _Newcomers.of(at[np.flatnonzero(_newcomers(rows.codes("user"), at))], zone)
    share = budget if days >= _SHORT else budget / 2
    rates = _rates(fresh.before(edge), days, share)
    return [span for span in _spans(fresh.since(edge - DAY), rates, share) if span[1] >= edge]


def _failing(snapshot: Snapshot, whole: Selection, filters: Filters, seen: Bools | None) -> tuple[Ints, Sequence[Ints]]:
    """The failures among rows of a window, and by cause those that are newcomers.

    Where all rows count, the newcomers of all rows are found once, and nothing is sorted. Those who came less than a
    day before the window are new in it.
    """
    before, times = snapshot.rows_before, arrays.times(snapshot.attempts)
    codes, causes = arrays.codes(snapshot.attempts, "cause"), len(arrays.words(snapshot.attempts, "cause"))
    if before is not None and not filters.any() and isinstance(whole.rows, slice) and (seen is None or seen.all()):
        every = snapshot.once("newcomers", lambda: _every_newcomer(snapshot, before))
        start, stop = whole.rows.start, whole.rows.stop
        failures = before.window(start, stop)
        day = np.searchsorted(times, times[start] + DAY) if start < stop else start
        first = before.window(start, int(day))
        rows, last = before.failing[first], before.same_cause[first]
        known = rows[(last >= 0) & (last < start) & (times[rows] - times[last] < DAY)]
        fresh = [rows[slice(*np.searchsorted(rows, [start, stop]))] for rows in every]
        if len(known):
            fresh = [np.union1d(rows, known[codes[known] == code]) for code, rows in enumerate(fresh)]
        return before.failing[failures], fresh
    looked = whole if seen is None else whole.where(seen[whole.rows])
    found = filtered(looked.where(having(looked, FAILED)), filters, snapshot.people)
    pairs = found.codes("user").astype(np.int64) * causes + found.codes("cause")
    return found.numbers(), _by_cause(found.numbers()[np.flatnonzero(_newcomers(pairs, found.times()))], codes, causes)


def _every_newcomer(snapshot: Snapshot, before: RowsBefore) -> Sequence[Ints]:
    """By cause, all failures that are their person's first with it after a day without one."""
    times, codes = arrays.times(snapshot.attempts), arrays.codes(snapshot.attempts, "cause")
    new = (before.same_cause < 0) | (times[before.failing] - times[before.same_cause] >= DAY)
    return _by_cause(before.failing[new], codes, len(arrays.words(snapshot.attempts, "cause")))


def _by_cause(rows: Ints, codes: Ints, causes: int) -> Sequence[Ints]:
    order = np.argsort(codes[rows], kind="stable")
    ends = np.cumsum(np.bincount(codes[rows], minlength=causes))
    return np.split(rows[order], ends[:-1])


def _newcomers(who: Ints, at: Times) -> Bools:
    """Which rows, in the order of time, are the first of theirs after a day without one."""
    order = np.argsort(who, kind="stable")
    fresh = np.empty(len(who), dtype=np.bool_)
    fresh[order] = (np.diff(who[order], prepend=-1) != 0) | (np.diff(at[order], prepend=0) >= DAY)
    return fresh


def _of_cause(
    cause: Cause, fresh: _Newcomers, failures: Selection, edge: int, days: int, budget: float, zone: tzinfo
) -> Iterator[Incident]:
    rates, at = _rates(fresh.before(edge), days, budget), failures.times()
    for start, end in _spans(fresh.since(edge - DAY), rates, budget):
        if end < edge:
            continue
        inside = failures.where((at >= start) & (at <= end))
        local = local_time.wall_clock(inside.times(), zone)
        yield Incident(
            cause=cause,
            first_at=from_micros(start),
            last_at=from_micros(int(inside.times()[-1])),
            people=arrays.different(inside.codes("user")),
            usual=float(rates.expected(local[:1], local[-1:] + 1)[0]),
            first_position=int(inside.frame.values("position")[inside.rows].min()),
        )


def _rates(history: _Newcomers, days: int, budget: float) -> Usual:
    """What is usual, without the people of bursts that the history holds."""
    rates = usual(history.local, days)
    calm = np.ones(len(history.at), dtype=np.bool_)
    for start, end in _spans(history, rates, budget):
        calm &= ~((history.at >= start) & (history.at <= end))
    return rates if calm.all() else usual(history.local[calm], days)


def _spans(fresh: _Newcomers, rates: Usual, budget: float) -> list[tuple[int, int]]:
    """From the first to the last person of each burst; those that touch are one."""
    widths = alarms(fresh.local, rates, limit(budget, 1, rates.a_month))
    ends = fresh.at[np.flatnonzero(widths)]
    starts = fresh.at[np.searchsorted(fresh.at, ends - widths[widths > 0], side="right")]
    if not len(ends):
        return []
    first = np.flatnonzero(np.append(np.True_, starts[1:] > ends[:-1]))  # of those that touch
    last = np.append(first[1:], len(ends)) - 1
    return list(zip(np.minimum.reduceat(starts, first).tolist(), ends[last].tolist(), strict=True))
