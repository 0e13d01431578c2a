"""Incidents: so many people with one cause within minutes, hours or a day that it is no usual day."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
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
from bot.reports.snapshot import Snapshot
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
class _Failures:
    """Failing rows of one cause, in time order: when by the clock in UTC and on the wall, and who."""

    at: Times
    local: Times
    users: Ints
    positions: Ints
    newcomer: Bools  # whether the row is its person's first after a day without one

    def where(self, mask: Bools | slice) -> "_Failures":
        """Some of them."""
        chosen = mask if isinstance(mask, slice) else np.flatnonzero(mask)
        return _Failures(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def newcomers(self) -> "_Failures":
        """One row a person."""
        return self.where(self.newcomer)

    def since(self, at: int) -> "_Failures":
        """Those from a moment on."""
        return self.where(slice(int(np.searchsorted(self.at, at)), None))

    def before(self, at: int) -> "_Failures":
        """Those before a moment."""
        return self.where(slice(0, int(np.searchsorted(self.at, at))))


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
    rows, newcomer = _failing(snapshot, whole, filters, seen)
    strange = strangers(snapshot)
    if strange.any():
        kept = ~strange[rows.codes("user")]
        rows, newcomer = rows.where(kept), newcomer[kept]
    if not len(rows):
        return ()
    begins = max(window.start - HISTORY, from_micros(arrays.times(snapshot.attempts)[0]))
    days = max((window.start - begins) // _ONE_DAY, 0)
    share = budget if days >= _SHORT else budget / 2
    edge, budget_each = (
        to_micros(window.start),
        share / len(arrays.present(rows.codes("cause"), len(rows.words("cause")))),
    )
    found = [
        incident
        for key, fresh, recent in _by_cause(rows, newcomer, zone, edge)
        for incident in _of_cause(catalogue.causes[key], fresh, recent, edge, days, budget_each)
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
    positions = rows.frame.values("position")[rows.rows]
    newcomer = _newcomers(rows.codes("user"), at)
    fresh = _Failures(at, local_time.wall_clock(at, zone), rows.codes("user"), positions, newcomer).newcomers()
    share = budget if days >= _SHORT else budget / 2
    rates = _rates(fresh.before(edge), days, share)
    return [span for span in _spans(fresh.since(edge - DAY), rates, share) if span[1] >= edge]


def _failing(snapshot: Snapshot, whole: Selection, filters: Filters, seen: Bools | None) -> tuple[Selection, Bools]:
    """The failures among rows of a window, and which of them are newcomers to their cause.

    Where all rows count, the row before each failure was prepared for the snapshot, and nothing is sorted.
    """
    before = snapshot.rows_before
    if before is not None and not filters.any() and isinstance(whole.rows, slice) and (seen is None or seen.all()):
        failures, times = before.window(whole.rows.start, whole.rows.stop), arrays.times(snapshot.attempts)
        rows, last = before.failing[failures], before.same_cause[failures]
        return Selection(snapshot.attempts, rows), (last < whole.rows.start) | (times[rows] - times[last] >= DAY)
    looked = whole if seen is None else whole.where(seen[whole.rows])
    found = filtered(looked.where(having(looked, FAILED)), filters, snapshot.people)
    pairs = found.codes("user").astype(np.int64) * len(found.words("cause")) + found.codes("cause")
    return found, _newcomers(pairs, found.times())


def _newcomers(who: Ints, at: Times) -> Bools:
    """Which rows, in the order of time, are the first of theirs after a day without one."""
    order = np.argsort(who, kind="stable")
    fresh = np.empty(len(who), dtype=np.bool_)
    fresh[order] = (np.diff(who[order], prepend=-1) != 0) | (np.diff(at[order], prepend=0) >= DAY)
    return fresh


def _by_cause(rows: Selection, newcomer: Bools, zone: tzinfo, edge: int) -> Iterator[tuple[str, _Failures, _Failures]]:
    """Of each cause that failed after the edge: all its newcomers, and its failures from a day before the edge on."""
    at, codes, words = rows.times(), rows.codes("cause"), rows.words("cause")
    positions = rows.frame.values("position")[rows.rows]
    everything = _Failures(at, local_time.wall_clock(at, zone), rows.codes("user"), positions, newcomer)
    fresh, recent = everything.newcomers(), everything.since(edge - DAY)
    fresh_codes, recent_codes = codes[np.flatnonzero(newcomer)], codes[len(codes) - len(recent.at) :]
    for code in arrays.present(codes[int(np.searchsorted(at, edge)) :], len(words)):
        yield words[code], fresh.where(fresh_codes == code), recent.where(recent_codes == code)


def _of_cause(
    cause: Cause, fresh: _Failures, failures: _Failures, edge: int, days: int, budget: float
) -> Iterator[Incident]:
    rates = _rates(fresh.before(edge), days, budget)
    for start, end in _spans(fresh.since(edge - DAY), rates, budget):
        if end < edge:
            continue
        inside = failures.where((failures.at >= start) & (failures.at <= end))
        yield Incident(
            cause=cause,
            first_at=from_micros(start),
            last_at=from_micros(int(inside.at[-1])),
            people=arrays.different(inside.users),
            usual=float(rates.expected(inside.local[:1], inside.local[-1:] + 1)[0]),
            first_position=int(inside.positions.min()),
        )


def _rates(history: _Failures, days: int, budget: float) -> Usual:
    """What is usual, without the people of bursts that the history holds."""
    rates = usual(history.local, days)
    calm = np.ones(len(history.at), dtype=np.bool_)
    for start, end in _spans(history, rates, budget):
        calm &= ~((history.at >= start) & (history.at <= end))
    return rates if calm.all() else usual(history.local[calm], days)


def _spans(fresh: _Failures, rates: Usual, budget: float) -> list[tuple[int, int]]:
    """From the first to the last person of each burst; those that touch are one."""
    widths = alarms(fresh.local, rates, limit(budget, 1, rates.a_month))
    ends = fresh.at[np.flatnonzero(widths)]
    starts = fresh.at[np.searchsorted(fresh.at, ends - widths[widths > 0], side="right")]
    if not len(ends):
        return []
    first = np.flatnonzero(np.append(np.True_, starts[1:] > ends[:-1]))  # of those that touch
    last = np.append(first[1:], len(ends)) - 1
    return list(zip(np.minimum.reduceat(starts, first).tolist(), ends[last].tolist(), strict=True))
